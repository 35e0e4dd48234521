import type { Token } from 'node-llama-cpp'
import type { Together } from '#contract/together'

/** What is read along, and counts for nothing. */
export const anyToken = 0 as Token

type Cheapest = { tokens: number; company: readonly number[] }

/**
 * The fewest free slots that must read a token along, so that every batch has as many tokens as may be evaluated
 * together. A batch is cut where slots that take part do not follow one another (llama.cpp, `split_equal` with a stream
 * for each sequence), so each unbroken row of slots needs that many. Takes which slots write, enough of them for
 * `together`; returns places.
 */
export function companyFor(writing: readonly boolean[], { least, step }: Together): number[] {
  const lengths = Array.from({ length: Math.ceil(least / step) }, (_, at) => least + at * step)
  // What is cheapest from each place on, from the last place to the first.
  const from: Cheapest[] = [{ tokens: 0, company: [] }]
  for (let at = writing.length - 1; at >= 0; at--) {
    const after = (length: number) => from[writing.length - at - length]
    const ways = lengths.map((length): Cheapest | undefined => {
      const rest = after(length)
      const free = writing.slice(at, at + length).flatMap((writes, place) => (writes ? [] : [at + place]))
      return rest && { tokens: rest.tokens + length, company: [...free, ...rest.company] }
    })
    const left = writing[at] ? undefined : after(1)
    const possible = [left, ...ways].filter((way) => way !== undefined)
    from.push(possible.reduce((best, way) => (way.tokens < best.tokens ? way : best), possible[0] ?? never))
  }
  return [...(from.at(-1) as Cheapest).company]
}

/** No way to fill the places up from here. */
const never: Cheapest = { tokens: Number.POSITIVE_INFINITY, company: [] }
