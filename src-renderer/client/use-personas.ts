import type { Output } from '#contract/index'
import type { Persona, PersonaFilter } from '#contract/personas'
import { useApi } from './api.tsx'
import { useLongList } from './use-long-list.ts'
import { requestKey, useRequest } from './use-request.ts'

/** The personas that fit a filter; the last list stays while a new one comes. `startAt` as of a long list. */
export function usePersonas(filter: PersonaFilter, startAt?: number) {
  const api = useApi()
  return useLongList<Pick<Output<'persona.page'>, 'personas'>, Persona>({
    listKey: [...requestKey('persona.page'), 'places', filter],
    outline: useRequest('persona.outline', filter),
    readPage: (start) => api.request('persona.page', { ...filter, ...start }),
    entriesOf: ({ personas }) => personas,
    partOf: ({ personas }, from, to) => ({ personas: personas.slice(from, to) }),
    startAt,
  })
}
