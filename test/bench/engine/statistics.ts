/** The middle value; the mean of the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('There is no median of nothing')
  const sorted = values.toSorted((left, right) => left - right)
  const at = (sorted.length - 1) / 2
  return ((sorted[Math.floor(at)] as number) + (sorted[Math.ceil(at)] as number)) / 2
}

/** The value that so large a share of all does not exceed: 0.95 is the 95th percentile. NaN where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Median of the ratios of each round, so that a slow minute of the machine falls on both sides. */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} rounds cannot be held against ${theirs.length}`)
  return median(ours.map((value, round) => value / (theirs[round] as number)))
}

/** The list with the highest median. It is chosen once for all rounds: the best of each round would be luck. */
export function bestOf(lists: readonly (readonly number[])[]): readonly number[] {
  return lists.reduce((best, list) => (median(list) > median(best) ? list : best))
}

/** Share of the entries for which `holds`; NaN where there are none, so that nothing measured never looks like a success. */
export function shareOf<T>(entries: readonly T[], holds: (entry: T, at: number) => boolean): number {
  return entries.filter(holds).length / entries.length
}

/** Share of the texts that every other list has too, at the same place. */
export function shareEqual(texts: readonly string[], ...others: readonly (readonly string[])[]): number {
  const short = others.find(({ length }) => length !== texts.length)
  if (short) throw new Error(`${texts.length} texts cannot be held against ${short.length}`)
  return shareOf(texts, (text, at) => others.every((list) => list[at] === text))
}
