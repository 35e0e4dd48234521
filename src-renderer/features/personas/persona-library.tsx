import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconBookmark, IconSearch, IconX } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { Persona, PersonaFilter } from '#contract/personas'
import { firstError } from '../../client/first-error.ts'
import { usePersonas } from '../../client/use-personas.ts'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { personaFilterOf, personaSearchOf } from '../../persona-search.ts'
import { FilterChips } from '../../ui/filter-chips.tsx'
import { KeySheet } from '../../ui/key-sheet.tsx'
import { lastPlace } from '../../ui/last-places.ts'
import { SayError } from '../../ui/say-error.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'
import { usePersonaChips } from '../../ui/use-persona-chips.ts'
import { useSearchDraft } from '../../ui/use-search-draft.ts'
import { useStable } from '../../ui/use-stable.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { EditPersona } from './edit-persona.tsx'
import { LibraryBar } from './library-bar.tsx'
import { NoneFound } from './none-found.tsx'
import { PersonaFacets } from './persona-facets.tsx'
import { PersonaItem } from './persona-item.tsx'
import styles from './persona-library.module.css'
import { SaveSelection } from './save-selection.tsx'
import { useChosen } from './use-chosen.ts'
import { UseInDataset } from './use-in-dataset.tsx'
import { useNextFocus } from './use-next-focus.ts'
import type { PersonaActions } from './use-persona-actions.tsx'
import { usePersonaKeys } from './use-persona-keys.ts'

/** Two lines of text with their meta line. */
const itemHeightPx = 88

