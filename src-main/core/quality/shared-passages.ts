import { ngramsOf, wordsOf } from '../text.ts'

/**
 * The longest passages of a text that known runs of `size` words cover, as they stand there, each with its example. Runs
 * that share words are one passage, but for those of two examples where another run lies between.
 */
export function sharedPassages(
  text: string,
  size: number,
  known: ReadonlyMap<string, number | undefined>,
): { text: string; example: number | undefined }[] {
  const words = Array.from(text.matchAll(/\S+/gu)).flatMap(({ 0: token, index }) =>
    wordsOf(token).map((word) => ({ word, from: index, to: index + token.length })),
  )
  const runs = ngramsOf(
    words.map(({ word }) => word),
    size,
  )
  const starts = runs.flatMap((run, at) => (known.has(run) ? [at] : []))
  const exampleAt = (at: number) => known.get(runs[at] ?? '')
  const firsts = starts.filter((at, place) => {
    const before = starts[place - 1] ?? Number.NEGATIVE_INFINITY
    return at - before >= size || (at - before > 1 && exampleAt(at) !== exampleAt(before))
  })
  return firsts.map((first, place) => {
    const last = starts.findLast((at) => at < (firsts[place + 1] ?? Number.POSITIVE_INFINITY)) ?? first
    return {
      text: text.slice(words[first]?.from, words[last + size - 1]?.to).replace(/[,;:]$/, ''),
      example: exampleAt(first),
    }
  })
}
