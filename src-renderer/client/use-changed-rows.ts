import { useEffect, useEffectEvent } from 'react'
import type { Row } from '#contract/rows'
import { useApi } from './api.tsx'
import { createBatch } from './batch.ts'

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
