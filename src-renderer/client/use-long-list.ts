import { hashKey, type QueryKey, useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Outline } from '#contract/outline'
import { createPageGatherer } from './gather-pages.ts'
import { areNear, goOn, holds, numbersOf, type Pages, pagesAround, startOf } from './page-places.ts'

export const usualPageSize = 100
/** The most that one request gives. */
export const mostAtOnce = 500
/** So many places before they come into sight their page is asked for: about two screens. */
const margin = 50
/** Pages that stay here, those of earlier filters among them; whatever else was looked at is asked for again. */
const pagesKept = 12
/** Whoever drags the scrollbar passes by what is not to be read; pages come where it rests so long. */
const restMs = 60
/** What stands beside the place of a jump comes so much later, so that it holds up nothing in sight. */
const besideMs = 150
/** Events and finished commands tell what changes, so a page stays good. */
const freshMs = 30_000
const forgottenMs = 60_000

type Options<P, T> = {
  /** Where the pages stand in the cache, without their numbers. Another key is another list. */
  listKey: QueryKey
  outline: { data: Outline | undefined; error: Error | null; refetch: () => unknown }
  readPage: (start: { after?: number; skip: number; limit: number }) => Promise<P>
  entriesOf: (page: P) => readonly T[]
  /** A page with the entries from one place of it up to another. */
  partOf: (page: P, from: number, to: number) => P
  pageSize?: number | undefined
  /**
   * The place that is in sight first: where the first page holds it, that one stands there before the list was counted.
   * Without it nothing does.
   */
  startAt?: number | undefined
}

export type LongList<T> = {
  /** How many there are; until that is counted, how many have come. */
  total: number
  isCounted: boolean
  /** What stands at a place, from 0; undefined where it has not come. */
  at: (place: number) => T | undefined
  /** The place of an entry among those that are here; -1 for one that is not. */
  find: (fits: (entry: T) => boolean) => number
  /** False until the first page of the first list came. */
  hasCome: boolean
  /** Another list was asked for, and this one stands until it comes. */
  isStale: boolean
  error: Error | null
  /** Asks again for what failed. */
  refetch: () => void
  /** Tells which places are in sight: their pages are fetched, and those far away dropped. */
  look: (first: number, last: number) => void
  /** What stands at a place, fetched where it has not come. */
  fetchAt: (place: number) => Promise<T | undefined>
}

type Standing<T> = Pick<LongList<T>, 'total' | 'isCounted' | 'at' | 'find'> & { name: string }

/** A list of any length, of which only the pages around what is in sight are here. */
export function useLongList<P, T>(options: Options<P, T>): LongList<T> {
  const { listKey, outline, readPage, entriesOf, partOf, pageSize = usualPageSize, startAt } = options
  const cache = useQueryClient()
  const name = hashKey(listKey)
  const counted = outline.data?.total
  const [readTogether] = useState(() => {
    const pieceOf = (several: P, at: number) => partOf(several, at * pageSize, (at + 1) * pageSize)
    return createPageGatherer(pieceOf, Math.max(1, Math.floor(mostAtOnce / pageSize)))
  })
  const pageOf = (number: number) => ({
    queryKey: [...listKey, number],
    queryFn: () =>
      readTogether({
        ...{ list: name, number },
        readOn: (pages) => readPage({ ...startOf(outline.data, number * pageSize), limit: pages * pageSize }),
      }),
    staleTime: freshMs,
    gcTime: forgottenMs,
  })
  const [pages, look] = usePagesInSight(name, pageSize, async (wanted) => {
    // Pages of a failure or of another list are asked for again by those who show them.
    await Promise.allSettled(numbersOf(wanted, pageSize, counted).map((number) => cache.prefetchQuery(pageOf(number))))
  })
  const numbers = numbersOf(pages, pageSize, counted)
  const answers = useQueries({ queries: numbers.map(pageOf) })
  usePagesKept(numbers.map((number) => pageOf(number).queryKey))
  useOutlineChange(name, outline.data, () => {
    cache.invalidateQueries({ queryKey: listKey }).catch(() => undefined)
  })

  const here = answers.map(({ data }, at) => ({
    from: (numbers[at] as number) * pageSize,
    entries: data === undefined ? [] : entriesOf(data),
  }))
  const shown = useRef<Standing<T>>(undefined)
  // Lines that stand go to the top of another list; where none do, they begin where this list was left.
  const hasLines = useRef(false)
  const isEarly = startAt !== undefined && (hasLines.current || startAt + margin < pageSize)
  const come = here[0]?.entries.length ?? 0
  const isAllThere = answers[0]?.data !== undefined && come < pageSize
  const total = counted ?? (isEarly && (come > 0 || isAllThere) ? come : undefined)
  const isHere = total === 0 || shown.current?.name === name || answers.some(({ data }) => data !== undefined)
  const now: Standing<T> | undefined =
    total !== undefined && isHere
      ? {
          ...{ name, total, isCounted: counted !== undefined || isAllThere },
          at: (place) => here.find(({ from }) => place >= from && place < from + pageSize)?.entries[place % pageSize],
          find(fits) {
            for (const { from, entries } of here) {
              const at = entries.findIndex(fits)
              if (at >= 0) return from + at
            }
            return -1
          },
        }
      : undefined
  useEffect(() => {
    if (now) shown.current = now
  })

  const failed = answers.filter(({ error, data }) => error && data === undefined)
  const error = outline.error ?? failed[0]?.error ?? null
  const standing = now ?? (error ? undefined : shown.current)
  useEffect(() => {
    hasLines.current = (standing?.total ?? 0) > 0
  })
  return {
    total: standing?.total ?? 0,
    isCounted: standing?.isCounted ?? false,
    at: standing?.at ?? (() => undefined),
    find: standing?.find ?? (() => -1),
    hasCome: standing !== undefined,
    isStale: standing !== undefined && standing !== now,
    error,
    refetch() {
      if (outline.error) outline.refetch()
      for (const answer of failed) void answer.refetch()
    },
    look,
    async fetchAt(place) {
      return entriesOf(await cache.fetchQuery(pageOf(Math.floor(place / pageSize))))[place % pageSize]
    },
  }
}

