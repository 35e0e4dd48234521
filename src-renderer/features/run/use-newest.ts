import { useState } from 'react'
import type { Row } from '#contract/rows'
import type { Run } from '#contract/runs'
import { useApi, useEvent } from '../../client/api.tsx'
import { useChangedRows, useRowsInLine } from '../../client/use-changed-rows.ts'
import { useRequest } from '../../client/use-request.ts'
import { shownState } from '../../ui/shown-state.ts'

const mostShown = 12

/** Rows under way and in line beside those that ended last. */
const mostOpen = 100

/**
 * The rows of a run that ended last or are written and in line, newest first. While they are held, what comes waits and
 * is counted.
 */
export function useNewest(run: Run) {
  const api = useApi()
  const [came, setCame] = useState<readonly Row[]>([])
  /** Places of the rows that stand still, as they were when somebody took hold of them. */
  const [held, setHeld] = useState<readonly number[]>()
  const { planned, waiting, running } = run.counts
  // Rows end in about the order they were planned in, so the last ones stand just before those still to do.
  const [from] = useState(Math.max(0, planned - waiting - running - mostShown))
  const before = useRequest('row.page', {
    runId: run.id,
    from,
    limit: mostShown + mostOpen,
    states: ['accepted', 'rejected', 'duplicate', 'failed', 'running'],
  })
  const known = new Set(came.map(({ id }) => id))
  const earlier = (before.data?.rows ?? []).filter((row) => !known.has(row.id) && isToRead(row)).reverse()
  const all = [...came, ...earlier]
  const newest = all.slice(0, mostShown)
  const shown = held ? held.flatMap((id) => all.find((row) => row.id === id) ?? []) : newest

  /** What stands here already stays in its place. */
  function take(rows: readonly Row[]): void {
    const taken = new Map(rows.map((row) => [row.id, row]))
    const kept = new Set(held)
    setCame((standing) => {
      const known = new Set(standing.map(({ id }) => id))
      const fresh = rows.filter(({ id }) => !known.has(id)).reverse()
      const next = [...fresh, ...standing.map((row) => taken.get(row.id) ?? row)]
      return next.filter(({ id }, at) => at < mostShown || kept.has(id))
    })
  }

  useChangedRows(run.id, (rows) => take(rows.filter(isToRead)))
  useRowsInLine(run.id, (rows) => take(rows.filter(isToRead)))

  // Also of another window: a row that ended here is in no page that would be asked for again.
  useEvent('row.judged', ({ runId }) => {
    if (runId !== run.id) return
    const asked = came.map(({ id }) => api.request('row.show', { rowId: id }))
    Promise.all(asked).then(
      (answers) => {
        const now = new Map(answers.map(({ row }) => [row.id, row]))
        setCame((standing) => standing.map((row) => now.get(row.id) ?? row))
      },
      () => undefined, // Without a connection nothing changes; the next verdict asks again.
    )
  })

  return {
    rows: shown,
    /** Nothing is known yet of the rows that ended before this page was opened, or why not. */
    isPending: before.isPending,
    error: before.error,
    refetch: before.refetch,
    /** Rows that ended since these are held. */
    waiting: held ? newest.filter(({ id }) => !held.includes(id)).length : 0,
    hold: () => setHeld((ids) => ids ?? newest.map(({ id }) => id)),
    release: () => setHeld(undefined),
  }
}

/** Its text has come to its end, whether or not the row's turn has. */
function isToRead(row: Row): boolean {
  const state = shownState(row)
  return state !== 'waiting' && state !== 'running' && state !== 'cancelled'
}
