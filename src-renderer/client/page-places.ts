import type { Outline } from '#contract/outline'

/** The pages from one to another, counted from 0. */
export type Pages = { low: number; high: number }

/** The pages that hold some places and a few around them. Pages stand at fixed places: page n begins at n times its size. */
export function pagesAround(first: number, last: number, pageSize: number, margin: number): Pages {
  const low = Math.max(0, Math.floor((first - margin) / pageSize))
  return { low, high: Math.max(low, Math.floor((last + margin) / pageSize)) }
}

/** Whether two stretches of pages overlap or touch: somebody went on, and did not jump. */
export function areNear(one: Pages, other: Pages): boolean {
  return one.low <= other.high + 1 && other.low <= one.high + 1
}

/** Whether a stretch of pages has all of another one. */
export function holds(one: Pages, other: Pages): boolean {
  return one.low <= other.low && one.high >= other.high
}

/** The pages to have after going on from others: one that is passed goes when the next is asked for, so that both are one change. */
export function goOn(from: Pages, wanted: Pages): Pages {
  return holds(from, wanted) && from.high - from.low <= wanted.high - wanted.low + 1 ? from : wanted
}

/** The pages that there are. While nobody knows how many, the first alone. */
export function numbersOf({ low, high }: Pages, pageSize: number, total: number | undefined): number[] {
  const last = total === undefined ? 0 : Math.min(high, Math.ceil(total / pageSize) - 1)
  return Array.from({ length: Math.max(0, last - low + 1) }, (_, at) => low + at)
}

/** How to ask for a page that begins at a place: from the nearest landmark before it. */
export function startOf(outline: Outline | undefined, place: number): { after?: number; skip: number } {
  const landmark = outline?.landmarks.findLast(({ at }) => at <= place)
  return landmark ? { after: landmark.after, skip: place - landmark.at } : { skip: place }
}
