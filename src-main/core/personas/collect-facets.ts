import { openDatabase } from '../db/open-database.ts'
import type { JobHooks } from '../serve-job.ts'
import { createFacetBacklog } from './facet-backlog.ts'

export type FacetTask = { databaseFile: string }

/** What is written when a transaction ends comes on top: it stays below 50 ms. */
const longestMs = 12
const personasAtOnce = 200
/** Whoever waits for the library looks again after 25 ms at most. */
const pauseMs = 30

/** Works out what older personas are narrowed by, little by little, so that others can write between. */
export function collectFacets({ databaseFile }: FacetTask, hooks: JobHooks<never>): void {
  const db = openDatabase(databaseFile)
  const rest = new Int32Array(new SharedArrayBuffer(4))
  try {
    const backlog = createFacetBacklog(db)
    while (backlog.collect(longestMs, personasAtOnce) && !hooks.cancelled()) Atomics.wait(rest, 0, 0, pauseMs)
  } finally {
    db.close()
  }
}
