import { Button } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { memo, useCallback, useDeferredValue, useMemo, useState } from 'react'
import { discardReasons } from '#contract/discard-reasons'
import type { Row, RowSort } from '#contract/rows'
import type { Run } from '#contract/runs'
import { keyOf } from '../../client/key-of.ts'
import { useBin } from '../../client/use-bin.ts'
import { useTextsInLine } from '../../client/use-changed-rows.ts'
import { useLetterKeys } from '../../client/use-letter-keys.ts'
import { useRemoveRun } from '../../client/use-remove-run.tsx'
import { useRenameRun } from '../../client/use-rename-run.ts'
import { useRequest } from '../../client/use-request.ts'
import { useReview } from '../../client/use-review.ts'
import { useRows } from '../../client/use-rows.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { DatasetPage } from '../../ui/dataset-page.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { isTyping } from '../../ui/is-typing.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { KeySheet } from '../../ui/key-sheet.tsx'
import { KnownRun } from '../../ui/known-run.tsx'
import { lastPlace } from '../../ui/last-places.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'
import { stepSaid, toExplain } from './last-step.ts'
import { RowDetail } from './row-detail.tsx'
import { filterFrom } from './row-filter.ts'
import { RowFilters } from './row-filters.tsx'
import { startLength } from './row-line.tsx'
import styles from './rows-page.module.css'
import { RowsTable } from './rows-table.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useColumns, useShownColumns } from './use-columns.ts'
import { useNarrowing } from './use-narrowing.ts'
import { useReading } from './use-reading.ts'
import { countSelected, useSelection } from './use-selection.ts'
import { WhyAsked } from './why-asked.tsx'

/** Every row of a dataset, narrowed by the address, and the one that is read. */
export function RowsPage({ runId }: { runId: number }) {
  const run = useRequest('run.show', { runId })
  const renaming = useRenameRun(runId)
  const removing = useRemoveRun({ leaves: true })
  const bin = useBin()
  return (
    <KnownRun of={run} bin={bin}>
      {(known) => (
        <DatasetPage run={known} view="rows" renaming={renaming} removing={removing}>
          <RowsView run={known} />
        </DatasetPage>
      )}
    </KnownRun>
  )
}

