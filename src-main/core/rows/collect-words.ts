import { openDatabase } from '../db/open-database.ts'
import { createItemText } from '../lists/item-text.ts'
import type { JobHooks } from '../serve-job.ts'

export type CollectTask = { databaseFile: string }

/** What is written when a transaction ends comes on top: it stays below 50 ms. */
const longestMs = 20
const rowsAtOnce = 50
/** Whoever waits for the library looks again after 25 ms at most. */
const pauseMs = 30

/** Collects the words of rows that are older than the search, little by little, so that others can write between. */
export function collectWords({ databaseFile }: CollectTask, hooks: JobHooks<never>): void {
  const db = openDatabase(databaseFile)
  const rest = new Int32Array(new SharedArrayBuffer(4))
  try {
    const itemText = createItemText(db)
    while (itemText.collect(longestMs, rowsAtOnce) && !hooks.cancelled()) Atomics.wait(rest, 0, 0, pauseMs)
  } finally {
    db.close()
  }
}
