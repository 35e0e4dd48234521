/** A string that a Python file assigns at its top level. */
export type PythonString = { name: string; text: string }

const prefix = /^[rRuU]{0,1}("""|'''|"|')/

/**
 * Reads the strings that a Python file assigns to names, without running it: triple-quoted, plain, raw, and those
 * that follow one another in brackets. Whatever is computed (f-strings, calls, sums) is left out.
 */
export function readPythonStrings(source: string): PythonString[] {
  const found: PythonString[] = []
  const assignment = /^([A-Za-z_]\w*)[ \t]*=[ \t]*/gm
  for (let match = assignment.exec(source); match; match = assignment.exec(source)) {
    const value = readValue(source, assignment.lastIndex)
    if (!value) continue
    found.push({ name: match[1] as string, text: value.text })
    // What stands inside a string is not an assignment.
    assignment.lastIndex = value.end
  }
  return found
}

function readValue(source: string, from: number): { text: string; end: number } | undefined {
  const bracket = source[from] === '('
  let at = bracket ? from + 1 : from
  const pieces: string[] = []
  for (;;) {
    if (bracket) at += /^(?:\s|#[^\n]*)*/.exec(source.slice(at))?.[0].length ?? 0
    const literal = readLiteral(source, at)
    if (!literal) break
    pieces.push(literal.text)
    at = literal.end + (bracket ? 0 : (/^[ \t]*/.exec(source.slice(literal.end))?.[0].length ?? 0))
  }
  const rest = source.slice(at)
  const closed = bracket ? /^\s*\)/.exec(rest) : /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(rest)
  if (pieces.length === 0 || !closed) return undefined
  return { text: pieces.join(''), end: bracket ? at + closed[0].length : at }
}

function readLiteral(source: string, from: number): { text: string; end: number } | undefined {
  const opening = prefix.exec(source.slice(from, from + 4))
  if (!opening) return undefined
  const quote = opening[1] as string
  const raw = /^r/i.test(opening[0])
  let at = from + opening[0].length
  let text = ''
  while (at < source.length) {
    if (source.startsWith(quote, at)) return { text, end: at + quote.length }
    if (quote.length === 1 && source[at] === '\n') return undefined
    if (source[at] !== '\\') {
      text += source[at++]
      continue
    }
    const { value, length } = raw
      ? { value: source.slice(at, at + 2), length: 2 }
      : readEscape(source.slice(at, at + 10))
    text += value
    at += length
  }
  return undefined
}

const simpleEscapes: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
}

/** One escape of Python's grammar (Language Reference, 2.4.1); unknown ones stay as they stand. */
function readEscape(text: string): { value: string; length: number } {
  const simple = simpleEscapes[text[1] ?? '']
  if (simple !== undefined) return { value: simple, length: 2 }
  const hex = /^\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))/i.exec(text)
  const code = hex && Number.parseInt((hex[1] ?? hex[2] ?? hex[3]) as string, 16)
  if (hex && code !== null && code <= 0x10ffff) return { value: String.fromCodePoint(code), length: hex[0].length }
  const octal = /^\\([0-7]{1,3})/.exec(text)
  if (octal) return { value: String.fromCodePoint(Number.parseInt(octal[1] as string, 8)), length: octal[0].length }
  return { value: text.slice(0, 2), length: 2 }
}
