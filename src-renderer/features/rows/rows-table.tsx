// biome-ignore-all lint/a11y/useSemanticElements: lines placed by the virtual list cannot be rows of a table
import { Checkbox } from '@mantine/core'
import { useViewportSize } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { type CSSProperties, type KeyboardEvent, type MouseEvent, memo, useEffect, useEffectEvent, useId } from 'react'
import type { Row, RowSort } from '#contract/rows'
import { useWriting } from '../../client/use-writing.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { lastPlace, rememberPlace } from '../../ui/last-places.ts'
import { useTallList } from '../../ui/use-tall-list.ts'
import { nextSort, type RowColumn, rowColumns, sortedAs } from './row-filter.ts'
import { Line, lettersIn, PendingLine } from './row-line.tsx'
import styles from './rows-page.module.css'
import { countSelected, isSelected, type Selection } from './use-selection.ts'

const rowHeightPx = 32
const widths: Record<RowColumn, string> = {
  number: '3.5rem',
  state: '7.75rem',
  persona: 'minmax(4rem, 1fr)',
  text: 'minmax(6rem, 2fr)',
  reason: 'minmax(0, 8rem)',
}

type Props = {
  runId: number
  /** Of all its texts. */
  start: string
  total: number
  /** False while `total` is only what has come. */
  isCounted: boolean
  /** The row at a place; undefined where it has not come. */
  at: (place: number) => Row | undefined
  /** The place of the row that is read; -1 for none. */
  chosen: number
  /** What the table shows: another list begins at its top, and on the way back to this one it stands where it was left. */
  listKey: string
  /** Told the places that are in sight. */
  onLook: (first: number, last: number) => void
  onMove: (steps: number) => void
  onChoose: (rowId: number, place: number) => void
  selection: Selection
  /** Adds a row to those chosen together, or drops it; with `range` all from the last one on. */
  onToggle: (rowId: number, place: number, range: boolean) => void
  onToggleAll: () => void
  columns: ReadonlySet<RowColumn>
  sort: RowSort
  onSort: (sort: RowSort) => void
}

/** A table over everything, of which only what is in sight stands in the page. */
export function RowsTable(props: Props) {
  const { total, isCounted, at, chosen, listKey, onLook, onMove, onChoose, selection, onToggle, onToggleAll } = props
  const { runId, start, columns, sort, onSort } = props
  const inWork = new Set(useWriting(runId).map(({ rowId }) => rowId))
  const { rowsPage: words } = useTexts()
  const id = useId()
  const letters = lettersIn(useViewportSize().width)
  const shownColumns = rowColumns.filter((column) => columns.has(column))
  const { scroller, first, last, drawn, seatOf, heightPx, topOf, linesInView, show } = useTallList({
    ...{ count: total, linePx: rowHeightPx, headPx: rowHeightPx, around: 12 },
    ...{ topKey: listKey, startAt: lastPlace(listKey) },
  })
  // In the page lines stay where they are, whatever row they show; `aria-owns` tells the order.
  const seated = drawn.toSorted((one, other) => seatOf(one) - seatOf(other))
  const isDrawn = chosen >= (drawn[0] ?? 0) && chosen <= (drawn.at(-1) ?? -1)

  useEffect(() => {
    onLook(first, last)
    rememberPlace(listKey, first)
  }, [first, last, listKey, onLook])

  const showChosen = useEffectEvent(show)
  useEffect(() => {
    if (chosen >= 0) showChosen(chosen)
  }, [chosen])

  function onKeyDown(event: KeyboardEvent): void {
    const row = at(chosen)
    // On a head or a box Enter and the space bar press that.
    const isOnTable = event.target === scroller.current
    if (event.key === ' ' && row && isOnTable) {
      event.preventDefault()
      return onToggle(row.id, chosen, event.shiftKey)
    }
    const page = Math.max(1, linesInView - 1)
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -total,
      End: total,
    }
    const step = steps[event.key] ?? (event.key === 'Enter' && chosen < 0 && isOnTable ? 1 : undefined)
    if (step === undefined) return
    event.preventDefault()
    onMove(step)
  }

  /** One listener for all lines: they come and go with every step of the scrollbar. */
  function onClick(event: MouseEvent): void {
    const target = event.target as HTMLElement
    const place = Number(target.closest<HTMLElement>('[data-place]')?.dataset['place'])
    const row = at(place)
    if (!row) return
    // A line goes when it leaves the view, and would take the keys with it.
    scroller.current?.focus({ preventScroll: true })
    if (target instanceof HTMLInputElement || event.shiftKey) onToggle(row.id, place, event.shiftKey)
    else onChoose(row.id, place)
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={words.table}
      aria-rowcount={isCounted ? total + 1 : -1}
      aria-activedescendant={isDrawn ? `${id}-${chosen}` : undefined}
      tabIndex={0}
      className={styles.table}
      style={
        { '--rows-columns': ['1.25rem', ...shownColumns.map((column) => widths[column])].join(' ') } as CSSProperties
      }
      onKeyDown={onKeyDown}
    >
      <HeadLine
        isAll={selection.all && selection.ids.size === 0}
        isSome={selection.ids.size > 0 && countSelected(selection, total) > 0}
        columns={columns}
        sort={sort}
        onToggleAll={onToggleAll}
        onSort={onSort}
      />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it hears the keys */}
      <div
        role="rowgroup"
        aria-owns={drawn.map((place) => `${id}-${place}`).join(' ')}
        tabIndex={-1}
        className={styles.body}
        style={{ height: heightPx }}
        onClick={onClick}
      >
        {seated.map((place) => {
          const row = at(place)
          return row ? (
            <Line
              key={seatOf(place)}
              id={`${id}-${place}`}
              row={row}
              start={start}
              place={place}
              topPx={topOf(place)}
              isChosen={place === chosen}
              isSelected={isSelected(selection, row.id)}
              isInWork={inWork.has(row.id)}
              columns={columns}
              letters={letters}
            />
          ) : (
            <PendingLine key={seatOf(place)} id={`${id}-${place}`} place={place} topPx={topOf(place)} />
          )
        })}
      </div>
    </div>
  )
}

type HeadLineProps = Pick<Props, 'columns' | 'sort' | 'onToggleAll' | 'onSort'> & { isAll: boolean; isSome: boolean }

/** Not drawn again while the lines below it scroll. */
const HeadLine = memo(function HeadLine({ isAll, isSome, columns, sort, onToggleAll, onSort }: HeadLineProps) {
  const { rowsPage: words } = useTexts()
  return (
    <div role="rowgroup" className={styles.headGroup}>
      <div role="row" aria-rowindex={1} tabIndex={-1} className={`${styles.line} ${styles.head}`}>
        <span role="columnheader" tabIndex={-1}>
          <Checkbox
            size="xs"
            aria-label={words.chooseAll}
            checked={isAll}
            indeterminate={isSome}
            onChange={onToggleAll}
          />
        </span>
        {rowColumns
          .filter((column) => columns.has(column))
          .map((column) => (
            <Head key={column} column={column} sort={sort} onSort={onSort} />
          ))}
      </div>
    </div>
  )
})

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
