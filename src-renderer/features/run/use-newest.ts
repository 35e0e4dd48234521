import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Row } from '#contract/rows'
import type { Run } from '#contract/runs'
import { useApi, useEvent } from '../../client/api.tsx'
import { useChangedRows, useRowsInLine } from '../../client/use-changed-rows.ts'
import { requestKey, useRequest } from '../../client/use-request.ts'
import { shownState } from '../../ui/shown-state.ts'

const mostShown = 12

/**
 * The rows of a run that ended last or are written and in line, newest first. While they are held, what comes waits and
 * is counted.
 */
export function useNewest(run: Run) {
  const api = useApi()
  const [came, setCame] = useState<readonly Row[]>([])
  /** Places of the rows that stand still, as they were when somebody took hold of them. */
  const [held, setHeld] = useState<readonly number[]>()
  const before = useRequest('row.newest', { runId: run.id, limit: mostShown })
  const known = new Set(came.map(({ id }) => id))
  const earlier = (before.data ?? []).filter(({ id }) => !known.has(id))
  const all = [...came, ...earlier].filter(isToRead).sort(byEnd)
  const newest = all.slice(0, mostShown)
  const shown = held ? held.flatMap((id) => all.find((row) => row.id === id) ?? []) : newest

  function take(rows: readonly Row[]): void {
    const taken = new Set(rows.map(({ id }) => id))
    const kept = new Set(held)
    setCame((standing) =>
      [...rows, ...standing.filter(({ id }) => !taken.has(id))]
        .sort(byEnd)
        .filter(({ id }, at) => at < mostShown || kept.has(id)),
    )
  }

  // Whoever comes back sees what ended meanwhile.
  const cache = useQueryClient()
  useEffect(
    () => () => cache.removeQueries({ queryKey: requestKey('row.newest', { runId: run.id, limit: mostShown }) }),
    [cache, run.id],
  )

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

/** The order of the core, so that it is the same whoever comes when. */
function byEnd(one: Row, other: Row): number {
  return (other.endedBy ?? 0) - (one.endedBy ?? 0) || other.position - one.position
}

/** Its text has come to its end, whether or not the row's turn has. */
function isToRead(row: Row): boolean {
  const state = shownState(row)
  return state !== 'waiting' && state !== 'running' && state !== 'cancelled'
}
