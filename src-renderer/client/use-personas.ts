import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PersonaFilter } from '#contract/personas'
import { useApi } from './api.tsx'
import { requestKey, useRequest } from './use-request.ts'

const pageSize = 200

/** Everything that fits a filter, page by page, with its count; the last list stays while a new one comes. */
export function usePersonas(filter: PersonaFilter) {
  const api = useApi()
  const { data: counted } = useRequest('persona.count', filter, { keepPrevious: true })
  const pages = useInfiniteQuery({
    queryKey: [...requestKey('persona.page'), 'pages', filter],
    queryFn: ({ pageParam }) =>
      api.request('persona.page', { ...filter, limit: pageSize, ...(pageParam === null ? {} : { after: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
  const personas = useMemo(() => pages.data?.pages.flatMap((page) => page.personas), [pages.data])
  return {
    personas,
    /** What has come is counted at least, so that the list never seems to end too early or too late. */
    total: pages.hasNextPage ? Math.max(counted?.count ?? 0, personas?.length ?? 0) : (personas?.length ?? 0),
    error: pages.error,
    isStale: pages.isPlaceholderData,
    refetch: pages.refetch,
    fetchMore: () => {
      if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage()
    },
  }
}
