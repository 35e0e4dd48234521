import type { Database } from 'better-sqlite3'
import type { PersonaFilter } from '#contract/personas'
import type { RowFilter, RowSort } from '#contract/runs'
import { gatherPersonas } from './gather-personas.ts'
import { gatherRows } from './gather-rows.ts'

export type SearchTask = { of: 'rows'; filter: RowFilter; sort: RowSort } | { of: 'personas'; filter: PersonaFilter }

/** The numbers of everything that has some words, in its order. */
export function gather(db: Database, task: SearchTask): Float64Array {
  return task.of === 'rows' ? gatherRows(db, task.filter, task.sort) : gatherPersonas(db, task.filter)
}
