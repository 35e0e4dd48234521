import { useQueries } from '@tanstack/react-query'
import { useId } from 'react'
import type { PersonaFilter, PersonaSource } from '#contract/personas'
import { useApi } from '../../client/api.tsx'
import { requestKey, useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './persona-library.module.css'

/** Above this many, counting each one anew for every search would cost more than it tells. */
const mostCounted = 20

type Props = {
  filter: PersonaFilter
  sources: readonly PersonaSource[]
  whole: number
  /** False until the list itself has come: it is what people wait for, and one search runs at a time. */
  canCount: boolean
  onNarrow: (change: PersonaFilter) => void
}

/** Where from, and which selection: one of each. */
export function PersonaFacets({ filter, sources, whole, canCount, onNarrow }: Props) {
  const { personas: words } = useTexts()
  const { data: selections } = useRequest('selection.list', {})
  const counts = useFoundBySource(filter, sources, canCount)
  const { sourceId: _, ...anywhere } = filter
  const { data: found } = useRequest('persona.count', anywhere, { keepPrevious: true })
  return (
    <aside className={styles.facets} aria-label={words.narrow}>
      <Facet
        legend={words.from}
        chosen={filter.sourceId}
        options={[
          { label: words.everywhere, count: found?.count ?? whole },
          ...sources.map(({ id, name, count }) => ({ id, label: name, count: counts?.get(id) ?? count })),
        ]}
        onChoose={(sourceId) => onNarrow({ sourceId })}
      />
      {selections && selections.length > 0 && (
        <Facet
          legend={words.selection}
          chosen={filter.selectionId}
          options={[
            { label: words.noSelection },
            ...selections.map(({ id, name, count }) => ({ id, label: name, count })),
          ]}
          onChoose={(selectionId) => onNarrow({ selectionId })}
        />
      )}
    </aside>
  )
}

type FacetProps = {
  legend: string
  chosen: number | undefined
  /** The one without an id stands for all. */
  options: { id?: number; label: string; count?: number | undefined }[]
  onChoose: (id: number | undefined) => void
}

function Facet({ legend, chosen, options, onChoose }: FacetProps) {
  const { format } = useTexts()
  const name = useId()
  return (
    <fieldset className={styles.facet}>
      <legend>{legend}</legend>
      {options.map(({ id, label, count }) => (
        <label key={id ?? 'all'}>
          <input type="radio" name={name} checked={chosen === id} onChange={() => onChoose(id)} />
          <span className="cut" title={label}>
            {label}
          </span>
          {count !== undefined && <span className={styles.facetCount}>{format.number(count)}</span>}
        </label>
      ))}
    </fieldset>
  )
}

/** How many of each source a search found; undefined without a search, when the sources' own counts hold. */
function useFoundBySource(
  filter: PersonaFilter,
  sources: readonly PersonaSource[],
  canCount: boolean,
): Map<number, number> | undefined {
  const api = useApi()
  const { sourceId: _, ...rest } = filter
  const isCounted = (rest.query !== undefined || rest.selectionId !== undefined) && sources.length <= mostCounted
  const answers = useQueries({
    queries: sources.map(({ id }) => {
      const input = { ...rest, sourceId: id }
      return {
        queryKey: requestKey('persona.count', input),
        queryFn: () => api.request('persona.count', input),
        enabled: isCounted && canCount,
        placeholderData: (previous: { count: number } | undefined) => previous,
      }
    }),
  })
  if (!isCounted) return undefined
  return new Map(sources.flatMap(({ id }, at) => (answers[at]?.data ? [[id, answers[at].data.count] as const] : [])))
}
