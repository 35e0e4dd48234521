/** Tokens of one character never are more than its bytes, of which UTF-8 has four at most. */
const mostHeld = 8
/** What a decoder writes for bytes that are not a character (yet). */
const replacement = '\uFFFD'

export type Decode = (tokens: readonly number[], before: readonly number[]) => string

/**
 * Turns tokens into text while they come. A token may hold part of a character, so text is given out only up to a whole
 * one. `before` are tokens that the text follows on.
 */
export function createTextAssembler(decode: Decode, before: readonly number[]) {
  let given = before.slice(-mostHeld)
  let held: number[] = []

  function giveOut(text: string): string {
    given = [...given, ...held].slice(-mostHeld)
    held = []
    return text
  }

  return {
    push(token: number): string {
      held.push(token)
      const text = decode(held, given)
      return text.endsWith(replacement) && held.length < mostHeld ? '' : giveOut(text)
    },
    /** What is left at the end, without a character that was cut off. */
    end(): string {
      if (held.length === 0) return ''
      return giveOut(decode(held, given).replace(/\uFFFD+$/, ''))
    },
  }
}
