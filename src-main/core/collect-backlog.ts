import type { Database } from 'better-sqlite3'
import type { Backlog } from './db/backlog.ts'
import { openDatabase } from './db/open-database.ts'
import { serveJob } from './serve-job.ts'

export type CollectTask = { databaseFile: string }

type Pace = {
  /** Of one transaction; what is written when it ends comes on top, and stays below 50 ms. */
  longestMs: number
  atOnce: number
  /** Writes zeros over what goes. */
  isSecure?: boolean
}

/** Whoever waits for the library looks again after 25 ms at most. */
const pauseMs = 30

/** What a thread does that makes up for a backlog, little by little, so that others can write between. */
export function collectBacklog(open: (db: Database) => Backlog, { longestMs, atOnce, isSecure = false }: Pace): void {
  serveJob<CollectTask, never>(({ databaseFile }, hooks) => {
    const db = openDatabase(databaseFile, { isSecure })
    const rest = new Int32Array(new SharedArrayBuffer(4))
    try {
      const backlog = open(db)
      while (backlog.collect(longestMs, atOnce) && !hooks.cancelled()) Atomics.wait(rest, 0, 0, pauseMs)
    } finally {
      db.close()
    }
  })
}
