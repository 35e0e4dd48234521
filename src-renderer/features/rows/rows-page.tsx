import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Row, RowSort } from '#contract/rows'
import type { Run } from '#contract/runs'
import { useLetterKeys } from '../../client/use-letter-keys.ts'
import { useRequest } from '../../client/use-request.ts'
import { useRows } from '../../client/use-rows.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { DatasetPage } from '../../ui/dataset-page.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { isTyping } from '../../ui/is-typing.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Crumb, Page } from '../../ui/page.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'
import { KeySheet } from '../../ui/key-sheet.tsx'
import { RowDetail } from './row-detail.tsx'
import { filterFrom } from './row-filter.ts'
import { RowFilters } from './row-filters.tsx'
import styles from './rows-page.module.css'
import { RowsTable } from './rows-table.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useColumns } from './use-columns.ts'
import { useReview } from './use-review.ts'
import { useSelection } from './use-selection.ts'

/** Every row of a dataset, narrowed by the address, and the one that is read. */
export function RowsPage({ runId }: { runId: number }) {
  const { datasets, run: words } = useTexts()
  const run = useRequest('run.show', { runId })
  if (!run.data) {
    return (
      <Page
        title={run.error ? words.unknownTitle : datasets.title}
        crumb={<Crumb to="/datasets">{datasets.crumb}</Crumb>}
      >
        <Loaded of={run} lines={12}>
          {() => null}
        </Loaded>
      </Page>
    )
  }
  return (
    <DatasetPage run={run.data} view="rows">
      <RowsView run={run.data} />
    </DatasetPage>
  )
}

