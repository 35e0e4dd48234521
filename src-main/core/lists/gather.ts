import type { Database } from 'better-sqlite3'
import type { PersonaFilter } from '#contract/personas'
import type { RowFilter, RowSort } from '#contract/rows'
import { createPersonaGatherer } from './gather-personas.ts'
import { gatherRows } from './gather-rows.ts'
import { gatherSimilar, type SimilarTask } from './gather-similar.ts'

export type SearchTask =
  | { of: 'rows'; filter: RowFilter; sort: RowSort }
  | { of: 'personas' | 'persona-classes' | 'persona-sources'; filter: PersonaFilter }
  | ({ of: 'similar' } & SimilarTask)

/** `onFirst` gets the beginning of the answer where that can be had sooner. */
export type Gatherer = (task: SearchTask, onFirst?: (keys: Float64Array) => void) => Float64Array

/** Makes the function that gives the numbers of everything that has some words, in its order, or counts of them. */
export function createGatherer(db: Database): Gatherer {
  const personas = createPersonaGatherer(db)
  return (task, onFirst) => {
    if (task.of === 'rows') return gatherRows(db, task.filter, task.sort, onFirst)
    if (task.of === 'similar') return gatherSimilar(db, task)
    if (task.of === 'personas') return personas.places(task.filter, onFirst)
    return task.of === 'persona-classes' ? personas.classes(task.filter) : personas.sources(task.filter)
  }
}
