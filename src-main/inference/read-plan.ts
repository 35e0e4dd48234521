/**
 * llama.cpp's processor kernels add up the numbers of a single token in another order than those of several, and those of any
 * several in the same one (with flash attention, which a processor goes without here, 64 and more are another case). So that
 * a text does not depend on what its neighbours happen to have read, no piece is a single token.
 */
const leastPiece = 2
const mostPiece = 512

/** How many tokens of a prompt are read before its first step of writing, which reads the last one. */
function readLength(promptLength: number): number {
  return promptLength - 1
}

/** How many tokens of a prompt can be kept where so many are the same as in what a sequence holds. */
export function keptLength(promptLength: number, common: number): number {
  const all = readLength(promptLength)
  return common >= all ? all : Math.max(0, Math.min(common, all - leastPiece))
}

/** Lengths of the pieces in which a prompt is read from `kept` on; one of them ends at `border` where a piece has room before it. */
export function readPieces(promptLength: number, kept: number, border: number): number[] {
  const end = keptLength(promptLength, border)
  const cut = end - kept >= leastPiece ? end : kept
  return [...evenPieces(cut - kept), ...evenPieces(readLength(promptLength) - cut)]
}

/** Even, so that none is a single token. */
function evenPieces(length: number): number[] {
  const count = Math.ceil(length / mostPiece)
  return Array.from({ length: count }, (_, at) => {
    return Math.floor((length * (at + 1)) / count) - Math.floor((length * at) / count)
  })
}
