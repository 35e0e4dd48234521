import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Input } from '#contract/index'
import { useApi } from './api.tsx'
import { requestKey } from './use-request.ts'

const pageSize = 100

type Filter = Pick<Input<'run.list'>, 'templateKey' | 'query' | 'isRemoved'>

/** Datasets that fit, newest first, page after page: `runs` are those of all pages so far. */
export function useRunPages(filter: Filter) {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: [...requestKey('run.list'), 'pages', filter],
    queryFn: ({ pageParam }) =>
      api.request('run.list', { ...filter, limit: pageSize, ...(pageParam === null ? {} : { before: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
}