function RowsView({ run }: { run: Run }) {
  const { rowsPage: words } = useTexts()
  const narrowing = useNarrowing()
  // The table is drawn in pieces, apart from the key or the press that narrows it.
  const search = useDeferredValue(narrowing)
  const navigate = useNavigate({ from: '/datasets/$runId/rows' })
  // Pages come and go while the table scrolls: what stands around it is not drawn again for that.
  const filter = useMemo(() => filterFrom(run.id, search), [run.id, search])
  const wanted = useMemo(() => filterFrom(run.id, narrowing), [run.id, narrowing])
  const sort = search.sort ?? 'planned'
  const filterKey = JSON.stringify({ filter, sort })
  const list = useRows({ ...filter, sort }, { cut: startLength, startAt: lastPlace(filterKey) })
  const { total, isCounted, at, hasCome, error, isStale } = list
  useTextsInLine(run.id)
  const review = useReview(run.id)
  const isKey = useLetterKeys()
  const { selection, problem, toggle, chooseAll, clear, putAway } = useSelection(filterKey, list.idsBetween)
  const [isEditing, setIsEditing] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  const [showsSimilar, setShowsSimilar] = useState(false)
  const hideKeys = useCallback(() => setShowsKeys(false), [])
  const [columns, setColumns] = useColumns()
  const reading = useReading(list, { ...filter, sort }, () => setIsEditing(false))
  const { rowId, move } = reading
  const shownColumns = useShownColumns(columns, run, rowId !== undefined)
  const whole = run.counts.planned
  const selected = countSelected(selection, total)
  const said = [
    isCounted && words.found(total, whole),
    !isCounted && !error && words.counting(whole),
    list.isPartial && words.partial,
    stepSaid(review.lastStep, words),
  ]
  const asked = selected === 0 ? toExplain(review.lastStep, rowId) : undefined
  // A row that is read tells it beside its own buttons.
  const unjudged = rowId === undefined ? review.error : null
  const trouble = error ?? problem ?? reading.problem ?? unjudged

  function sortBy(next: RowSort): void {
    void navigate({
      search: ({ sort: _, ...rest }) => (next === 'planned' ? rest : { ...rest, sort: next }),
      replace: true,
    })
  }

  /** Of the rows chosen together or, without any, of the one that is read. */
  function setVerdict(verdict: Row['verdict']): void {
    if (selected > 0) {
      const { verdict: now, runId: _, ...others } = filter
      const ids = [...selection.ids]
      const which = selection.all ? { ...others, ...(now ? { judged: now } : {}), exceptIds: ids } : { rowIds: ids }
      // At once, because the next key is for the row that is read.
      const takeBack = putAway()
      return void review.changeMany({ ...which, verdict }).then((isStored) => isStored || takeBack())
    }
    const chosen = reading.current()
    if (chosen) void review.change(chosen, { verdict: chosen.verdict === verdict ? null : verdict })
  }

  // On the window: what had the focus goes with the row that is left, and keys are printed that must do something.
  useWindowEvent('keydown', (event) => {
    if (isTyping(event)) return
    const key = keyOf(event)
    if ((event.ctrlKey || event.metaKey) && key === 'z' && !event.shiftKey) return void review.undo()
    if ((event.ctrlKey || event.metaKey) && key === 'a') {
      event.preventDefault()
      return chooseAll()
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !isKey(event)) return
    if (key === '?') return setShowsKeys(true)
    if (key === 'u') return void review.undo()
    const reason = asked && discardReasons[Number(key) - 1]
    if (reason) return void review.explainLast(reason)
    if (key === 'Escape' && selected > 0) return clear()
    if (key === 'Escape' && rowId) return reading.read(undefined)
    // Arrows walk the table that has the focus, and scroll a text that has it; else they do what J and K do.
    const arrow = event.target === document.body ? { ArrowDown: 1, ArrowUp: -1 }[key] : undefined
    if (arrow) event.preventDefault()
    const step = arrow ?? { j: 1, k: -1 }[key]
    if (step) return move(step)
    const isVerb = ['a', 'r', 'e'].includes(key)
    // A key held a moment longer must not judge the row that it brought.
    if (isVerb && event.repeat) return
    // What is not read yet is not judged: the key brings the first row, as J does.
    if (isVerb && (selected === 0 || key === 'e') && !reading.hasBegun()) return move(1)
    if (key === 'a') return setVerdict('kept')
    if (key === 'r') return setVerdict('discarded')
    if (key === 'f' && rowId !== undefined) return setShowsSimilar(!showsSimilar)
    if (key !== 'e' || !reading.current()?.text) return
    // Else the letter would be the first one that is typed.
    event.preventDefault()
    setIsEditing(true)
  })

  return (
    <div className={styles.page} data-open={rowId !== undefined}>
      <RowFilters filter={wanted} columns={columns} onColumns={setColumns} />
      <div className={styles.panes}>
        <div className={styles.list} style={isStale ? { opacity: 0.6 } : undefined}>
          {trouble && (
            <div className={styles.say}>
              <SayError error={trouble} onRetry={error ? list.refetch : undefined} />
            </div>
          )}
          {!error && !hasCome && (
            <div className={styles.waiting}>
              <SkeletonLines lines={12} pitch="table" />
            </div>
          )}
          {hasCome && total === 0 && whole > 0 && (
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
          {hasCome && whole === 0 && <EmptyState small title={words.emptyTitle} text={words.emptyText} />}
          {hasCome && total > 0 && (
            <RowsTable
              runId={run.id}
              start={run.start}
              total={total}
              isCounted={isCounted}
              at={at}
              chosen={reading.at}
              listKey={filterKey}
              onLook={list.look}
              onMove={move}
              onChoose={reading.read}
              selection={selection}
              onToggle={toggle}
              onToggleAll={selected > 0 && selection.all ? clear : chooseAll}
              columns={shownColumns}
              sort={sort}
              onSort={sortBy}
            />
          )}
        </div>
        {rowId !== undefined && (
          <RowDetail
            key={rowId}
            run={run}
            rowId={rowId}
            problem={review.error}
            isEditing={isEditing}
            onEdit={setIsEditing}
            opensTry={reading.opensTry}
            showsSimilar={showsSimilar}
            onSimilar={setShowsSimilar}
            onRead={reading.read}
            onDiscard={(rowIds) => void review.changeMany({ rowIds, verdict: 'discarded' })}
            onChange={review.change}
            onMove={move}
            onClose={() => reading.read(undefined)}
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
            {said.filter(Boolean).join(' ')}
          </span>
        )}
        {review.undoable > 0 && (
          <Button size="xs" variant="subtle" rightSection={<KeyHint keys="U" />} onClick={() => void review.undo()}>
            {words.undo}
          </Button>
        )}
        {asked && <WhyAsked chosen={asked.reason} onChoose={(reason) => void review.explainLast(reason)} />}
        {selected === 0 && !asked && <KeyLine />}
      </footer>
      <KeySheet sheet={words.sheet} opened={showsKeys} onClose={hideKeys} />
    </div>
  )
}

const KeyLine = memo(function KeyLine() {
  const { keys } = useTexts().rowsPage
  return (
    <span className={`end row ${styles.keys}`}>
      <KeyHint keys="J" />
      <KeyHint keys="K" /> {keys.move}
      <KeyHint keys="A" /> {keys.keep}
      <KeyHint keys="R" /> {keys.discard}
      <KeyHint keys="E" /> {keys.edit}
      <KeyHint keys="F" /> {keys.similar}
      <KeyHint keys="?" /> {keys.all}
    </span>
  )
})
