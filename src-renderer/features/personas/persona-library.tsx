import { ActionIcon, Button, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconBookmark, IconSearch, IconX } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { PersonaFilter } from '#contract/personas'
import { usePersonas } from '../../client/use-personas.ts'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'
import { useSearchDraft } from '../../ui/use-search-draft.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { PersonaFacets } from './persona-facets.tsx'
import { PersonaItem } from './persona-item.tsx'
import styles from './persona-library.module.css'
import { SaveSelection } from './save-selection.tsx'

/** Two lines of text with their meta line. */
const itemHeightPx = 88

export function PersonaLibrary({ whole }: { whole: number }) {
  const { personas: words, format } = useTexts()
  const { query = '', sourceId, selectionId } = useSearch({ from: '/personas' })
  const navigate = useNavigate({ from: '/personas' })
  const { data: sources } = useRequest('persona.sources', {})
  const [saving, setSaving] = useState(false)

  const filter: PersonaFilter = {
    ...(query ? { query } : {}),
    ...(sourceId === undefined ? {} : { sourceId }),
    ...(selectionId === undefined ? {} : { selectionId }),
  }
  const { total, at, look, hasCome, error, isStale, refetch } = usePersonas(filter)
  const isNarrowed = Object.keys(filter).length > 0

  function narrow(change: PersonaFilter): void {
    const next = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined && value !== '')
    void navigate({ search: Object.fromEntries(next), replace: true })
  }

  return (
    <div className={styles.library}>
      <PersonaFacets
        filter={filter}
        sources={sources ?? []}
        whole={whole}
        canCount={hasCome && !isStale}
        onNarrow={narrow}
      />
      <div className={styles.found}>
        <div className={`toolbar ${styles.bar}`}>
          <SearchField
            query={query}
            found={isNarrowed && hasCome ? words.found(total, whole) : format.number(whole)}
            onSearch={(text) => narrow({ query: text })}
          />
          <Button
            leftSection={<IconBookmark size={16} stroke={1.5} aria-hidden />}
            disabled={total === 0}
            onClick={() => setSaving(true)}
          >
            {words.save}
          </Button>
          <LinkButton to="/datasets/new" search={filter} variant="filled" disabled={total === 0}>
            {words.use}
          </LinkButton>
        </div>
        <div className={styles.list} style={isStale ? { opacity: 0.6 } : undefined}>
          {error && (
            <div className={styles.say}>
              <SayError error={error} onRetry={refetch} />
            </div>
          )}
          {!error && !hasCome && (
            <div className={styles.say}>
              <SkeletonLines lines={10} pitch="list" />
            </div>
          )}
          {hasCome && total === 0 && (
            <EmptyState
              small
              title={words.nothingTitle}
              text={words.nothingText(whole)}
              action={<Button onClick={() => void navigate({ search: {}, replace: true })}>{words.showAll}</Button>}
            />
          )}
          {hasCome && total > 0 && (
            <VirtualList
              label={words.list}
              total={total}
              at={at}
              itemKey={(persona) => persona.id}
              itemHeightPx={itemHeightPx}
              onLook={look}
              listKey={`personas ${JSON.stringify(filter)}`}
              footer={(first, last) => <StatusBar text={words.range(first + 1, last + 1, total)} />}
            >
              {(persona) => (
                <PersonaItem
                  persona={persona}
                  source={sources?.find(({ id }) => id === persona.sourceId)}
                  query={query}
                />
              )}
            </VirtualList>
          )}
        </div>
        {total === 0 && <StatusBar text={hasCome ? words.range(0, 0, 0) : ''} />}
      </div>
      <SaveSelection opened={saving} onClose={() => setSaving(false)} filter={filter} found={total} />
    </div>
  )
}

function StatusBar({ text }: { text: string }) {
  const { personas: words } = useTexts()
  return (
    <footer className={`statusbar ${styles.bar}`}>
      <span className="num">{text}</span>
      <span className="end row">
        <KeyHint keys="/" /> {words.keySearch}
      </span>
    </footer>
  )
}

type SearchProps = { query: string; found: string; onSearch: (query: string) => void }

function SearchField({ query, found, onSearch }: SearchProps) {
  const { personas: words } = useTexts()
  const field = useRef<HTMLInputElement>(null)
  const [draft, setDraft] = useSearchDraft(query, onSearch)

  useHotkeys([['/', () => field.current?.focus()]])

  return (
    <TextInput
      ref={field}
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
