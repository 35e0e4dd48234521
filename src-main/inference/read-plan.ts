const mostPiece = 512

/** How many tokens of a prompt can be kept where so many are the same as in what a sequence holds: the first step of writing reads the last. */
export function keptLength(promptLength: number, common: number): number {
  return Math.min(common, promptLength - 1)
}

/** Lengths of the pieces in which a prompt is read from `kept` on, up to its last token; one of them ends at `border`. */
export function readPieces(promptLength: number, kept: number, border: number): number[] {
  const cut = Math.max(kept, border)
  return [...fullPieces(cut - kept), ...fullPieces(promptLength - 1 - cut)]
}

function fullPieces(length: number): number[] {
  const count = Math.ceil(length / mostPiece)
  return Array.from({ length: count }, (_, at) => Math.min(mostPiece, length - at * mostPiece))
}
