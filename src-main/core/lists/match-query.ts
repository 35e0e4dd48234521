/** Letters to us and separators to SQLite's tokeniser: a word with one inside would be a phrase to it. */
const word = /[[\p{L}\p{N}]--[\u{19b0}-\u{19c0}\u{19c8}\u{19c9}\u{1cf2}\u{1cf3}]]+/gv

/**
 * A person's words as an FTS5 query that cannot be a syntax error: every word must occur, the last one as a beginning.
 * `wordsFrom` gives the words that begin so, where they are known.
 */
export function matchQuery(
  query: string,
  wordsFrom: (beginning: string) => readonly string[] | undefined = () => undefined,
): string {
  const words = indexedWords(query)
  const last = words.pop()
  if (last === undefined) return '""'
  const meant = wordsFrom(last)
  // A beginning that no word has is a word that nothing has.
  const ending = meant ? `(${(meant.length > 0 ? meant : [last]).map(matchWord).join(' OR ')})` : `${matchWord(last)}*`
  return [...words.map(matchWord), ending].join(' AND ')
}

/** The words of a text as the index has them, save case and accents. */
export function indexedWords(text: string): string[] {
  return text.match(word) ?? []
}

/** An FTS5 query for one of these words. */
export function matchWord(indexedWord: string): string {
  return `"${indexedWord}"`
}
