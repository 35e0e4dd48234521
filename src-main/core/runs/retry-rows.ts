import type { Database } from 'better-sqlite3'
import { AppError } from '#contract/errors'
import { badStates } from '#contract/runs'
import { createRaiseRevision } from '../raise-revision.ts'
import type { StoredRun } from './run-repository.ts'

const rowsAtOnce = 500

/** Rows that get another try: they came to no good end, and no person has decided about them. */
const isDue = `state IN ('${badStates.join("', '")}') AND verdict IS NULL AND edited_text IS NULL`

/** Puts rows of an ended run back in line. They keep their texts and tries; `before_retry` remembers how they had ended. */
export function createRowRetry(db: Database) {
  const raiseRevision = createRaiseRevision(db)
  const selectOne = db.prepare<[number], number>(`SELECT 1 FROM item WHERE run_id = ? AND ${isDue} LIMIT 1`).pluck()
  // The sign keeps SQLite from the index by state, which would sort all of them for each step.
  const selectSome = db.prepare<[number, number], { id: number; position: number }>(`
    SELECT id, position FROM item WHERE run_id = ? AND position >= ? AND +${isDue} ORDER BY position LIMIT ${rowsAtOnce}
  `)
  const setWaiting = db.prepare(`
    UPDATE item SET state = 'waiting', before_retry = state, duplicate_of = NULL, crashes = 0 WHERE id = ?
  `)
  const putSomeBack = db.transaction((runId: number, from: number): number | undefined => {
    const some = selectSome.all(runId, from)
    if (some.length > 0) raiseRevision(runId)
    for (const { id } of some) setWaiting.run(id)
    const last = some.at(-1)
    return last && last.position + 1
  })

  return {
    /** Refuses, in words, a run of which nothing can be made again. */
    check({ id, status, purpose }: StoredRun): void {
      const why =
        status === 'running' || status === 'paused'
          ? `Run ${id} has not ended. Let it end, or stop it; then its bad rows can be made again.`
          : purpose !== 'dataset'
            ? `The rows of run ${id} came in from a file. No model wrote them, so none can be made again.`
            : selectOne.get(id) === undefined
              ? `Run ${id} has no row to make again: all passed the checks, or you have judged or edited them. Nothing was changed.`
              : undefined
      if (why) throw new AppError('bad-input', why)
    },

    /** In pieces, so that the app answers meanwhile. */
    async putBack(runId: number): Promise<void> {
      for (let from: number | undefined = 0; from !== undefined; from = putSomeBack(runId, from))
        await new Promise(setImmediate)
    },
  }
}

export type RowRetry = ReturnType<typeof createRowRetry>
