export type MarkedPiece = { text: string; isMarked: boolean }

/**
 * Cuts a text where a search found something: every word of the query, the last one also as a beginning, as the
 * library searches. Case and accents count as little here as there.
 */
export function markWords(text: string, query: string): MarkedPiece[] {
  const wanted = (query.match(/[\p{L}\p{N}]+/gu) ?? []).map(plain)
  const last = wanted.at(-1)
  if (last === undefined) return [{ text, isMarked: false }]

  const pieces: MarkedPiece[] = []
  let at = 0
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const word = plain(match[0])
    if (!wanted.includes(word) && !word.startsWith(last)) continue
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), isMarked: false })
    pieces.push({ text: match[0], isMarked: true })
    at = match.index + match[0].length
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMarked: false })
  return pieces
}

function plain(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
