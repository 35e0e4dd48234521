import { hasPhrases } from '../has-phrases.ts'

const longestPhrase = 200
const mostPhrases = 10
/** A sentence, what stands before a colon, or a whole line. */
const pieces = /[^.!?。！？:：\n]+(?:[.!?。！？:：]+["”’»)]*|(?=\n|$))/gu

/**
 * Sentences and lines that all of the texts have, in the order of the first: “What am I?” of riddles. A few words in
 * the middle of a sentence may be the same by chance, a whole one hardly.
 *
 * @param known What is asked for already: the beginning of them all and what lines begin with
 */
export function sharedPhrases(texts: readonly string[], known: readonly string[]): string[] {
  const [first = '', ...others] = texts
  if (others.length === 0) return []
  const found = (first.match(pieces) ?? []).map((piece) => piece.trim())
  const shared = [...new Set(found)].filter(
    (piece) =>
      piece.length <= longestPhrase &&
      isTelling(piece) &&
      !hasPhrases(known.join('\n'), [piece]) &&
      others.every((text) => piecesOf(text).includes(piece)),
  )
  return shared.slice(0, mostPhrases)
}

/** All that one of them ends with, and so all rows will. */
export function endsWithPhrase(texts: readonly string[], phrase: string): boolean {
  return texts.every((text) => text.endsWith(phrase))
}

function piecesOf(text: string): string[] {
  return (text.match(pieces) ?? []).map((piece) => piece.trim())
}

/** One word is little, unless a colon stands behind it. */
function isTelling(piece: string): boolean {
  const words = piece.match(/[\p{L}\p{N}]+/gu) ?? []
  return words.length > 1 || (words.length === 1 && /[:：]$/.test(piece))
}
