import { ngramsOf, wordsOf } from '../text.ts'

/** The longest passages of a text of whose words every run of `size` is known, as they stand there, each with its example. */
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
  const firsts = starts.filter((at, place) => starts[place - 1] !== at - 1)
  return firsts.map((first) => {
    let last = first
    while (known.has(runs[last + 1] ?? '')) last++
    return {
      text: text.slice(words[first]?.from, words[last + size - 1]?.to).replace(/[,;:]$/, ''),
      example: known.get(runs[first] ?? ''),
    }
  })
}
