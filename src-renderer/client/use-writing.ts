import { useEffect, useState } from 'react'
import { useEvent, useReopened } from './api.tsx'
import { createBatch } from './batch.ts'

export type WritingRow = { rowId: number; position: number; persona: string; text: string }

/** What has come to the rows that are being written while this was looked at, in planned order. */
export function useWriting(runId: number): readonly WritingRow[] {
  const [writing, setWriting] = useState<readonly WritingRow[]>([])
  const [{ known, redraws }] = useState(() => {
    const known = new Map<number, WritingRow>()
    const inOrder = () => Array.from(known.values()).sort((one, other) => one.position - other.position)
    return { known, redraws: createBatch<void>(() => setWriting(inOrder())) }
  })
  useEffect(() => redraws.close, [redraws])

  function forget(): void {
    known.clear()
    redraws.add()
  }

  useEvent('row.delta', (event) => {
    if (event.runId !== runId) return
    for (const piece of event.rows) {
      known.set(piece.rowId, { ...piece, text: (known.get(piece.rowId)?.text ?? '') + piece.text })
    }
    redraws.add()
  })

  useEvent('row.written', ({ rowId }) => {
    if (known.delete(rowId)) redraws.add()
  })

  useEvent('row.changed', (row) => {
    // A try that failed a check starts again from nothing, once a place is free for it.
    if (known.delete(row.id)) redraws.add()
  })

  useEvent('run.done', (run) => {
    if (run.id === runId) forget()
  })

  // What came in between is missing, and rows may have ended.
  useReopened(forget)

  return writing
}
