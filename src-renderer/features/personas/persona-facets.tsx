import { Button } from '@mantine/core'
import { IconChevronDown, IconFilter } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { personaLengths } from '#contract/persona-facets'
import type { PersonaFilter, PersonaSource } from '#contract/personas'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { useLanguageName } from '../../ui/use-persona-chips.ts'
import styles from './persona-library.module.css'

const languagesShown = 8

type Props = {
  filter: PersonaFilter
  sources: readonly PersonaSource[]
  whole: number
  /** False until the list itself has come: it is what people wait for, and one search runs at a time. */
  canCount: boolean
  onNarrow: (change: PersonaFilter) => void
}

/** Where from, in which language, how long, used or not, archived or not, and which selection; each with its counts. */
export function PersonaFacets({ filter, sources, whole, canCount, onNarrow }: Props) {
  const { personas: words } = useTexts()
  const { data: selections } = useRequest('selection.list', {})
  const facets = useRequest('persona.facets', filter, { keepPrevious: true, enabled: canCount })
  const { sourceId: _, ...anywhere } = filter
  const { data: found } = useRequest('persona.count', anywhere, { keepPrevious: true })
  const { used, archived, lengths, sources: counted, isPartial } = facets.data ?? {}
  const countOf = new Map(counted?.map(({ sourceId, count }) => [sourceId, count]))
  const [isFolded, setIsFolded] = useState(true)
  const lengthCounts = new Map(lengths?.map(({ length, count }) => [length, count]))
  return (
    <aside className={styles.facets} aria-label={words.narrow} data-folded={isFolded}>
      <button type="button" className={styles.fold} aria-expanded={!isFolded} onClick={() => setIsFolded(!isFolded)}>
        <IconFilter size={14} stroke={1.5} aria-hidden />
        {words.narrow}
        <IconChevronDown size={14} stroke={1.5} aria-hidden />
      </button>
      <One
        legend={words.from}
        chosen={filter.sourceId}
        options={[
          { label: words.everywhere, count: found?.count ?? whole },
          ...sources
            .filter(({ id, count }) => count > 0 || countOf.get(id) || id === filter.sourceId)
            .map(({ id, name, count }) => ({ id, label: name, count: countOf.get(id) ?? count })),
        ]}
        onChoose={(sourceId) => onNarrow({ sourceId })}
      />
      <Languages
        chosen={filter.languages ?? []}
        counts={facets.data?.languages ?? []}
        onChoose={(languages) => onNarrow({ languages })}
      />
      <Several
        legend={words.length}
        chosen={filter.lengths ?? []}
        options={personaLengths.map((id) => ({ id, label: words.lengths[id], count: lengthCounts.get(id) }))}
        onChoose={(chosen) => onNarrow({ lengths: personaLengths.filter((each) => chosen.includes(each)) })}
      />
      <One
        legend={words.usage}
        chosen={filter.used === undefined ? undefined : filter.used ? 'yes' : 'no'}
        options={[
          { label: words.usedOrNot },
          { id: 'no' as const, label: words.uses.no, count: used?.no },
          { id: 'yes' as const, label: words.uses.yes, count: used?.yes },
        ]}
        onChoose={(use) => onNarrow({ used: use === undefined ? undefined : use === 'yes' })}
      />
      <One
        legend={words.archive}
        chosen={filter.archived ? ('yes' as const) : undefined}
        options={[
          { label: words.inLibrary, count: archived?.no },
          { id: 'yes' as const, label: words.archivedOnes, count: archived?.yes },
        ]}
        onChoose={(which) => onNarrow({ archived: which === 'yes' ? true : undefined })}
      />
      {selections && selections.length > 0 && (
        <One
          legend={words.selection}
          chosen={filter.selectionId}
          options={[
            { label: words.noSelection },
            ...selections.map(({ id, name, count }) => ({ id, label: name, count })),
          ]}
          onChoose={(selectionId) => onNarrow({ selectionId })}
        />
      )}
      {isPartial && <p className="faint sm">{words.partial}</p>}
      {facets.error && <SayError error={facets.error} onRetry={() => void facets.refetch()} />}
    </aside>
  )
}

type Option<Id> = { id: Id; label: string; count?: number | undefined }
type SeveralProps<Id> = {
  legend: string
  chosen: readonly Id[]
  options: readonly Option<Id>[]
  onChoose: (chosen: Id[]) => void
  /** Below the options. */
  children?: ReactNode
}

/** Any of some choices; none chosen stands for all. */
function Several<Id extends string>({ legend, chosen, options, onChoose, children }: SeveralProps<Id>) {
  return (
    <fieldset className={styles.facet}>
      <legend>{legend}</legend>
      {options.map(({ id, label, count }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={() => onChoose(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])}
          />
          <Label label={label} count={count} />
        </label>
      ))}
      {children}
    </fieldset>
  )
}

type LanguagesProps = {
  chosen: readonly string[]
  counts: readonly { language: string; count: number }[]
  onChoose: (languages: string[]) => void
}

/** The most frequent ones, those that are chosen, and the rest on demand. */
function Languages({ chosen, counts, onChoose }: LanguagesProps) {
  const { personas: words } = useTexts()
  const languageName = useLanguageName()
  const [isWhole, setIsWhole] = useState(false)
  const missing = chosen.filter((language) => !counts.some((each) => each.language === language))
  const all = [...counts, ...missing.map((language) => ({ language, count: 0 }))]
  const shown = all.filter(({ language }, at) => isWhole || at < languagesShown || chosen.includes(language))
  if (all.length === 0) return null
  return (
    <Several
      legend={words.language}
      chosen={chosen}
      options={shown.map(({ language, count }) => ({ id: language, label: languageName(language), count }))}
      onChoose={onChoose}
    >
      {shown.length < all.length && (
        <Button variant="subtle" size="xs" onClick={() => setIsWhole(true)}>
          {words.moreLanguages(all.length - shown.length)}
        </Button>
      )}
    </Several>
  )
}

type OneProps<Id> = {
  legend: string
  chosen: Id | undefined
  /** The one without an id stands for all. */
  options: readonly (Omit<Option<Id>, 'id'> & { id?: Id })[]
  onChoose: (id: Id | undefined) => void
}

function One<Id extends string | number>({ legend, chosen, options, onChoose }: OneProps<Id>) {
  const name = useId()
  return (
    <fieldset className={styles.facet}>
      <legend>{legend}</legend>
      {options.map(({ id, label, count }) => (
        <label key={id ?? 'all'}>
          <input type="radio" name={name} checked={chosen === id} onChange={() => onChoose(id)} />
          <Label label={label} count={count} />
        </label>
      ))}
    </fieldset>
  )
}

function Label({ label, count }: { label: string; count: number | undefined }) {
  const { format } = useTexts()
  return (
    <>
      <span className="cut" title={label}>
        {label}
      </span>
      {count !== undefined && <span className={styles.facetCount}>{format.number(count)}</span>}
    </>
  )
}
