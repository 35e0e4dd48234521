import type { Verdict } from './row-repository.ts'

const undosKept = 20

type Undo = { runId: number; verdicts: readonly Verdict[] }

/** The verdicts that the last changes of many rows replaced, with the reasons that were stored beside them. */
export function createRowUndos() {
  let last = 0
  const undos = new Map<number, Undo>()

  return {
    remember(runId: number, verdicts: readonly Verdict[]): number {
      undos.set(++last, { runId, verdicts })
      for (const oldest of undos.keys()) {
        if (undos.size <= undosKept) break
        undos.delete(oldest)
      }
      return last
    },
    find: (undoId: number): Undo | undefined => undos.get(undoId),
    drop: (undoId: number): void => void undos.delete(undoId),
    /** All of a dataset. */
    forget(runId: number): void {
      for (const [undoId, undo] of undos) if (undo.runId === runId) undos.delete(undoId)
    },
  }
}

export type RowUndos = ReturnType<typeof createRowUndos>
