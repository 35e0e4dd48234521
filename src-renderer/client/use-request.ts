import {
  keepPreviousData,
  type QueryClient,
  type QueryKey,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { Input, Output, RouteName } from '#contract/index'
import { useApi, useReopened } from './api.tsx'
import { isNoAnswer } from './no-answer.ts'

type RequestOptions = {
  /** False waits, for example until an id is known. */
  enabled?: boolean
  /** Leaves the last answer standing while the input changes: searches, previews. */
  keepPrevious?: boolean
  /** Asks again after each such time, for what no event tells. */
  everyMs?: number
}

type CommandOptions = {
  touches?: readonly RouteName[]
  /** Hears a refusal also where what asked is gone by then. */
  onRefused?: (error: Error) => void
}

/** Where an answer stands in the cache. Without an input: all answers of the route. */
export function requestKey<N extends RouteName>(name: N, input?: Input<N>) {
  return input === undefined ? [name] : [name, input]
}

/** Asks a route and keeps the answer fresh: events and finished commands make it ask again. */
export function useRequest<N extends RouteName>(name: N, input: Input<N>, options: RequestOptions = {}) {
  const api = useApi()
  return useQuery<Output<N>, Error>({
    queryKey: requestKey(name, input),
    queryFn: () => api.request(name, input),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
  })
}

/**
 * A route that changes something: `const add = useCommand('persona.add', { touches: ['persona.page', 'app.info'] })`,
 * then `add.mutate(input, { onSuccess })`. The routes it touches are asked again afterwards.
 */
export function useCommand<N extends RouteName>(name: N, options: CommandOptions = {}) {
  const api = useApi()
  const cache = useQueryClient()
  const command = useMutation<Output<N>, Error, Input<N>>({
    mutationFn: (input) => api.request(name, input),
    onSuccess: () => forget(cache, options.touches ?? []),
    ...(options.onRefused ? { onError: options.onRefused } : {}),
  })
  useReopened(() => {
    if (isNoAnswer(command.error)) command.reset()
  })
  return command
}

/** Pages are asked for by their list's outline: whatever changes the ones changes the others. */
const besides: { [N in RouteName]?: RouteName[] } = {
  'row.page': ['row.outline', 'row.place'],
  'persona.page': ['persona.outline'],
  'run.list': ['run.templates'],
}

/** Makes every shown answer of these routes be asked again. */
export function forget(cache: QueryClient, names: readonly RouteName[]): void {
  const all = new Set(names.flatMap((name) => [name, ...(besides[name] ?? [])]))
  for (const name of all) askAnew(cache, requestKey(name))
}

/** A first answer that is under way may be one of before, and would be taken for the new one: then it is asked for once more. */
function askAnew(cache: QueryClient, queryKey: QueryKey): void {
  const first = cache.getQueryCache().findAll({
    queryKey,
    fetchStatus: 'fetching',
    predicate: ({ state }) => state.data === undefined,
  })
  for (const query of first) {
    const again = () => cache.invalidateQueries({ queryKey: query.queryKey, exact: true })
    query.promise?.then(again).catch(() => undefined) // Whoever shows it tells why it failed.
  }
  cache.invalidateQueries({ queryKey }).catch(() => undefined)
}