/**
 * The pages around what is looked at. What is only near is fetched first and shown when it is there, so that the list is drawn
 * once for each; what is in sight is shown as it comes; after a jump they come where it ends.
 */
function usePagesInSight(
  name: string,
  pageSize: number,
  fetch: (pages: Pages) => Promise<void>,
): [Pages, LongList<unknown>['look']] {
  const [state, setState] = useState({ name, pages: { low: 0, high: 0 } })
  const fetchLatest = useRef(fetch)
  useEffect(() => {
    fetchLatest.current = fetch
  })
  const latest = useRef<typeof state>(undefined)
  const wanted = useRef<Pages>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const look = useCallback(
    (first: number, last: number) => {
      const around = pagesAround(first, last, pageSize, margin)
      function take(pages: Pages): void {
        latest.current = { name, pages }
        wanted.current = pages
        setState((before) => {
          const isSame = before.name === name && before.pages.low === pages.low && before.pages.high === pages.high
          return isSame ? before : { name, pages }
        })
      }
      clearTimeout(timer.current)
      const known = latest.current
      if (known?.name !== name) return take(around)
      if (areNear(known.pages, around)) {
        const pages = goOn(known.pages, around)
        wanted.current = pages
        if (pages === known.pages) return
        if (!holds(known.pages, pagesAround(first, last, pageSize, 0))) return take(pages)
        void fetchLatest.current(pages).then(() => {
          if (wanted.current === pages) take(pages)
        })
        return
      }
      timer.current = setTimeout(() => {
        take(pagesAround(first, last, pageSize, 0))
        timer.current = setTimeout(take, besideMs, around)
      }, restMs)
    },
    [name, pageSize],
  )
  return [state.name === name ? state.pages : { low: 0, high: 0 }, look]
}

/** Drops the pages that were in sight longest ago. */
function usePagesKept(inSight: readonly QueryKey[]): void {
  const cache = useQueryClient()
  const recent = useRef<readonly QueryKey[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys are new lists with every drawing
  useEffect(() => {
    const names = new Set(inSight.map(hashKey))
    const all = [...inSight, ...recent.current.filter((key) => !names.has(hashKey(key)))]
    recent.current = all.slice(0, pagesKept)
    for (const queryKey of all.slice(pagesKept)) cache.removeQueries({ queryKey, exact: true })
  }, [hashKey(inSight)])
}

/** Pages were asked for by an outline: when that changes, other entries stand in them. */
function useOutlineChange(name: string, outline: Outline | undefined, onChange: () => void): void {
  const known = useRef<{ name: string; outline: Outline | undefined }>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is to be done is no reason to do it
  useEffect(() => {
    const before = known.current
    known.current = { name, outline }
    if (outline && before?.outline && before.name === name && before.outline !== outline) onChange()
  }, [name, outline])
}
