/** How many tokens may be evaluated together: so many at least, and a multiple of `step`. */
export type Together = { least: number; step: number }

/**
 * How many tokens of a model a processor must evaluate together, so that the numbers of each do not depend on how many
 * there are: llama.cpp's kernels add up those of a single token in another order than those of several, and where they
 * repack K-quants they compute tokens by fours and what is left over in another way. Takes the types of its tensors.
 */
export function tokensTogether(types: Iterable<string>): Together {
  return [...types].some((type) => /^Q\d_K$/.test(type)) ? { least: 4, step: 4 } : { least: 2, step: 1 }
}

/** The fewest tokens that may be evaluated together where so many are to be. */
export function filledUp(count: number, { least, step }: Together): number {
  return Math.max(least, Math.ceil(count / step) * step)
}
