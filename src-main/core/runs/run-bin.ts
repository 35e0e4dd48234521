import type { Database } from 'better-sqlite3'

/** Where a dataset is: in the lists, in the bin, or gone but for rows that are still to be taken out. */
export type RunPlace = 'here' | 'bin' | 'erased'

export function createRunBin(db: Database) {
  const isDataset = "purpose <> 'try' AND status <> 'planning' AND is_erased = 0"
  const put = db.prepare(`UPDATE run SET removed_at = ? WHERE id = ? AND ${isDataset} AND removed_at IS NULL`)
  const takeOut = db.prepare(`UPDATE run SET removed_at = NULL WHERE id = ? AND ${isDataset}`)
  const erase = db.prepare(`UPDATE run SET is_erased = 1 WHERE id = ? AND ${isDataset} AND removed_at IS NOT NULL`)
  const selectCount = db
    .prepare<[], number>(`SELECT count(*) FROM run WHERE ${isDataset} AND removed_at IS NOT NULL`)
    .pluck()
  const selectErased = db.prepare<[], number>('SELECT 1 FROM run WHERE is_erased = 1 LIMIT 1').pluck()
  const selectRunOfRow = db.prepare<[number], number>('SELECT run_id FROM item WHERE id = ?').pluck()
  const selectPlace = db
    .prepare<[number], RunPlace>(
      "SELECT iif(is_erased, 'erased', iif(removed_at IS NULL, 'here', 'bin')) FROM run WHERE id = ?",
    )
    .pluck()

  return {
    /** This and the next ones tell whether there was such a dataset. */
    put: (runId: number, at: number): boolean => put.run(at, runId).changes > 0,
    takeOut: (runId: number): boolean => takeOut.run(runId).changes > 0,
    erase: (runId: number): boolean => erase.run(runId).changes > 0,
    count: (): number => selectCount.get() as number,
    /** Whether rows of erased datasets are left. */
    isPending: (): boolean => selectErased.get() !== undefined,
    runOfRow: (rowId: number): number | undefined => selectRunOfRow.get(rowId),
    placeOf: (runId: number): RunPlace | undefined => selectPlace.get(runId),
  }
}

export type RunBin = ReturnType<typeof createRunBin>
