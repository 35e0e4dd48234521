import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Input } from '#contract/index'
import { useApi } from './api.tsx'
import { requestKey, useRequest } from './use-request.ts'

type Filter = Input<'row.outline'>

/** A run's rows that fit a filter, page by page in planned order; the last list stays while a new one comes. */
export function useRows(filter: Filter, pageSize = 200) {
  const api = useApi()
  const { data: outline } = useRequest('row.outline', filter, { keepPrevious: true })
  const pages = useInfiniteQuery({
    queryKey: [...requestKey('row.page'), 'pages', pageSize, filter],
    queryFn: ({ pageParam }) =>
      api.request('row.page', { ...filter, limit: pageSize, ...(pageParam === null ? {} : { after: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
  const rows = pages.data?.pages.flatMap((page) => page.rows)
  return {
    rows,
    total: pages.hasNextPage ? Math.max(outline?.total ?? 0, rows?.length ?? 0) : (rows?.length ?? 0),
    /** Words of older rows are still being collected, so that more may be found later. */
    isPartial: outline?.isPartial ?? false,
    error: pages.error,
    isStale: pages.isPlaceholderData,
    refetch: pages.refetch,
    fetchMore: () => {
      if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage()
    },
  }
}
