import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Input } from '#contract/index'
import { useApi } from './api.tsx'
import { requestKey } from './use-request.ts'

type Filter = Omit<Input<'row.page'>, 'after' | 'limit'>

/** A run's rows that fit a filter, page by page in planned order; the last list stays while a new one comes. */
export function useRows(filter: Filter, pageSize = 200) {
  const api = useApi()
  const pages = useInfiniteQuery({
    queryKey: [...requestKey('row.page'), 'pages', pageSize, filter],
    queryFn: ({ pageParam }) => api.request('row.page', { ...filter, after: pageParam, limit: pageSize }),
    initialPageParam: -1,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
  const rows = pages.data?.pages.flatMap((page) => page.rows)
  return {
    rows,
    total: pages.hasNextPage ? (pages.data?.pages.at(-1)?.total ?? 0) : (rows?.length ?? 0),
    error: pages.error,
    isStale: pages.isPlaceholderData,
    refetch: pages.refetch,
    fetchMore: () => {
      if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage()
    },
  }
}
