import type { Database } from 'better-sqlite3'
import { textBits, usedBit } from '../lists/persona-facets.ts'
import { isUsed } from '../lists/persona-use.ts'
import { textFacets } from './text-facets.ts'

/** Language, length and use of personas that are older than their facets, worked out little by little. */
export function createFacetBacklog(db: Database) {
  const selectBacklog = db.prepare<[], { next: number; last: number }>('SELECT next, last FROM facet_backlog')
  const updateBacklog = db.prepare('UPDATE facet_backlog SET next = ?')
  const deleteBacklog = db.prepare('DELETE FROM facet_backlog')
  const selectSome = db.prepare<[number, number], { id: number; text: string; used: 0 | 1 }>(
    `SELECT id, text, ${isUsed('persona')} AS used FROM persona WHERE id BETWEEN ? AND ?`,
  )
  const update = db.prepare('UPDATE persona SET facets = (facets & ~?) | ? WHERE id = ?')

  return {
    isPending: (): boolean => selectBacklog.get() !== undefined,

    /** Works out some more, one transaction; tells whether any are left. */
    collect: db.transaction((longestMs: number, atOnce: number): boolean => {
      const backlog = selectBacklog.get()
      if (!backlog) return false
      const startedAt = performance.now()
      let { next } = backlog
      while (next <= backlog.last && performance.now() - startedAt < longestMs) {
        const to = Math.min(next + atOnce - 1, backlog.last)
        for (const { id, text, used } of selectSome.all(next, to)) {
          update.run(textBits, textFacets(text) | (used * usedBit), id)
        }
        next = to + 1
      }
      if (next > backlog.last) deleteBacklog.run()
      else updateBacklog.run(next)
      return next <= backlog.last
    }).immediate,
  }
}

export type FacetBacklog = ReturnType<typeof createFacetBacklog>
