import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src-main/core/db/open-database.ts'

export type LedgerRow = {
  position: number
  state: string
  text: string
  reasons: string
  duplicateOf: number | null
  /** 1 when it was made alone because the model's process had died while it was written. */
  suspect: number
  /** Seeds and prompts of its tries, in their order. */
  seeds: string
  prompts: string
  tries: number
}

export type RunStanding = {
  status: string
  planned: number
  /** Rows that are written, whether or not it is settled which of two equal ones is kept. */
  written: number
  /** Rows that are being written, or were when their host died. */
  inFlight: number
  /** Open rows during which the model's process died while they were made alone: a second time ends them as failed. */
  blamed: number
}

/** Opened for one look only: a reader that stays would spare the next writer its recovery after a kill. */
function look<T>(library: string, query: string, read: 'all' | 'get'): T {
  const db = openDatabase(join(library, 'library.db'), { readonly: true })
  try {
    return db.prepare(query)[read]() as T
  } finally {
    db.close()
  }
}

/** Every item of a library's one run, in planned order. */
export function runLedger(library: string): LedgerRow[] {
  return look(
    library,
    `SELECT position, state, text, reasons, suspect,
            (SELECT position FROM item AS other WHERE other.id = item.duplicate_of) AS duplicateOf,
            (SELECT count(*) FROM attempt WHERE item_id = item.id) AS tries,
            (SELECT json_group_array(seed ORDER BY number) FROM attempt WHERE item_id = item.id) AS seeds,
            (SELECT json_group_array(prompt ORDER BY number) FROM attempt WHERE item_id = item.id) AS prompts
     FROM item ORDER BY position`,
    'all',
  )
}

/** How far a library's one run is; undefined before the library or its run is there. */
export function runStanding(library: string): RunStanding | undefined {
  if (!existsSync(join(library, 'library.db'))) return undefined
  try {
    return look(
      library,
      `SELECT status, count(item.id) AS planned,
              count(item.id) FILTER (WHERE state NOT IN ('waiting', 'running') OR passed = 1) AS written,
              count(item.id) FILTER (WHERE state = 'running' AND passed = 0) AS inFlight,
              count(item.id) FILTER (WHERE state IN ('waiting', 'running') AND passed = 0 AND crashes > 0) AS blamed
       FROM run LEFT JOIN item ON run_id = run.id GROUP BY run.id`,
      'get',
    )
  } catch {
    return undefined // Its tables are being made at this moment.
  }
}
