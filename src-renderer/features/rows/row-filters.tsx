import { ActionIcon, Button, Checkbox, Popover } from '@mantine/core'
import { IconColumns3, IconFilter, IconX } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { memo } from 'react'
import type { RowFilter } from '#contract/rows'
import type { ItemState } from '#contract/runs'
import { useTexts } from '../../locales/use-texts.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { FilterFields } from './filter-fields.tsx'
import { type RowColumn, type RowSearch, rowColumns, stateSearch } from './row-filter.ts'
import styles from './rows-page.module.css'

/** Changes what is named; undefined takes a filter away. */
export type Narrow = (change: { [K in keyof RowSearch]?: RowSearch[K] | undefined }) => void

type Props = {
  filter: RowFilter
  columns: ReadonlySet<RowColumn>
  onColumns: (columns: ReadonlySet<RowColumn>) => void
}

/** Words, and what else narrows; what is set stands as a chip that can be taken away. */
export const RowFilters = memo(function RowFilters({ filter, columns, onColumns }: Props) {
  const { rowsPage: words } = useTexts()
  const navigate = useNavigate({ from: '/datasets/$runId/rows' })
  const chips = useChips(filter)

  const narrow: Narrow = (change) => {
    void navigate({
      search: (before) => {
        const next = Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined && value !== '')
        return Object.fromEntries(next)
      },
      replace: true,
    })
  }

  return (
    <search className={`toolbar ${styles.filters}`} aria-label={words.filters}>
      <SearchField
        label={words.search}
        placeholder={words.searchPlaceholder}
        className={styles.search}
        query={filter.query ?? ''}
        onSearch={(query) => narrow({ query })}
      />
      <Popover
        {...{ position: 'bottom-start', width: 320, withinPortal: false, trapFocus: true, withRoles: false }}
        middlewares={{ size: { padding: 8 } }}
      >
        <Popover.Target>
          <Button leftSection={<IconFilter size={16} stroke={1.5} aria-hidden />}>{words.filter}</Button>
        </Popover.Target>
        <Popover.Dropdown className={styles.fields}>
          <FilterFields filter={filter} onNarrow={narrow} />
        </Popover.Dropdown>
      </Popover>
      {chips.map(({ label, drop }) => (
        <span key={label} className="chip accent">
          <span className="cut">{label}</span>
          <ActionIcon size="xs" aria-label={words.drop(label)} onClick={() => narrow(drop)}>
            <IconX size={12} stroke={1.5} />
          </ActionIcon>
        </span>
      ))}
      <span className="end">
        <Popover position="bottom-end" withinPortal={false} trapFocus withRoles={false}>
          <Popover.Target>
            <Button leftSection={<IconColumns3 size={16} stroke={1.5} aria-hidden />}>{words.columnsShown}</Button>
          </Popover.Target>
          <Popover.Dropdown>
            <ColumnChooser columns={columns} onColumns={onColumns} />
          </Popover.Dropdown>
        </Popover>
      </span>
    </search>
  )
})

function useChips(filter: RowFilter): { label: string; drop: Parameters<Narrow>[0] }[] {
  const { rowsPage: words, common, reasons } = useTexts()
  const wordOf = (state: ItemState) => (state === 'running' ? words.writtenOrInLine : common.state[state])
  const { states = [], reason, verdict, edited, noted, query, persona, minLength, maxLength } = filter
  return [
    ...(query ? [{ label: words.words(query), drop: { query: undefined } }] : []),
    ...states.map((state, at) => ({
      label: at === 0 ? words.is(words.state, wordOf(state)) : words.orIs(wordOf(state)),
      drop: stateSearch(states.filter((each) => each !== state)),
    })),
    ...(reason ? [{ label: words.is(words.reason, reasons[reason].word), drop: { reason: undefined } }] : []),
    ...(verdict ? [{ label: words.judgedIs[verdict], drop: { verdict: undefined } }] : []),
    ...(edited === undefined ? [] : [{ label: words.editedIs[edited ? 'yes' : 'no'], drop: { edited: undefined } }]),
    ...(noted === undefined ? [] : [{ label: words.notedIs[noted ? 'yes' : 'no'], drop: { noted: undefined } }]),
    ...(persona ? [{ label: words.personaWords(persona), drop: { persona: undefined } }] : []),
    ...(minLength === undefined ? [] : [{ label: words.longer(minLength), drop: { minLength: undefined } }]),
    ...(maxLength === undefined ? [] : [{ label: words.shorter(maxLength), drop: { maxLength: undefined } }]),
  ]
}

function ColumnChooser({ columns, onColumns }: Pick<Props, 'columns' | 'onColumns'>) {
  const { rowsPage: words } = useTexts()
  return (
    <fieldset className="stack s2">
      <legend className="vh">{words.columnsShown}</legend>
      {rowColumns.map((column) => (
        <Checkbox
          key={column}
          size="xs"
          label={words.columns[column]}
          description={column === 'reason' ? words.reasonShown : undefined}
          checked={columns.has(column)}
          // The texts are what the table is for.
          disabled={column === 'text'}
          onChange={(event) => {
            const isShown = event.currentTarget.checked
            onColumns(new Set(rowColumns.filter((each) => (each === column ? isShown : columns.has(each)))))
          }}
        />
      ))}
    </fieldset>
  )
}