export function PersonaLibrary({ whole, actions }: { whole: number; actions: PersonaActions }) {
  const { personas: words, format } = useTexts()
  const filter = personaFilterOf(useSearch({ from: '/personas' }))
  const { query = '', sourceId, selectionId, archived } = filter
  const navigate = useNavigate({ from: '/personas' })
  const sources = useRequest('persona.sources', {})
  const [saving, setSaving] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)

  const [editing, setEditing] = useState<number>()
  const list = useRef<HTMLDivElement>(null)
  const selections = useRequest('selection.list', {})
  // Where the library is empty, the archive tells why.
  const inArchive = useRequest('persona.count', { archived: true }, { enabled: archived === true || whole === 0 })
  const of = archived ? inArchive.data?.count : whole

  const listKey = `personas ${JSON.stringify(filter)}`
  const { total, isCounted, at, look, hasCome, error, isStale, refetch } = usePersonas(filter, lastPlace(listKey))
  const isNarrowed = Object.keys(filter).length > 0

  const unread = firstError({ error, refetch }, sources, selections, inArchive)
  const inNumbers = of === undefined ? format.number(total) : words.found(total, of)
  const counted = isCounted ? inNumbers : ''
  const found = isNarrowed && hasCome ? counted : format.number(whole)

  const chosen = useChosen(filter, total)
  const nextFocus = useNextFocus(list, total)
  const putAway = useStable(chosen.putAway)
  const names = { source: nameOf(sources.data, sourceId), selection: nameOf(selections.data, selectionId) }
  function narrow(change: PersonaFilter): void {
    void navigate({ search: personaSearchOf({ ...filter, ...change }), replace: true })
  }
  const chips = usePersonaChips(filter, names, narrow)

  /** All that are chosen, or the one that is named. */
  function setArchived(
    isArchived: boolean,
    which: Parameters<typeof actions.setArchived>[1],
    personaId?: number,
  ): void {
    const focusNext = nextFocus((id) => (personaId === undefined ? chosen.has(id) : id === personaId))
    actions.setArchived(isArchived, which, () => {
      focusNext()
      return putAway(personaId)
    })
  }

  /** Those that are chosen or, without any, the one that is named. Archived ones come back instead. */
  function mark(personaId?: number): void {
    if (chosen.count > 0) setArchived(!archived, chosen.which())
    else if (personaId !== undefined) setArchived(!archived, { personaIds: [personaId] }, personaId)
  }

  const choose = useStable(chosen.toggle)
  const archiveOne = useStable(({ id, isArchived }: Persona) => setArchived(!isArchived, { personaIds: [id] }, id))

  usePersonaKeys(list, {
    onChoose: chosen.toggle,
    onChooseAll: chosen.chooseAll,
    onClear: chosen.clear,
    onEdit: setEditing,
    onArchive: mark,
    onUndo: actions.undo,
    onKeys: () => setShowsKeys(true),
  })

  const bar = { total, isArchive: archived === true, chosen, actions, onMark: () => mark() }

  return (
    <div className={styles.library}>
      <PersonaFacets
        filter={filter}
        sources={sources.data ?? []}
        whole={whole}
        canCount={isCounted && !isStale}
        onNarrow={narrow}
      />
      <div className={styles.found}>
        <div className={`toolbar ${styles.bar}`}>
          <SearchField query={query} found={found} onSearch={(text) => narrow({ query: text })} />
          <Button
            leftSection={<IconBookmark size={16} stroke={1.5} aria-hidden />}
            disabled={total === 0 || archived === true}
            onClick={() => setSaving(true)}
          >
            {chosen.count > 0 ? words.chosen.save(chosen.count) : words.save}
          </Button>
          <UseInDataset
            filter={filter}
            chosen={chosen}
            filters={chips.map(({ label }) => label)}
            disabled={total === 0 || archived === true}
          />
        </div>
        {chips.length > 0 && (
          <search className={`row wrap ${styles.chips}`} aria-label={words.filters}>
            <FilterChips chips={chips} dropLabel={words.chips.drop} />
          </search>
        )}
        <div ref={list} className={styles.list} style={isStale ? { opacity: 0.6 } : undefined}>
          {actions.error && (
            <div className={styles.say}>
              <SayError error={actions.error} />
            </div>
          )}
          {unread && (
            <div className={styles.say}>
              <SayError {...unread} />
            </div>
          )}
          {!error && !hasCome && (
            <div className={styles.say}>
              <SkeletonLines lines={10} pitch="list" />
            </div>
          )}
          {hasCome && total === 0 && (
            <NoneFound
              isArchive={archived === true}
              filters={chips.map(({ label }) => label)}
              whole={whole}
              archived={inArchive.data?.count}
              onShow={(shown) => void navigate({ search: personaSearchOf(shown), replace: true })}
            />
          )}
          {hasCome && total > 0 && (
            <VirtualList
              label={words.list}
              total={total}
              isCounted={isCounted}
              at={at}
              itemKey={(persona) => persona.id}
              itemHeightPx={itemHeightPx}
              onLook={look}
              listKey={listKey}
              footer={(first, last) => (
                <LibraryBar {...bar} inSight={isCounted ? words.range(first + 1, last + 1, total) : words.counting} />
              )}
            >
              {(persona) => (
                <PersonaItem
                  persona={persona}
                  source={sources.data?.find(({ id }) => id === persona.sourceId)}
                  query={query}
                  isChosen={chosen.has(persona.id)}
                  onChoose={choose}
                  onEdit={setEditing}
                  onArchive={archiveOne}
                />
              )}
            </VirtualList>
          )}
        </div>
        {total === 0 && <LibraryBar {...bar} inSight={hasCome ? words.range(0, 0, 0) : ''} />}
      </div>
      <EditPersona
        personaId={editing}
        sources={sources.data ?? []}
        actions={actions}
        onClose={() => setEditing(undefined)}
      />
      <KeySheet sheet={words.sheet} opened={showsKeys} onClose={() => setShowsKeys(false)} />
      <SaveSelection
        opened={saving}
        onClose={() => setSaving(false)}
        which={chosen.count > 0 ? chosen.which() : filter}
        found={chosen.count || total}
      />
    </div>
  )
}

function nameOf(all: readonly { id: number; name: string }[] | undefined, id: number | undefined): string | undefined {
  return all?.find((each) => each.id === id)?.name
}

type SearchProps = { query: string; found: string; onSearch: (query: string) => void }

function SearchField({ query, found, onSearch }: SearchProps) {
  const { personas: words } = useTexts()
  const [draft, setDraft] = useSearchDraft(query, onSearch)

  return (
    <TextInput
      type="search"
      className="grow"
      aria-label={words.search}
      placeholder={words.searchPlaceholder}
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      maxLength={500}
      leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
      rightSectionWidth="auto"
      rightSection={
        <span className={styles.count}>
          {found}
          {draft !== '' && (
            <ActionIcon size="xs" aria-label={words.clear} onClick={() => setDraft('')}>
              <IconX size={14} stroke={1.5} />
            </ActionIcon>
          )}
        </span>
      }
    />
  )
}
