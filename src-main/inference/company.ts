/**
 * Free slots that read a token along, so that no row is evaluated alone: a batch is cut where slots that take part do
 * not follow one another (llama.cpp, `split_equal` with a stream for each sequence), and the numbers of a single token
 * are added up in another order than those of several. Takes which slots write, at least two; returns places.
 */
export function companyFor(writing: readonly boolean[]): number[] {
  const company: number[] = []
  const takesPart = (at: number) => writing[at] || company.includes(at)
  for (const [at, writes] of writing.entries()) {
    if (!writes || takesPart(at - 1) || takesPart(at + 1)) continue
    company.push(at + 1 < writing.length ? at + 1 : at - 1)
  }
  return company
}
