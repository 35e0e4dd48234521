import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type MouseEvent, memo, startTransition, useEffect, useId, useRef, useState } from 'react'
import type { Row } from '#contract/rows'
import { badStates, type Run } from '#contract/runs'
import { useRows } from '../../client/use-rows.ts'
import { useWriting } from '../../client/use-writing.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { isOverruled, stateInWork } from '../../ui/shown-state.ts'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'
import type { ShownState } from '../../ui/state-sign.tsx'
import styles from './run-page.module.css'

/** More cells than these would make the page heavy. */
const mostCells = 2000
const pageSize = 500
const stripLength = 50
/** So many more are drawn with each frame as the page comes: all at once would hold it up. */
const stripsAFrame = 10

/** The product of personas and template: one cell an item, in planned order. Enter or a click opens the row. */
export function Cloth({ run }: { run: Run }) {
  const { run: words } = useTexts()
  const writing = useWriting(run.id)
  const { total, at, look, hasCome, error, refetch } = useRows({ runId: run.id }, { pageSize, cut: 0 })
  useEffect(() => look(0, mostCells - 1), [look])

  if (error) return <SayError error={error} onRetry={refetch} />
  if (!hasCome) return <SkeletonLines lines={3} />
  const rows: Row[] = []
  // Up to the first that has not come, so that no cell moves.
  for (let row = at(0); row && rows.length < Math.min(total, mostCells); row = at(rows.length)) rows.push(row)
  const inWork = new Set(writing.map(({ rowId }) => rowId))
  const { planned } = run.counts
  return (
    <div className="stack s1">
      <p className="faint sm">
        {words.cloth.label}. {planned > mostCells && `${words.cloth.part(mostCells, planned)} `}
        {words.cloth.hint}
      </p>
      <Cells runId={run.id} rows={rows} inWork={inWork} />
    </div>
  )
}

type CellsProps = { runId: number; rows: readonly Row[]; inWork: ReadonlySet<number> }

function Cells({ runId, rows, inWork }: CellsProps) {
  const { run: words } = useTexts()
  const navigate = useNavigate()
  const id = useId()
  const cloth = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const strips = useGrowing(Math.ceil(rows.length / stripLength))

  function open(at: number): void {
    const row = rows[at]
    if (row) void navigate({ to: '/datasets/$runId/rows', params: { runId: String(runId) }, search: { row: row.id } })
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') return open(active)
    const line = cloth.current ? getComputedStyle(cloth.current).gridTemplateColumns.split(' ').length : 1
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: line, ArrowUp: -line }
    const ends: Record<string, number> = { Home: 0, End: rows.length - 1 }
    const step = steps[event.key]
    const next = step === undefined ? ends[event.key] : active + step
    if (next === undefined) return
    event.preventDefault()
    const kept = Math.min(rows.length - 1, Math.max(0, next))
    setActive(kept)
    cloth.current?.children[kept]?.scrollIntoView({ block: 'nearest' })
  }

  function onClick({ target }: MouseEvent): void {
    open(Array.from(cloth.current?.children ?? []).indexOf(target as HTMLElement))
  }

  return (
    <div
      ref={cloth}
      role="listbox"
      aria-label={words.cloth.label}
      aria-activedescendant={rows.length > 0 ? id : undefined}
      tabIndex={0}
      className={styles.cloth}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      {Array.from({ length: strips }, (_, strip) => {
        const first = strip * stripLength
        return (
          <Strip
            key={first}
            rows={rows.slice(first, first + stripLength)}
            inWork={inWork}
            active={active >= first && active < first + stripLength ? active - first : -1}
            activeId={id}
          />
        )
      })}
    </div>
  )
}

/** How many strips are drawn by now, of so many. */
function useGrowing(strips: number): number {
  const [drawn, setDrawn] = useState(stripsAFrame)
  const isWhole = drawn >= strips
  useEffect(() => {
    if (isWhole) return
    const frame = requestAnimationFrame(() => startTransition(() => setDrawn(drawn + stripsAFrame)))
    return () => cancelAnimationFrame(frame)
  }, [drawn, isWhole])
  return Math.min(drawn, strips)
}

/** What an export will do with it: a discarded row that passed is no longer drawn as one, and a kept one is. */
function drawnAs(row: Row, state: ShownState): ShownState | 'discarded' {
  if (isOverruled(row)) return 'discarded'
  return row.verdict === 'kept' && (badStates as readonly ShownState[]).includes(state) ? 'accepted' : state
}

type StripProps = {
  rows: readonly Row[]
  inWork: ReadonlySet<number>
  /** The cell that the keys are at; -1 for none of these. */
  active: number
  activeId: string
}

/** Some cells, drawn anew together: a component for each of thousands would hold the page up as it comes and goes. */
const Strip = memo(function Strip({ rows, inWork, active, activeId }: StripProps) {
  const { run: words, rowsPage, common } = useTexts()
  return rows.map((row, at) => {
    const state = stateInWork(row, inWork.has(row.id))
    const isActive = at === active
    return (
      <div
        key={row.id}
        id={isActive ? activeId : undefined}
        role="option"
        aria-selected={isActive || undefined}
        title={words.cloth.cell(row.position + 1, common.state[state], row.verdict && rowsPage.verdict[row.verdict])}
        tabIndex={-1}
        data-state={drawnAs(row, state)}
        className={isActive ? `${styles.cell} ${styles.active}` : styles.cell}
      />
    )
  })
}, looksAlike)

function looksAlike(one: StripProps, other: StripProps): boolean {
  return (
    one.active === other.active &&
    one.rows.length === other.rows.length &&
    one.rows.every((row, at) => row === other.rows[at] && one.inWork.has(row.id) === other.inWork.has(row.id))
  )
}
