/** What is wrong with a text as JSON. `at` is where reading failed, in UTF-16 units; at the very end it is incomplete. */
export type JsonFlaw = { kind: 'bad'; at: number } | { kind: 'deep' } | { kind: 'repeated'; key: string }

const depthLimit = 256
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const afterBackslash = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y
const cutEscape = /^\\(?:u[0-9a-fA-F]{0,3})?$/
const words = ['true', 'false', 'null']

/**
 * Finds what JSON.parse would not say or not survive: how deep a text nests, a key that its outer object repeats, and
 * the place of a mistake.
 */
export function scanJson(text: string): JsonFlaw | undefined {
  const closers: string[] = []
  const outerKeys = new Set<string>()
  let expected: 'value' | 'key' | 'colon' | 'more' = 'value'
  let mayClose = false

  for (let at = skipSpace(text, 0); ; at = skipSpace(text, at)) {
    const closer = closers.at(-1)
    if (expected === 'more' && closer === undefined) return at === text.length ? undefined : { kind: 'bad', at }
    const character = text[at]
    if (character === undefined) return { kind: 'bad', at }

    if (character === closer && (mayClose || expected === 'more')) {
      closers.pop()
      expected = 'more'
      at += 1
    } else if (expected === 'more') {
      if (character !== ',') return { kind: 'bad', at }
      expected = closer === '}' ? 'key' : 'value'
      at += 1
    } else if (expected === 'colon') {
      if (character !== ':') return { kind: 'bad', at }
      expected = 'value'
      at += 1
    } else if (expected === 'key') {
      const end = character === '"' ? endOfString(text, at) : -at - 1
      if (end < 0) return { kind: 'bad', at: -end - 1 }
      if (closers.length === 1) {
        const key = JSON.parse(text.slice(at, end)) as string
        if (outerKeys.has(key)) return { kind: 'repeated', key }
        outerKeys.add(key)
      }
      expected = 'colon'
      at = end
    } else if (character === '{' || character === '[') {
      if (closers.length === depthLimit) return { kind: 'deep' }
      closers.push(character === '{' ? '}' : ']')
      expected = character === '{' ? 'key' : 'value'
      at += 1
      mayClose = true
      continue
    } else {
      const end = character === '"' ? endOfString(text, at) : endOfScalar(text, at)
      if (end < 0) return { kind: 'bad', at: -end - 1 }
      expected = 'more'
      at = end
    }
    mayClose = false
  }
}

function skipSpace(text: string, from: number): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at
  }
}

/** Where a pattern's match at `at` ends; `at` itself when there is none. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** Where the string that opens at `from` is over; for a mistake at n it is -n - 1. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at + 1
    if (code < 0x20) return -at - 1
    if (code !== 0x5c) continue
    const end = skip(afterBackslash, text, at + 1)
    if (end === at + 1) return -(cutEscape.test(text.slice(at, at + 6)) ? text.length : at) - 1
    at = end - 1
  }
  return -text.length - 1
}

function endOfScalar(text: string, at: number): number {
  const whole = words.find((word) => text.startsWith(word, at))
  if (whole) return at + whole.length
  const end = skip(number, text, at)
  if (end > at) return end
  const rest = text.slice(at, at + 5)
  return -(at + rest.length === text.length && words.some((word) => word.startsWith(rest)) ? text.length : at) - 1
}
