import type { Outline } from '#contract/outline'

/** A long list that is ordered by numbers, no two alike. Its ends may be far apart: nothing here reads it in one go. */
export type OrderedList = {
  /** A number before the first. */
  start: number
  /** A number so many places further on in what the list is taken from; undefined when the rest is no longer. */
  ahead: (after: number, places: number) => number | undefined
  /** How many come after a number, up to and with another; to the end without it. */
  count: (after: number, to: number | undefined) => number
  /** Their numbers, at most `limit` of them, behind the first `skip`. */
  keys: (after: number, to: number | undefined, limit: number, skip: number) => number[]
  /** The number so many places behind another, where it is known that none is missing: nothing needs counting. */
  jump?: (after: number, places: number) => number | undefined
}

/** Places that are looked at in one step: about half a millisecond. */
const stepPlaces = 8192
const mostPlaces = 131_072
/** So many of a list's first entries are told before the rest is found: more than a page takes. */
export const firstCount = 200
/** After so long other work has its turn. */
const turnMs = 8

/** How long a list is, and where pages of it can begin. */
export async function outlineOf(list: OrderedList): Promise<Outline> {
  const landmarks: Outline['landmarks'] = []
  const takeTurns = createTurns()
  let total = 0
  for (let after = list.start; ; ) {
    const to = list.ahead(after, stepPlaces)
    const found = list.count(after, to)
    total += found
    if (to === undefined) return { total, landmarks }
    // Pages need not look again at what is empty.
    if (found === 0) landmarks.pop()
    landmarks.push({ after: to, at: total })
    after = to
    await takeTurns()
  }
}

/** How many of a list stand up to and with a number. */
export async function countTo(list: OrderedList, key: number): Promise<number> {
  const isPast = (to: number) => (list.start < key ? to >= key : to <= key)
  const { total } = await outlineOf({
    ...list,
    ahead(after, places) {
      const to = list.ahead(after, places)
      return to === undefined || isPast(to) ? undefined : to
    },
    count: (after, to) => list.count(after, to ?? key),
  })
  return total
}

/** The numbers of a page. */
export async function pageOf(list: OrderedList, after: number, skip: number, limit: number): Promise<number[]> {
  const page: number[] = []
  const takeTurns = createTurns()
  const jumped = skip > 0 ? list.jump?.(after, skip) : undefined
  let left = jumped === undefined ? skip : 0
  let from = jumped ?? after
  for (let places = stepPlaces; ; places = Math.min(places * 4, mostPlaces)) {
    const to = list.ahead(from, places)
    const found = list.keys(from, to, limit - page.length, left)
    page.push(...found)
    if (page.length === limit || to === undefined) return page
    left = found.length > 0 || left === 0 ? 0 : left - list.count(from, to)
    from = to
    await takeTurns()
  }
}

/** Steps through a whole list, so many places at a time; other work has its turn between. */
export async function walk(
  list: Pick<OrderedList, 'start' | 'ahead'>,
  places: number,
  visit: (after: number, to: number | undefined) => void,
): Promise<void> {
  for (let after: number | undefined = list.start; after !== undefined; ) {
    const to = list.ahead(after, places)
    visit(after, to)
    after = to
    await new Promise(setImmediate)
  }
}

/** The outline of numbers that are known, in their order. */
export function outlineOfKeys(keys: Float64Array): Outline {
  const landmarks: Outline['landmarks'] = []
  for (let at = stepPlaces; at < keys.length; at += stepPlaces) landmarks.push({ after: keys[at - 1] as number, at })
  return { total: keys.length, landmarks }
}

/** A page of them. */
export function pageOfKeys(keys: Float64Array, after: number | undefined, skip: number, limit: number): number[] {
  const from = (after === undefined ? 0 : placeBehind(keys, after)) + skip
  return Array.from(keys.subarray(from, from + limit))
}

/** The place of the first that comes after a number. */
function placeBehind(keys: Float64Array, after: number): number {
  const isRising = (keys[0] ?? 0) <= (keys.at(-1) ?? 0)
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    const key = keys[middle] as number
    if (isRising ? key > after : key < after) high = middle
    else low = middle + 1
  }
  return low
}

function createTurns(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < turnMs) return
    await new Promise(setImmediate)
    since = performance.now()
  }
}
