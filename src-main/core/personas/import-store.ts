import type { Database } from 'better-sqlite3'
import { AppError } from '#contract/errors'
import { createItemText } from '../lists/item-text.ts'
import type { DatasetStore, ImportedRow } from './dataset-store.ts'

export type ImportSource = { name: string; licence: string; sha256: string; field: string; addedAt: number }

/** A persona of the file. `position` is its place in the file; the same at every import of it. */
export type ImportEntry = { position: number; key: Buffer; text: string; row: ImportedRow | null }

/** The words of what was stored, which are collected when it is over, take about as long again. */
const longestMs = 20

/**
 * Writes a file's personas in short transactions, so that others can write between them. What is committed stays, and
 * the same file imported again goes on from there: its source is known by the hash of the file and the field.
 */
export function createImportStore(db: Database, source: ImportSource, dataset: DatasetStore | null) {
  const insertSource = db.prepare(`
    INSERT INTO source (name, kind, licence, sha256, field, added_at)
    VALUES (@name, 'file', @licence, @sha256, @field, @addedAt) ON CONFLICT DO NOTHING
  `)
  const selectSource = db
    .prepare<ImportSource, number>("SELECT id FROM source WHERE kind = 'file' AND sha256 = @sha256 AND field = @field")
    .pluck()
  const selectLast = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM persona').pluck()
  const insertPersona = db.prepare(`
    INSERT OR IGNORE INTO persona (key, text, source_id, added_at) VALUES (@key, @text, @sourceId, @addedAt)
  `)
  const selectByKey = db.prepare<[Buffer], number>('SELECT id FROM persona WHERE key = ?').pluck()
  const insertPlace = db.prepare(`
    INSERT OR IGNORE INTO source_persona (source_id, position, persona_id) VALUES (@sourceId, @position, @id)
  `)
  const indexTexts = db.prepare('INSERT INTO persona_text (rowid, text) SELECT id, text FROM persona WHERE id > ?')

  const grow = dataset ? createItemText(db).grow : (store: () => void) => store()

  let sourceId: number | null = null
  let added = 0

  /** Stores entries until they or the time are used up; returns how many. */
  const storeSome = db.transaction((entries: readonly ImportEntry[], from: number) => {
    const started = performance.now()
    insertSource.run(source)
    const owner = selectSource.get(source) as number
    const last = selectLast.get()
    dataset?.open()
    let stored = from
    let fresh = 0
    grow(() => {
      while (stored < entries.length && (stored === from || performance.now() - started < longestMs)) {
        const { position, key, text, row } = entries[stored] as ImportEntry
        const { changes, lastInsertRowid } = insertPersona.run({ key, text, sourceId: owner, addedAt: source.addedAt })
        fresh += changes
        const id = changes === 1 ? lastInsertRowid : selectByKey.get(key)
        insertPlace.run({ sourceId: owner, position, id })
        if (row) dataset?.add(row, key, text)
        stored += 1
      }
    })
    indexTexts.run(last)
    return { stored, fresh, owner }
  })

  return {
    store(entries: readonly ImportEntry[]): void {
      for (let at = 0; at < entries.length; ) {
        const done = withoutBusy(() => storeSome.immediate(entries, at))
        sourceId = done.owner
        added += done.fresh
        at = done.stored
      }
    },
    finish: (): void => withoutBusy(() => dataset?.finish()),
    /** Null until a persona was stored: a file that gives none leaves nothing behind. */
    sourceId: (): number | null => sourceId,
    added: (): number => added,
  }
}

export type ImportStore = ReturnType<typeof createImportStore>

function withoutBusy<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
    throw new AppError(
      'busy',
      'The library is busy with other work. What was imported so far is kept. Import the file again to go on.',
      { cause: error },
    )
  }
}
