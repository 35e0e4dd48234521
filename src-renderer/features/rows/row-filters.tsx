import { ActionIcon, Select, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ItemState, Reason } from '#contract/runs'
import { useTexts } from '../../locales/use-texts.tsx'
import { useSearchDraft } from '../../ui/use-search-draft.ts'
import { allReasons, allStates, allVerdicts, type asVerdict } from './row-filter.ts'
import styles from './rows-page.module.css'

type Filter = Partial<Record<'state' | 'reason' | 'verdict' | 'query', string | undefined>>
type Props = {
  state: ItemState | undefined
  reason: Reason | undefined
  verdict: ReturnType<typeof asVerdict>
  query: string
}

/** Words, state and reason; what is set stands as a chip that can be taken away. */
export function RowFilters({ state, reason, verdict, query }: Props) {
  const { rowsPage: words, common, reasons } = useTexts()
  const navigate = useNavigate({ from: '/datasets/$runId/rows' })

  function narrow(change: Filter): void {
    void navigate({
      search: (before) => {
        const next = Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined && value !== '')
        return Object.fromEntries(next)
      },
      replace: true,
    })
  }
  const chips: { label: string; drop: Filter }[] = [
    ...(state ? [{ label: words.is(words.state, common.state[state]), drop: { state: undefined } }] : []),
    ...(reason ? [{ label: words.is(words.reason, reasons[reason].word), drop: { reason: undefined } }] : []),
    ...(verdict ? [{ label: words.is(words.judged, words.judgedAs[verdict]), drop: { verdict: undefined } }] : []),
    ...(query ? [{ label: words.words(query), drop: { query: undefined } }] : []),
  ]

  return (
    <search className={`toolbar ${styles.filters}`} aria-label={words.filters}>
      <SearchField query={query} onSearch={(text) => narrow({ query: text })} />
      <Select
        className={styles.select}
        aria-label={words.state}
        placeholder={words.stateAny}
        value={state ?? null}
        onChange={(value) => narrow({ state: value ?? undefined })}
        data={allStates.map((value) => ({ value, label: common.state[value] }))}
      />
      <Select
        className={styles.select}
        aria-label={words.reason}
        placeholder={words.reasonAny}
        value={reason ?? null}
        searchable
        onChange={(value) => narrow({ reason: value ?? undefined })}
        data={allReasons.map((value) => ({ value, label: reasons[value].word }))}
      />
      <Select
        className={styles.select}
        aria-label={words.judged}
        placeholder={words.judgedAny}
        value={verdict ?? null}
        onChange={(value) => narrow({ verdict: value ?? undefined })}
        data={allVerdicts.map((value) => ({ value, label: words.judgedAs[value] }))}
      />
      {chips.map(({ label, drop }) => (
        <span key={label} className="chip accent">
          <span className="cut">{label}</span>
          <ActionIcon size="xs" aria-label={words.drop(label)} onClick={() => narrow(drop)}>
            <IconX size={12} stroke={1.5} />
          </ActionIcon>
        </span>
      ))}
    </search>
  )
}

function SearchField({ query, onSearch }: { query: string; onSearch: (query: string) => void }) {
  const { rowsPage: words } = useTexts()
  const [draft, setDraft] = useSearchDraft(query, onSearch)

  return (
    <TextInput
      type="search"
      className={styles.search}
      aria-label={words.search}
      placeholder={words.searchPlaceholder}
      maxLength={500}
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
      rightSection={
        draft !== '' && (
          <ActionIcon size="xs" aria-label={words.clear} onClick={() => setDraft('')}>
            <IconX size={14} stroke={1.5} />
          </ActionIcon>
        )
      }
    />
  )
}
