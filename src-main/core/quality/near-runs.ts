/**
 * The runs of `size` words of a text that another one has too, but for `mostChanged` words between their first and their
 * last. Only where both begin alike are they compared, so that a long text costs little more than its length.
 */
export function nearRuns(
  words: readonly string[],
  others: readonly string[],
  size: number,
  mostChanged: number,
): string[] {
  const places = Map.groupBy(
    Array.from({ length: others.length - size + 1 }, (_, at) => at),
    (at) => others[at],
  )
  const isNear = (from: number, other: number) => {
    if (words[from + size - 1] !== others[other + size - 1]) return false
    let changed = 0
    for (let at = 1; at < size - 1 && changed <= mostChanged; at++)
      if (words[from + at] !== others[other + at]) changed++
    return changed <= mostChanged
  }
  return words.flatMap((word, from) =>
    places.get(word)?.some((other) => isNear(from, other)) ? [words.slice(from, from + size).join(' ')] : [],
  )
}
