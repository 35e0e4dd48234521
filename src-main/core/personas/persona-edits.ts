import type { Database } from 'better-sqlite3'
import { textBits } from '../lists/persona-facets.ts'
import { textFacets } from './text-facets.ts'

export type OriginalText = { key: Buffer; text: string; editedAt: number }

/**
 * Changes the texts of personas. The first text is kept beside a changed one, and the key of each that it ever had, so
 * that rows which were made from it still know where it comes from.
 */
export function createPersonaEdits(db: Database) {
  const selectOriginal = db.prepare<[number], OriginalText>(
    'SELECT key, text, edited_at AS editedAt FROM persona_original WHERE persona_id = ?',
  )
  const selectText = db.prepare<[number], { key: Buffer; text: string }>('SELECT key, text FROM persona WHERE id = ?')
  const keepOriginal = db.prepare(`
    INSERT INTO persona_original (persona_id, key, text, edited_at) SELECT id, key, text, @editedAt FROM persona WHERE id = @id
    ON CONFLICT (persona_id) DO UPDATE SET edited_at = excluded.edited_at
  `)
  const dropOriginal = db.prepare('DELETE FROM persona_original WHERE persona_id = ?')
  const keepKey = db.prepare(
    'INSERT OR IGNORE INTO persona_alias (persona_id, key) SELECT id, key FROM persona WHERE id = ?',
  )
  const removeWords = db.prepare(
    "INSERT INTO persona_text (persona_text, rowid, text) SELECT 'delete', id, text FROM persona WHERE id = ?",
  )
  const addWords = db.prepare('INSERT INTO persona_text (rowid, text) SELECT id, text FROM persona WHERE id = ?')
  const update = db.prepare(`
    UPDATE persona SET key = @key, text = @text, facets = (facets & ~${textBits}) | @facets WHERE id = @id
  `)

  function change(id: number, { key, text }: { key: Buffer; text: string }): void {
    removeWords.run(id)
    keepKey.run(id)
    update.run({ id, key, text, facets: textFacets(text) })
    addWords.run(id)
  }

  return {
    original: (id: number): OriginalText | undefined => selectOriginal.get(id),

    /** The text that is there already changes nothing, and the first one is no edit. */
    edit: db.transaction((id: number, next: { key: Buffer; text: string }, editedAt: number): void => {
      if (selectText.get(id)?.text === next.text) return
      keepOriginal.run({ id, editedAt })
      change(id, next)
      if (selectOriginal.get(id)?.text === next.text) dropOriginal.run(id)
    }),

    revert: db.transaction((id: number): void => {
      const original = selectOriginal.get(id)
      if (!original) return
      change(id, original)
      dropOriginal.run(id)
    }),
  }
}
