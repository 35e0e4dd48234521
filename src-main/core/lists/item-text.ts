import type { Database } from 'better-sqlite3'
import { createBacklog } from '../db/backlog.ts'

/** Of an index, in one step: some 10 ms. */
const pagesAtOnce = 50

/**
 * The words of rows, for the search. Whoever changes a text keeps them in step, in the same transaction: a trigger for
 * each row would take three times as long. The words of rows that are older than the search are collected little by
 * little (`backlog`); until they are, nothing is changed for such a row here.
 */
export function createItemText(db: Database) {
  const isCollected = 'NOT EXISTS (SELECT 1 FROM word_backlog WHERE id BETWEEN next AND last)'
  const add = (where: string) => [
    db.prepare(`INSERT INTO item_text (rowid, text, persona) SELECT id, text, persona FROM item_shown WHERE ${where}`),
    db.prepare(`INSERT INTO item_persona (rowid, persona) SELECT id, persona FROM item_shown WHERE ${where}`),
  ]
  const removeText = (where: string) => `
    INSERT INTO item_text (item_text, rowid, text, persona)
    SELECT 'delete', id, text, persona FROM item_shown WHERE ${where} AND ${isCollected}`
  const removePersona = (where: string) => `
    INSERT INTO item_persona (item_persona, rowid, persona)
    SELECT 'delete', id, persona FROM item_shown WHERE ${where} AND ${isCollected}`

  const removeOne = db.prepare(removeText('id = ?'))
  const [addOne] = add(`id = ? AND ${isCollected}`)
  const addBehind = add(`id > ? AND ${isCollected}`)
  const addBetween = add('id BETWEEN ? AND ?')
  const isNamed = 'id IN (SELECT value FROM json_each(?))'
  const removeSome = [db.prepare<[string]>(removeText(isNamed)), db.prepare<[string]>(removePersona(isNamed))]
  const selectChanges = db.prepare<[], number>('SELECT total_changes()').pluck()
  const mergeSome = ['item_text', 'item_persona'].map((index) =>
    db.prepare<[number]>(`INSERT INTO ${index} (${index}, rank) VALUES ('merge', ?)`),
  )
  const selectLast = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM item').pluck()

  return {
    /** Around the change of a row's text. */
    change(id: number, change: () => unknown): void {
      removeOne.run(id)
      change()
      addOne?.run(id)
    },

    /** Around the adding of rows. */
    grow(addRows: () => void): void {
      const last = selectLast.get()
      addRows()
      for (const statement of addBehind) statement.run(last)
    },

    /** Before the rows of some runs go; `runIds` is a SELECT. */
    drop(runIds: string): void {
      const where = `id IN (SELECT id FROM item WHERE run_id IN (${runIds}))`
      db.exec(`${removeText(where)}; ${removePersona(where)}`)
    },

    /** Before some rows go; `ids` is a list in JSON. */
    dropSome(ids: string): void {
      for (const statement of removeSome) statement.run(ids)
    },

    /**
     * Makes a function that takes the dropped words out of the files too, a step at each call, and tells whether more are
     * left: until then they stand there crossed out. One step may take all of them.
     * @see https://sqlite.org/fts5.html#the_merge_command
     */
    createShrink(): () => boolean {
      const left = [...mergeSome]
      let isFirst = true
      return () => {
        const before = selectChanges.get() ?? 0
        left[0]?.run(isFirst ? -pagesAtOnce : pagesAtOnce)
        isFirst = (selectChanges.get() ?? 0) - before < 2
        if (isFirst) left.shift()
        return left.length > 0
      }
    },

    /** Rows that are older than the search. */
    backlog: createBacklog(db, 'word_backlog', (first, last) => {
      for (const statement of addBetween) statement.run(first, last)
    }),
  }
}

export type ItemText = ReturnType<typeof createItemText>
