import type { Input } from '#contract/index'

export type RowChange = Omit<Input<'row.judge'>, 'rowId'>

/** The way back from something that was done to one row, or to many. */
export type UndoStep = { rowId: number; before: RowChange } | { undoId: number }

const stepsKept = 50

/** What can be undone in each run, the last step last. Forgotten with the page. */
const steps = new Map<number, readonly UndoStep[]>()
/** The end of what is being done to a run's rows now. */
const turns = new Map<number, Promise<unknown>>()
const listeners = new Set<() => void>()

const stepsOf = (runId: number): readonly UndoStep[] => steps.get(runId) ?? []

function setSteps(runId: number, next: readonly UndoStep[]): void {
  steps.set(runId, next)
  for (const listener of listeners) listener()
}

/** Stands above the pages: who leaves one and comes back finds the way back there. */
export const undoSteps = {
  count: (runId: number): number => stepsOf(runId).length,
  last: (runId: number): UndoStep | undefined => stepsOf(runId).at(-1),
  add: (runId: number, step: UndoStep): void => setSteps(runId, [...stepsOf(runId), step].slice(-stepsKept)),
  drop(runId: number, step: UndoStep): void {
    setSteps(
      runId,
      stepsOf(runId).filter((each) => each !== step),
    )
  },
  /** Of a dataset that is gone. */
  forget: (runId: number): void => setSteps(runId, []),
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}

/** One after the other: a step stays until its way back is gone, and must not be gone twice. */
export function inTurn<T>(runId: number, work: () => Promise<T>): Promise<T> {
  const done = (turns.get(runId) ?? Promise.resolve()).then(work)
  turns.set(
    runId,
    done.catch(() => undefined), // Whoever asked for it is told.
  )
  return done
}
