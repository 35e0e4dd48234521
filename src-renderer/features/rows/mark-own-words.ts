import type { MarkedPiece } from '../../ui/marked-text.tsx'

/** Cuts a text where it has words that another one has not, whatever their case. */
export function markOwnWords(text: string, other: string): MarkedPiece[] {
  const others = new Set(wordsOf(other).map(({ word }) => word))
  const pieces: MarkedPiece[] = []
  let at = 0
  for (const { word, from, to } of wordsOf(text)) {
    if (others.has(word)) continue
    if (from > at) pieces.push({ text: text.slice(at, from), isMarked: false })
    pieces.push({ text: text.slice(from, to), isMarked: true })
    at = to
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMarked: false })
  return pieces
}

function wordsOf(text: string): { word: string; from: number; to: number }[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}]+/gu), ({ 0: found, index }) => ({
    ...{ word: found.toLowerCase(), from: index, to: index + found.length },
  }))
}
