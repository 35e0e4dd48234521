import type { AppError } from '#contract/errors'
import { limits } from './json-limits.ts'

/** Writes a repetition, counting what the whole schema repeats. */
type Times = (expression: string, least: number, most: number) => string

/** Repetitions of `*` and `+`, and of `{n,}` beyond n. */
const openEnd = 200
const classes: Record<string, string> = { d: '0-9', w: 'a-zA-Z0-9_', s: ' ' }

type Place = {
  /** Inside a JSON text quotes and backslashes stand escaped. */
  inJson: boolean
  bad: (what: string) => AppError
  times: Times
}

/**
 * The grammar of a regular expression: letters, classes, groups, alternatives and repetitions between `^` and `$`.
 * Throws `bad-template` for the rest (look-around, references, "not" classes).
 */
export function patternToGrammar(pattern: string, { inJson, bad, times }: Place): string {
  try {
    new RegExp(pattern)
  } catch (error) {
    throw bad(`is not valid (${error instanceof Error ? error.message.split(': ').at(-1) : 'unknown reason'})`)
  }
  if (!pattern.startsWith('^') || !pattern.endsWith('$') || pattern.endsWith('\\$')) {
    throw bad('does not say the whole text: begin it with ^ and end it with $')
  }
  const source = Array.from(pattern.slice(1, -1))
  let position = 0
  const next = () => source[position]

  function alternatives(depth: number): string {
    if (depth > limits.depth) throw bad('is nested too deeply')
    const options = [sequence(depth)]
    while (next() === '|') {
      position++
      options.push(sequence(depth))
    }
    return options.join(' | ')
  }

  function sequence(depth: number): string {
    const parts: string[] = []
    while (position < source.length && next() !== '|' && next() !== ')') parts.push(repeated(atom(depth)))
    return parts.join(' ') || '""'
  }

  function atom(depth: number): string {
    const character = source[position++]
    if (character === '(') return group(depth)
    if (character === '[') return characterClass()
    if (character === '.') return inJson ? '[^"\\\\\\x00-\\x1F\\x7F]' : '[^\\x00-\\x1F\\x7F]'
    if (character === '\\') return escaped(source[position++])
    if (character === undefined || '^$'.includes(character)) throw bad('has an anchor inside')
    return quoted(character)
  }

  function group(depth: number): string {
    if (next() === '?') {
      if (source[position + 1] !== ':') throw bad('uses a kind of group that this app cannot follow')
      position += 2
    }
    const inner = alternatives(depth + 1)
    position++ // The closing bracket; the pattern is known to be valid.
    return `(${inner})`
  }

  function escaped(character: string | undefined): string {
    if (character && classes[character]) return `[${classes[character]}]`
    if (character === undefined || /[a-zA-Z0-9]/.test(character)) throw bad(`uses \\${character ?? ''}`)
    return quoted(character)
  }

  function characterClass(): string {
    if (next() === '^') throw bad('uses a class of what must not occur: name what may')
    let inner = ''
    while (next() !== ']') {
      const character = source[position++] ?? ''
      if (character !== '\\') inner += character === '-' ? '-' : classMember(character)
      else {
        const meant = source[position++] ?? ''
        if (!classes[meant] && /[a-zA-Z0-9]/.test(meant)) throw bad(`uses \\${meant}`)
        inner += classes[meant] ?? classMember(meant)
      }
    }
    position++
    return `[${inner}]`
  }

  function classMember(character: string): string {
    if (character < ' ' || (inJson && '"\\'.includes(character))) {
      throw bad('allows quotes, backslashes or control codes')
    }
    return '[]^-\\'.includes(character) ? `\\x${character.charCodeAt(0).toString(16)}` : character
  }

  function quoted(character: string): string {
    if (character < ' ') throw bad('holds a control code')
    // In the grammar both stand escaped, and in JSON already in the text.
    if (character === '"' || character === '\\') return `"${inJson ? '\\\\' : ''}\\${character}"`
    return `"${character}"`
  }

  function repeated(expression: string): string {
    const rest = source.slice(position).join('')
    const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(rest)
    if (!found) return expression
    position += Array.from(found[0]).length
    const [, mark, first, comma, last] = found
    if (mark === '?') return times(expression, 0, 1)
    if (mark) return times(expression, mark === '+' ? 1 : 0, openEnd)
    const least = Number(first)
    const most = last ? Number(last) : comma ? least + openEnd : least
    if (most > limits.characters) throw bad(`repeats more than ${limits.characters} times`)
    return times(expression, least, most)
  }

  return `(${alternatives(0)})`
}
