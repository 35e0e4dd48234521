import type { Input, Output } from '#contract/index'
import type { Row } from '#contract/rows'
import { useApi } from './api.tsx'
import { startOf } from './page-places.ts'
import { mostAtOnce, useLongList, usualPageSize } from './use-long-list.ts'
import { requestKey, useRequest } from './use-request.ts'

type Filter = Input<'row.outline'>
type Options = {
  pageSize?: number
  /** Longer texts and personas come cut: a page shows no more of them. */
  cut?: number
  /** As of a long list. */
  startAt?: number
}

/** The most that can be chosen together by name. */
const mostChosen = 100_000

/** A run's rows that fit a filter; the last list stays while a new one comes. */
export function useRows(filter: Filter, { pageSize = usualPageSize, cut, startAt }: Options = {}) {
  const api = useApi()
  const outline = useRequest('row.outline', filter)
  const list = useLongList<Pick<Output<'row.page'>, 'rows'>, Row>({
    listKey: [...requestKey('row.page'), 'places', pageSize, filter],
    outline,
    readPage: (start) => api.request('row.page', { ...filter, ...start, ...(cut === undefined ? {} : { cut }) }),
    entriesOf: ({ rows }) => rows,
    partOf: ({ rows }, from, to) => ({ rows: rows.slice(from, to) }),
    ...{ pageSize, startAt },
  })
  return {
    ...list,
    /** Words of older rows are still being collected, so that more may be found later. */
    isPartial: outline.data?.isPartial ?? false,

    /** Ids of the rows from one place to another, also of those that are not here. */
    async idsBetween(first: number, last: number): Promise<number[]> {
      const ids: number[] = []
      const wanted = Math.min(last - first + 1, mostChosen)
      let start: { after?: number; skip: number } = startOf(outline.data, first)
      while (ids.length < wanted) {
        const limit = Math.min(wanted - ids.length, mostAtOnce)
        const { rows, next } = await api.request('row.page', { ...filter, ...start, limit, cut: 0 })
        ids.push(...rows.map(({ id }) => id))
        if (next === null) break
        start = { after: next, skip: 0 }
      }
      return ids
    },
  }
}

export type RowList = ReturnType<typeof useRows>
