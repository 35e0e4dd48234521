import { hasPhrases } from '../has-phrases.ts'

const longestPhrase = 200
const mostPhrases = 10
/** A sentence, what stands before a colon, or a whole line. */
const pieces = /[^.!?。！？:：\n]+(?:[.!?。！？:：]+["”’»)]*|(?=\n|$))/gu
/** Where a letter is signed, with a line or two of an address behind the name. */
const lastLines = 4
const closingLine = /^\s*(\p{L}[^,，.!?:\n]*[,，])\s*(.*)$/u
const mostInClosing = 5
const mostInName = 5

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

/**
 * The formula before the name with which all of them are signed, up to its comma: “Yours,”. The name stands behind it or
 * in the next line.
 */
export function sharedClosing(texts: readonly string[]): string | undefined {
  const [first = [], ...others] = texts.map(closingsOf)
  return others.length === 0 ? undefined : first.find((closing) => others.every((found) => found.includes(closing)))
}

function closingsOf(text: string): string[] {
  const [, ...lines] = text.split('\n').filter((line) => line.trim() !== '')
  return lines.slice(-lastLines).flatMap((line, at, last) => {
    const [, closing = '', name = ''] = closingLine.exec(line) ?? []
    const signed = name || last[at + 1] || ''
    return closing && signed && countWords(closing) <= mostInClosing && countWords(signed) <= mostInName
      ? [closing]
      : []
  })
}

function piecesOf(text: string): string[] {
  return (text.match(pieces) ?? []).map((piece) => piece.trim())
}

/** One word is little, unless a colon stands behind it. */
function isTelling(piece: string): boolean {
  const count = countWords(piece)
  return count > 1 || (count === 1 && /[:：]$/.test(piece))
}

function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
}
