import type { Database } from 'better-sqlite3'

/** What this version keeps of each entry, and entries of an older library lack. */
export type Backlog = {
  /** Whether any entry is left. */
  isPending: () => boolean
  /** Makes up for some more, one transaction of about so many milliseconds; tells whether any are left. */
  collect: (longestMs: number, atOnce: number) => boolean
}

/** Entries are gone through by their ids, rising; `table` tells where that stands. `work` does those between two ids. */
export function createBacklog(
  db: Database,
  table: 'word_backlog' | 'facet_backlog',
  work: (first: number, last: number) => void,
): Backlog {
  const select = db.prepare<[], { next: number; last: number }>(`SELECT next, last FROM ${table}`)
  const update = db.prepare(`UPDATE ${table} SET next = ?`)
  const remove = db.prepare(`DELETE FROM ${table}`)
  return {
    isPending: () => select.get() !== undefined,
    collect: db.transaction((longestMs: number, atOnce: number): boolean => {
      const backlog = select.get()
      if (!backlog) return false
      const startedAt = performance.now()
      let { next } = backlog
      while (next <= backlog.last && performance.now() - startedAt < longestMs) {
        const to = Math.min(next + atOnce - 1, backlog.last)
        work(next, to)
        next = to + 1
      }
      if (next > backlog.last) remove.run()
      else update.run(next)
      return next <= backlog.last
    }).immediate,
  }
}
