// biome-ignore-all lint/a11y/useSemanticElements: lines placed by the virtual list cannot be rows of a table
import { Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type KeyboardEvent, useEffect, useEffectEvent, useId, useRef } from 'react'
import type { Row, RowSort } from '#contract/rows'
import { useTexts } from '../../locales/use-texts.tsx'
import { StateWord } from '../../ui/state-sign.tsx'
import { nextSort, type RowColumn, rowColumns, sortedAs } from './row-filter.ts'
import styles from './rows-page.module.css'
import type { Selection } from './use-selection.ts'

const rowHeightPx = 32
const lookAhead = 40
/** No more of a text than fits a wide screen's line. */
const startLength = 240
const widths: Record<RowColumn, string> = {
  number: '3.5rem',
  state: '7.5rem',
  persona: 'minmax(4rem, 1fr)',
  text: 'minmax(6rem, 2fr)',
  reason: 'minmax(0, 8rem)',
}

type Props = {
  rows: readonly Row[]
  total: number
  /** The place of the row that is read; -1 for none. */
  chosen: number
  /** The table goes back to its top whenever this changes: the filter. */
  topKey: string
  onNearEnd: () => void
  onMove: (steps: number) => void
  onChoose: (rowId: number) => void
  selection: Selection
  /** Adds a row to those chosen together, or drops it; with `range` all from the last one on. */
  onToggle: (at: number, range: boolean) => void
  onToggleAll: () => void
  columns: ReadonlySet<RowColumn>
  sort: RowSort
  onSort: (sort: RowSort) => void
}

/** A table over everything, of which only what is in sight stands in the page. */
export function RowsTable({
  rows,
  total,
  chosen,
  topKey,
  onNearEnd,
  onMove,
  onChoose,
  selection,
  onToggle,
  onToggleAll,
  columns,
  sort,
  onSort,
}: Props) {
  const { rowsPage: words } = useTexts()
  const id = useId()
  const shownColumns = rowColumns.filter((column) => columns.has(column))
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
    scrollPaddingStart: rowHeightPx,
  })
  const shown = virtualizer.getVirtualItems()
  const isNearEnd = (shown.at(-1)?.index ?? -1) >= rows.length - lookAhead && rows.length < total

  const fetchMore = useEffectEvent(onNearEnd)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that came in may still leave the end near
  useEffect(() => {
    if (isNearEnd) fetchMore()
  }, [isNearEnd, rows.length])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the reason, not an ingredient
  useEffect(() => {
    // In braces: newer browsers give back a promise, which is no way to clean up.
    scroller.current?.scrollTo({ top: 0 })
  }, [topKey])

  useEffect(() => {
    if (chosen >= 0) virtualizer.scrollToIndex(chosen)
  }, [chosen, virtualizer])

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === ' ' && chosen >= 0 && event.target === scroller.current) {
      event.preventDefault()
      return onToggle(chosen, event.shiftKey)
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeightPx) - 2)
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -rows.length,
      End: rows.length,
    }
    const step = steps[event.key] ?? (event.key === 'Enter' && chosen < 0 ? 1 : undefined)
    if (step === undefined) return
    event.preventDefault()
    onMove(step)
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={words.table}
      aria-rowcount={total + 1}
      aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
      tabIndex={0}
      className={styles.table}
      style={
        { '--rows-columns': ['1.25rem', ...shownColumns.map((column) => widths[column])].join(' ') } as CSSProperties
      }
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={styles.headGroup}>
        <div role="row" aria-rowindex={1} tabIndex={-1} className={`${styles.line} ${styles.head}`}>
          <span role="columnheader" tabIndex={-1}>
            <Checkbox
              size="xs"
              aria-label={words.chooseAll}
              checked={selection.all}
              indeterminate={!selection.all && selection.ids.size > 0}
              onChange={onToggleAll}
            />
          </span>
          {shownColumns.map((column) => (
            <Head key={column} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const row = rows[index]
          return (
            row && (
              <Line
                key={row.id}
                id={`${id}-${index}`}
                row={row}
                index={index}
                start={start}
                isChosen={index === chosen}
                isSelected={selection.all || selection.ids.has(row.id)}
                columns={columns}
                onChoose={onChoose}
                onToggle={onToggle}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

/** The head of a column; where rows can be put in its order, it is a button. */
function Head({ column, sort, onSort }: { column: RowColumn; sort: RowSort; onSort: Props['onSort'] }) {
  const { rowsPage: words } = useTexts()
  const next = nextSort(column, sort)
  const sorted = sortedAs(column, sort)
  const word = words.columns[column]
  return (
    <span
      role="columnheader"
      tabIndex={-1}
      aria-sort={sorted}
      className={column === 'number' ? `num ${styles.number}` : 'cut'}
    >
      {next === undefined ? (
        word
      ) : (
        <button type="button" className={styles.sort} title={words.sortBy(word)} onClick={() => onSort(next)}>
          {word}
          {sorted === 'ascending' && <IconArrowUp size={12} stroke={1.5} aria-hidden />}
          {sorted === 'descending' && <IconArrowDown size={12} stroke={1.5} aria-hidden />}
        </button>
      )}
    </span>
  )
}

type LineProps = {
  id: string
  row: Row
  index: number
  start: number
  isChosen: boolean
  isSelected: boolean
  onChoose: (rowId: number) => void
  onToggle: Props['onToggle']
  columns: Props['columns']
}

function Line({ id, row, index, start, isChosen, isSelected, onChoose, onToggle, columns }: LineProps) {
  const { rowsPage: words, reasons, format } = useTexts()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it hears the keys
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      tabIndex={-1}
      className={styles.line}
      style={{ transform: `translateY(${start}px)` }}
      data-selected={isSelected}
      onClick={(event) => (event.shiftKey ? onToggle(index, true) : onChoose(row.id))}
    >
      <span role="gridcell" tabIndex={-1}>
        <Checkbox
          size="xs"
          tabIndex={-1}
          aria-label={words.choose(row.position + 1)}
          checked={isSelected}
          onClick={(event) => {
            event.stopPropagation()
            onToggle(index, event.shiftKey)
          }}
          onChange={() => undefined}
        />
      </span>
      {columns.has('number') && (
        <span role="gridcell" tabIndex={-1} className={`num faint ${styles.number}`}>
          {format.number(row.position + 1)}
        </span>
      )}
      {columns.has('state') && (
        <span role="gridcell" tabIndex={-1} className="cut">
          <StateWord state={row.state} />
        </span>
      )}
      {columns.has('persona') && (
        <span role="gridcell" tabIndex={-1} className="cut dim" dir="auto">
          {row.persona.slice(0, startLength)}
        </span>
      )}
      <span role="gridcell" tabIndex={-1} className="cut" dir="auto">
        {row.verdict && <span className={`chip ${styles.verdict}`}>{words.verdict[row.verdict]}</span>}
        {row.editedText !== null && <span className={`chip ${styles.verdict}`}>{words.edited}</span>}
        {(row.editedText ?? row.text).slice(0, startLength)}
      </span>
      {columns.has('reason') && (
        <span role="gridcell" tabIndex={-1} className="cut dim">
          {row.reasons.map((reason) => reasons[reason].word).join(', ')}
        </span>
      )}
    </div>
  )
}
