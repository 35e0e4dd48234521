import { createHash } from 'node:crypto'

/** Bytes of a SHA-256 that serve as a key: 128 bits, no two of 10^15 texts alike by chance. */
export const keyBytes = 16

/** SHA-256 of the text itself, in hexadecimal. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** One spelling for texts that a reader would call the same: Unicode form, case, white space and marks at the ends. */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/^[\s"'“”‘’.,;:!?]+|[\s"'“”‘’.,;:!?]+$/gu, '')
}

/** Key of a text after normalising, first 16 bytes of SHA-256. */
export function textKey(text: string): Buffer {
  return createHash('sha256').update(normaliseText(text), 'utf8').digest().subarray(0, keyBytes)
}

/** SQLite and UTF-8 cannot hold half a surrogate pair; it becomes U+FFFD. */
export function storableText(text: string): { text: string; repaired: boolean } {
  return text.isWellFormed() ? { text, repaired: false } : { text: text.toWellFormed(), repaired: true }
}

const wordRuns = new Intl.Segmenter('und', { granularity: 'word' })
const spaced = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Common}\p{Script=Inherited}]*$/u

/** Lower-cased words. Scripts without spaces are split by dictionary (Unicode TR 29); the rest by a faster rule. */
export function wordsOf(text: string): string[] {
  const lower = text.normalize('NFKC').toLowerCase()
  if (spaced.test(lower)) return lower.match(/[\p{L}\p{N}]+(?:['’\-.,][\p{L}\p{N}]+)*/gu) ?? []
  return Array.from(wordRuns.segment(lower)).flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []))
}

/** Runs of `size` words, as strings. */
export function ngramsOf(words: readonly string[], size: number): string[] {
  return Array.from({ length: Math.max(0, words.length - size + 1) }, (_, at) => words.slice(at, at + size).join(' '))
}
