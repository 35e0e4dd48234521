import type { Database } from 'better-sqlite3'

/** Says that rows of a run are others than before, in the transaction that makes them so: files of earlier revisions are old then. */
export function createRaiseRevision(db: Database) {
  const raise = db.prepare<[number]>('UPDATE run SET revision = revision + 1 WHERE id = ?')
  return (runId: number): void => void raise.run(runId)
}
