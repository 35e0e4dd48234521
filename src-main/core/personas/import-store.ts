import type { Database } from 'better-sqlite3'
import { AppError } from '#contract/errors'
import { createItemText } from '../lists/item-text.ts'
import { usedBit } from '../lists/persona-facets.ts'
import type { DatasetStore, ImportedRow } from './dataset-store.ts'
import { textFacets } from './text-facets.ts'

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
    INSERT INTO persona (key, text, source_id, added_at, facets) VALUES (@key, @text, @sourceId, @addedAt, @facets)
  `)
  const selectHolder = holderOf(db)
  const insertPlace = db.prepare(`
    INSERT OR IGNORE INTO source_persona (source_id, position, persona_id, facets)
    VALUES (@sourceId, @position, @id, @facets)
  `)
  const selectPlace = db
    .prepare<[sourceId: number, id: number], number>(
      'SELECT position FROM source_persona WHERE source_id = ? AND persona_id = ?',
    )
    .pluck()
  const useOne = db.prepare(`UPDATE persona SET facets = facets | ${usedBit} WHERE id = ?`)
  const indexTexts = db.prepare('INSERT INTO persona_text (rowid, text) SELECT id, text FROM persona WHERE id > ?')

  const grow = dataset ? createItemText(db).grow : (store: () => void) => store()

  let sourceId: number | null = null
  let added = 0
  let repeated = 0

  /** Stores entries until they or the time are used up; returns how many. */
  const storeSome = db.transaction((entries: readonly ImportEntry[], from: number) => {
    const started = performance.now()
    insertSource.run(source)
    const owner = selectSource.get(source) as number
    const last = selectLast.get()
    dataset?.open()
    let stored = from
    let fresh = 0
    let twice = 0
    grow(() => {
      while (stored < entries.length && (stored === from || performance.now() - started < longestMs)) {
        const { position, key, text, row } = entries[stored] as ImportEntry
        const known = selectHolder.get({ key })
        const facets = known?.facets ?? textFacets(text) | (row ? usedBit : 0)
        const persona = { key, text, sourceId: owner, addedAt: source.addedAt, facets }
        const id = known?.id ?? Number(insertPersona.run(persona).lastInsertRowid)
        if (!known) fresh += 1
        const { changes } = insertPlace.run({ sourceId: owner, position, id, facets })
        // At the place that it has from an earlier import of the file it stands for the first time.
        if (changes === 0 && (selectPlace.get(owner, id) ?? position) < position) twice += 1
        if (row) {
          dataset?.add(row, key, text)
          if ((facets & usedBit) === 0) useOne.run(id)
        }
        stored += 1
      }
    })
    indexTexts.run(last)
    return { stored, fresh, twice, owner }
  })

  return {
    store(entries: readonly ImportEntry[]): void {
      for (let at = 0; at < entries.length; ) {
        const done = withoutBusy(() => storeSome.immediate(entries, at))
        sourceId = done.owner
        added += done.fresh
        repeated += done.twice
        at = done.stored
      }
    },
    finish: (): void => withoutBusy(() => dataset?.finish()),
    /** Null until a persona was stored: a file that gives none leaves nothing behind. */
    sourceId: (): number | null => sourceId,
    added: (): number => added,
    /** Those that stand further up in the file. */
    repeated: (): number => repeated,
  }
}

/** Who has a text's key. One that was edited since still counts as known: the same file brings nothing twice. */
export function holderOf(db: Database) {
  return db.prepare<[{ key: Buffer }], { id: number; facets: number }>(`
    SELECT id, facets FROM persona WHERE key = @key UNION ALL
    SELECT id, facets FROM persona_original JOIN persona ON id = persona_id WHERE persona_original.key = @key LIMIT 1
  `)
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
