import type { Database } from 'better-sqlite3'
import type { PersonaFilter } from '#contract/personas'
import type { RowFilter, RowSort } from '#contract/rows'
import { gatherPersonas } from './gather-personas.ts'
import { gatherRows } from './gather-rows.ts'
import { gatherSimilar, type SimilarTask } from './gather-similar.ts'

export type SearchTask =
  | { of: 'rows'; filter: RowFilter; sort: RowSort }
  | { of: 'personas'; filter: PersonaFilter }
  | ({ of: 'similar' } & SimilarTask)

/** The numbers of everything that has some words, in its order. */
export function gather(db: Database, task: SearchTask): Float64Array {
  if (task.of === 'similar') return gatherSimilar(db, task)
  return task.of === 'rows' ? gatherRows(db, task.filter, task.sort) : gatherPersonas(db, task.filter)
}
