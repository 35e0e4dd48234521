import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { Row } from '#contract/rows'
import { useApi } from './api.tsx'
import { createBatch } from './batch.ts'
import { patchRows } from './row-changes.ts'

/** Hears of a run's rows that changed, the oldest first: several at once, because hundreds may end in a second. */
export function useChangedRows(runId: number, listener: (rows: readonly Row[]) => void): void {
  const api = useApi()
  const hear = useEffectEvent(listener)
  useEffect(() => {
    const batch = createBatch<Row>((rows) => hear(rows))
    const stop = api.subscribe('row.changed', (row) => {
      if (row.runId === runId) batch.add(row)
    })
    return () => {
      stop()
      batch.close()
    }
  }, [api, runId])
}

/** Many at once come to their end before anybody could read them. */
const fewRows = 4
const writtenMs = 250

/** Hears of rows that are written and wait for those planned before them, where few are at once. */
export function useRowsInLine(runId: number, listener: (rows: readonly Row[]) => void): void {
  const api = useApi()
  const hear = useEffectEvent(listener)
  useEffect(() => {
    // Those whose turn has not come: what is asked about one may be answered after it was told to have ended.
    const inLine = new Set<number>()
    const batch = createBatch<number>((rowIds) => {
      const asked = rowIds.filter((rowId) => inLine.has(rowId))
      if (asked.length > fewRows) return
      Promise.all(asked.map((rowId) => api.request('row.show', { rowId }))).then(
        (answers) => hear(answers.map(({ row }) => row).filter(({ id }) => inLine.has(id))),
        () => undefined, // Without a connection nothing is shown; each of them is told again when its turn comes.
      )
    }, writtenMs)
    const stops = [
      api.subscribe('row.written', (event) => {
        if (event.runId !== runId) return
        inLine.add(event.rowId)
        batch.add(event.rowId)
      }),
      api.subscribe('row.changed', ({ id }) => void inLine.delete(id)),
    ]
    return () => {
      for (const stop of stops) stop()
      batch.close()
    }
  }, [api, runId])
}

/** Gives lists the texts of rows that are written and in line, which they else lack until the turn of each comes. */
export function useTextsInLine(runId: number): void {
  const cache = useQueryClient()
  useRowsInLine(runId, (rows) => patchRows(cache, rows))
}