function RowsView({ run }: { run: Run }) {
  const { rowsPage: words } = useTexts()
  const search = useSearch({ from: '/datasets/$runId/rows' })
  const navigate = useNavigate({ from: '/datasets/$runId/rows' })
  const filter = filterFrom(run.id, search)
  const sort = search.sort ?? 'planned'
  const filterKey = JSON.stringify({ filter, sort })
  const { rows, total, isPartial, error, isStale, refetch, fetchMore } = useRows({ ...filter, sort })
  const review = useReview()
  const isKey = useLetterKeys()
  const { selection, toggle, chooseAll, clear } = useSelection(filterKey)
  const [isEditing, setIsEditing] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  const [showsSimilar, setShowsSimilar] = useState(false)
  const [columns, setColumns] = useColumns()
  const whole = run.counts.planned
  const placeOf = (rowId: number | undefined) => rows?.findIndex(({ id }) => id === rowId) ?? -1
  const at = placeOf(search.row)
  /** The row that the keys act on: the next key may come before the last one is drawn. */
  const current = useRef(search.row)
  useEffect(() => {
    current.current = search.row
  }, [search.row])

  const selected = selection.all ? total : selection.ids.size

  function read(rowId: number | undefined): void {
    setIsEditing(false)
    current.current = rowId
    void navigate({ search: ({ row: _, ...rest }) => (rowId ? { ...rest, row: rowId } : rest), replace: true })
  }

  function move(steps: number): void {
    if (!rows || rows.length === 0) return
    const from = placeOf(current.current)
    const next = rows[from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + steps))]
    if (next) read(next.id)
  }

  function sortBy(next: RowSort): void {
    void navigate({
      search: ({ sort: _, ...rest }) => (next === 'planned' ? rest : { ...rest, sort: next }),
      replace: true,
    })
  }

  /** Of the rows chosen together or, without any, of the one that is read. */
  function setVerdict(verdict: Row['verdict']): void {
    if (selected > 0) {
      const { verdict: now, ...others } = filter
      const which = selection.all ? { ...others, ...(now ? { judged: now } : {}) } : { runId: run.id }
      review.changeMany({ ...which, verdict, ...(selection.all ? {} : { rowIds: [...selection.ids] }) })
      return clear()
    }
    const chosen = rows?.[placeOf(current.current)]
    if (chosen) void review.change(chosen, { verdict: chosen.verdict === verdict ? null : verdict })
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isTyping(event)) return
    if ((event.ctrlKey || event.metaKey) && event.key === 'z') return void review.undo()
    if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      event.preventDefault()
      return chooseAll()
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !isKey(event)) return
    if (event.key === '?') return setShowsKeys(true)
    if (event.key === 'u') return void review.undo()
    if (event.key === 'Escape' && selected > 0) return clear()
    if (event.key === 'Escape' && search.row) return read(undefined)
    if (event.key === 'j') return move(1)
    if (event.key === 'k') return move(-1)
    if (event.key === 'a') return setVerdict('kept')
    if (event.key === 'r') return setVerdict('discarded')
    if (event.key === 'f' && current.current !== undefined) return setShowsSimilar(!showsSimilar)
    if (event.key !== 'e' || !rows?.[placeOf(current.current)]?.text) return
    // Else the letter would be the first one that is typed.
    event.preventDefault()
    setIsEditing(true)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that bubble up from the table and the detail
    <div className={styles.page} data-open={search.row !== undefined} onKeyDown={onKeyDown}>
      <RowFilters filter={filter} columns={columns} onColumns={setColumns} />
      <div className={styles.panes}>
        <div className={styles.list} style={isStale ? { opacity: 0.6 } : undefined}>
          {error && (
            <div className={styles.say}>
              <SayError error={error} onRetry={() => void refetch()} />
            </div>
          )}
          {!error && !rows && <SkeletonLines lines={12} pitch="table" />}
          {rows && total === 0 && whole > 0 && (
            <EmptyState
              small
              title={words.nothingTitle}
              text={words.nothingText(whole)}
              action={
                <LinkButton to="/datasets/$runId/rows" params={{ runId: String(run.id) }} search={{}}>
                  {words.showAll}
                </LinkButton>
              }
            />
          )}
          {rows && whole === 0 && <EmptyState small title={words.emptyTitle} text={words.emptyText} />}
          {rows && total > 0 && (
            <RowsTable
              rows={rows}
              total={total}
              chosen={at}
              topKey={filterKey}
              onNearEnd={fetchMore}
              onMove={move}
              onChoose={read}
              selection={selection}
              onToggle={(place, range) => toggle(rows, place, range)}
              onToggleAll={selection.all ? clear : chooseAll}
              columns={columns}
              sort={sort}
              onSort={sortBy}
            />
          )}
        </div>
        {search.row !== undefined && (
          <RowDetail
            key={search.row}
            rowId={search.row}
            problem={review.error}
            isEditing={isEditing}
            onEdit={setIsEditing}
            showsSimilar={showsSimilar}
            onSimilar={setShowsSimilar}
            onRead={read}
            onDiscard={(rowIds) => review.changeMany({ runId: run.id, rowIds, verdict: 'discarded' })}
            onChange={review.change}
            onMove={move}
            onClose={() => read(undefined)}
          />
        )}
      </div>
      <footer className="statusbar">
        {selected > 0 ? (
          <SelectionBar
            count={selected}
            total={total}
            isBusy={review.isBusy}
            onVerdict={setVerdict}
            onAll={chooseAll}
            onClear={clear}
          />
        ) : (
          <span className="num" role="status">
            {words.found(total, whole)} {isPartial && words.partial}{' '}
            {review.changed !== undefined && words.undone(review.changed)}
          </span>
        )}
        {review.undoable > 0 && (
          <Button size="xs" variant="subtle" rightSection={<KeyHint keys="U" />} onClick={() => void review.undo()}>
            {words.undo}
          </Button>
        )}
        {selected === 0 && (
          <span className="end row">
            <KeyHint keys="J" />
            <KeyHint keys="K" /> {words.keys.move}
            <KeyHint keys="A" /> {words.keys.keep}
            <KeyHint keys="R" /> {words.keys.discard}
            <KeyHint keys="E" /> {words.keys.edit}
            <KeyHint keys="F" /> {words.keys.similar}
            <KeyHint keys="?" /> {words.keys.all}
          </span>
        )}
      </footer>
      <KeySheet sheet={words.sheet} opened={showsKeys} onClose={() => setShowsKeys(false)} />
    </div>
  )
}
