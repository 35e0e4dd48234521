import type { Database } from 'better-sqlite3'
import type { Backlog } from '../db/backlog.ts'
import { createItemText } from '../lists/item-text.ts'
import { unmarkErased } from '../lists/persona-use.ts'

/** One step may take all that is crossed out: so many are some 40 ms, and more would hold up whoever writes. */
const mostCrossedOut = 10_000

/** Datasets that are erased, with what their rows leave in other tables. Their own line goes last, so that a start finds what was cut off. */
export function createEraseBacklog(db: Database): Backlog {
  const itemText = createItemText(db)
  const selectRun = db.prepare<[], number>('SELECT id FROM run WHERE is_erased = 1 ORDER BY id LIMIT 1').pluck()
  // Duplicates first: no row may go while another refers to it, and to one text there may be a million.
  const selectDuplicates = db
    .prepare<[number, number], number>("SELECT id FROM item WHERE run_id = ? AND state = 'duplicate' LIMIT ?")
    .pluck()
  const selectOthers = db
    .prepare<[number, number], number>(
      'SELECT id FROM item INDEXED BY item_facets WHERE run_id = ? ORDER BY id LIMIT ?',
    )
    .pluck()
  const named = 'SELECT value FROM json_each(@ids)'
  const removeRows = [
    unmarkErased(`item.id IN (${named})`),
    `DELETE FROM attempt WHERE item_id IN (${named})`,
    `DELETE FROM item WHERE id IN (${named})`,
  ].map((sql) => db.prepare<{ ids: string }>(sql))
  const removeRun = db.prepare('DELETE FROM run WHERE id = ?')

  /** Rows whose words still stand in the files. At first that may be some of an erasing that was cut off. */
  let crossedOut = 1
  let shrink: (() => boolean) | undefined

  function shrinkSome(): void {
    shrink ??= itemText.createShrink()
    if (shrink()) return
    shrink = undefined
    crossedOut = 0
  }

  function eraseSome(runId: number, atOnce: number): void {
    if (shrink || crossedOut >= mostCrossedOut) return shrinkSome()
    const duplicates = selectDuplicates.all(runId, atOnce)
    const some = duplicates.length > 0 ? duplicates : selectOthers.all(runId, atOnce)
    if (some.length === 0) return crossedOut > 0 ? shrinkSome() : void removeRun.run(runId)
    const ids = JSON.stringify(some)
    itemText.dropSome(ids)
    for (const statement of removeRows) statement.run({ ids })
    crossedOut += some.length
  }

  const eraseForAWhile = db.transaction((longestMs: number, atOnce: number): boolean => {
    const startedAt = performance.now()
    let runId = selectRun.get()
    while (runId !== undefined && performance.now() - startedAt < longestMs) {
      eraseSome(runId, atOnce)
      runId = selectRun.get()
    }
    return runId !== undefined
  })

  /** The texts stand in the log of writes too, until it is emptied. */
  function emptyLog(): void {
    db.pragma('wal_checkpoint(PASSIVE)')
    // Writers wait for this one: it takes what is left at once or, where somebody reads, leaves it to the next close.
    db.pragma('busy_timeout = 0')
    db.pragma('wal_checkpoint(TRUNCATE)')
  }

  return {
    isPending: () => selectRun.get() !== undefined,
    collect(longestMs, atOnce) {
      const isMore = eraseForAWhile.immediate(longestMs, atOnce)
      if (!isMore) emptyLog()
      return isMore
    },
  }
}
