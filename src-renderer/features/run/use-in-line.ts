import { useEffect, useRef, useState } from 'react'
import { useEvent } from '../../client/api.tsx'
import { createBatch } from '../../client/batch.ts'

/** Rows that were written while this was looked at, and wait for those planned before them. */
export function useInLine(runId: number): ReadonlySet<number> {
  const known = useRef(new Set<number>())
  const [inLine, setInLine] = useState<ReadonlySet<number>>(known.current)
  const [redraws] = useState(() => createBatch<void>(() => setInLine(new Set(known.current))))
  useEffect(() => redraws.close, [redraws])

  useEvent('row.written', (event) => {
    if (event.runId !== runId) return
    known.current.add(event.rowId)
    redraws.add()
  })

  useEvent('row.changed', ({ id }) => {
    if (known.current.delete(id)) redraws.add()
  })

  // The rows themselves are read anew, and tell it.
  useEvent('run.done', ({ id }) => {
    if (id !== runId) return
    known.current.clear()
    redraws.add()
  })

  return inLine
}
