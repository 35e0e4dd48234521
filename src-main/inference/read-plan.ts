/**
 * llama.cpp's processor kernels add the numbers of 64 and more tokens of one text in another order than those of fewer
 * (flash attention in tiles). So that a text does not depend on what its neighbours happen to have read, what a prompt
 * shares with others is always read in large pieces, and the rest of it in small ones.
 */
const leastLarge = 64
const mostLarge = 512
const mostSmall = leastLarge - 1
/** A single token takes another road again. */
const leastSmall = 2

/** How many tokens of a prompt are read in large pieces; follows from the prompt alone. */
export function largeLength(promptLength: number, sharedLength: number): number {
  // The last token is read by the first step of writing.
  const length = Math.min(sharedLength, promptLength - 1 - leastSmall)
  return length >= leastLarge ? length : 0
}

type Held = { common: number; large: number }

/** How much of a prompt can be kept of what a slot holds: as much as was read there in the same kind of pieces. */
export function keptLength(promptLength: number, large: number, held: Held): number {
  const alike = held.large === large ? held.common : Math.min(held.common, held.large, large)
  const kept = Math.min(alike, promptLength - 1)
  if (kept < large) return large - kept >= leastLarge ? kept : large - leastLarge
  return promptLength - 1 - kept === 1 ? kept - 1 : kept
}

/** Lengths of the pieces in which the rest is read, up to the last token but one. */
export function readPieces(promptLength: number, large: number, kept: number): number[] {
  const small = promptLength - 1 - Math.max(kept, large)
  return [...evenPieces(large - kept, mostLarge), ...evenPieces(small, mostSmall)]
}

/** Even, so that none falls below the least length of its kind. */
function evenPieces(length: number, most: number): number[] {
  if (length <= 0) return []
  const count = Math.ceil(length / most)
  return Array.from({ length: count }, (_, at) => {
    return Math.floor((length * (at + 1)) / count) - Math.floor((length * at) / count)
  })
}
