import { useState } from 'react'
import { useEvent } from './api.tsx'

export type WritingRow = { rowId: number; position: number; persona: string; text: string }

/** What has come to the rows that are being written while this was looked at, in planned order. */
export function useWriting(runId: number): readonly WritingRow[] {
  const [writing, setWriting] = useState<readonly WritingRow[]>([])

  useEvent('row.delta', (event) => {
    if (event.runId !== runId) return
    setWriting((known) => {
      const next = new Map(known.map((row) => [row.rowId, row]))
      for (const piece of event.rows) {
        next.set(piece.rowId, { ...piece, text: (next.get(piece.rowId)?.text ?? '') + piece.text })
      }
      return Array.from(next.values()).sort((one, other) => one.position - other.position)
    })
  })

  useEvent('row.changed', (row) => {
    if (row.runId !== runId) return
    // A try that failed a check starts again from nothing; a row that ended leaves.
    const isAgain = row.state === 'running' || row.state === 'waiting'
    setWriting((known) =>
      known.flatMap((each) => {
        if (each.rowId !== row.id) return [each]
        return isAgain ? [{ ...each, text: '' }] : []
      }),
    )
  })

  useEvent('run.done', (run) => {
    if (run.id === runId) setWriting([])
  })

  return writing
}
