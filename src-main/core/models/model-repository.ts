import type { Database } from 'better-sqlite3'
import type { GgufHeader } from './gguf-header.ts'

/** A file in a models folder, or elsewhere by its absolute path, as it was when it was last looked at. */
export type SeenFile = {
  sha256: string
  path: string
  sizeBytes: number
  changedMs: number
  /** Whether this app took the file in itself, as an upload. */
  isCopy: boolean
}
export type StoredModel = SeenFile & { header: GgufHeader }

export function createModelRepository(db: Database) {
  const columns = 'sha256, path, size_bytes AS sizeBytes, changed_ms AS changedMs, is_copy AS isCopy'
  const selectAll = db.prepare<[], Stored<StoredModel> & { header: string }>(
    `SELECT ${columns}, header FROM model ORDER BY added_at, sha256`,
  )
  // A file that took the place of a copy is none.
  const upsert = db.prepare(`
    INSERT INTO model (sha256, path, size_bytes, changed_ms, is_copy, header, added_at)
    VALUES (@sha256, @path, @sizeBytes, @changedMs, @isCopy, @header, @addedAt)
    ON CONFLICT (sha256) DO UPDATE SET path = @path, size_bytes = @sizeBytes, changed_ms = @changedMs,
      is_copy = max(@isCopy, is_copy AND path = @path), header = @header
  `)
  const remove = db.prepare('DELETE FROM model WHERE sha256 = ?')
  const selectHidden = db.prepare<[], Stored<SeenFile>>(`SELECT ${columns} FROM hidden_model`)
  const upsertHidden = db.prepare(`
    INSERT OR REPLACE INTO hidden_model (sha256, path, size_bytes, changed_ms, is_copy, hidden_at)
    VALUES (@sha256, @path, @sizeBytes, @changedMs, @isCopy, @hiddenAt)
  `)
  const unhide = db.prepare('DELETE FROM hidden_model WHERE sha256 = ?')
  const allHidden = (): SeenFile[] => selectHidden.all().map((file) => ({ ...file, isCopy: file.isCopy === 1 }))

  return {
    all: (): StoredModel[] =>
      selectAll.all().map((model) => ({
        ...{ ...model, isCopy: model.isCopy === 1 },
        header: JSON.parse(model.header) as GgufHeader,
      })),
    allHidden,
    /** Makes a model known, also one that was hidden. */
    put: db.transaction((model: StoredModel, addedAt: number): void => {
      const hidden = allHidden().find(({ sha256 }) => sha256 === model.sha256)
      const isCopy = model.isCopy || (hidden?.isCopy === true && hidden.path === model.path)
      upsert.run({ ...model, isCopy: Number(isCopy), header: JSON.stringify(model.header), addedAt })
      unhide.run(model.sha256)
    }),
    remove: (sha256: string): boolean => remove.run(sha256).changes === 1,
    /** Forgets a model and remembers its file, so that it is not found again by itself. */
    hide: db.transaction(({ sha256, path, sizeBytes, changedMs, isCopy }: SeenFile, hiddenAt: number): void => {
      upsertHidden.run({ sha256, path, sizeBytes, changedMs, isCopy: Number(isCopy), hiddenAt })
      remove.run(sha256)
    }),
  }
}

/** SQLite has no true and false. */
type Stored<T> = Omit<T, 'isCopy' | 'header'> & { isCopy: number }

export type ModelRepository = ReturnType<typeof createModelRepository>
