import type { Database } from 'better-sqlite3'
import { type Backlog, createBacklog } from '../db/backlog.ts'
import { textBits, usedBit } from '../lists/persona-facets.ts'
import { isUsed } from '../lists/persona-use.ts'
import { textFacets } from './text-facets.ts'

/** Language, length and use of personas that are older than their facets. */
export function createFacetBacklog(db: Database): Backlog {
  const selectSome = db.prepare<[number, number], { id: number; text: string; used: 0 | 1 }>(
    `SELECT id, text, ${isUsed('persona')} AS used FROM persona WHERE id BETWEEN ? AND ?`,
  )
  const update = db.prepare('UPDATE persona SET facets = (facets & ~?) | ? WHERE id = ?')
  return createBacklog(db, 'facet_backlog', (first, last) => {
    for (const { id, text, used } of selectSome.all(first, last)) {
      update.run(textBits, textFacets(text) | (used * usedBit), id)
    }
  })
}
