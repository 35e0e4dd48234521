import type { Database } from 'better-sqlite3'
import type { GgufHeader } from './gguf-header.ts'

export type StoredModel = { sha256: string; path: string; sizeBytes: number; changedMs: number; header: GgufHeader }

export function createModelRepository(db: Database) {
  const columns = 'sha256, path, size_bytes AS sizeBytes, changed_ms AS changedMs, header'
  const selectAll = db.prepare<[], Omit<StoredModel, 'header'> & { header: string }>(
    `SELECT ${columns} FROM model ORDER BY added_at, sha256`,
  )
  const upsert = db.prepare(`
    INSERT INTO model (sha256, path, size_bytes, changed_ms, header, added_at)
    VALUES (@sha256, @path, @sizeBytes, @changedMs, @header, @addedAt)
    ON CONFLICT (sha256) DO UPDATE SET path = @path, size_bytes = @sizeBytes, changed_ms = @changedMs, header = @header
  `)
  const remove = db.prepare('DELETE FROM model WHERE sha256 = ?')

  return {
    all: (): StoredModel[] =>
      selectAll.all().map((model) => ({ ...model, header: JSON.parse(model.header) as GgufHeader })),
    put: (model: StoredModel, addedAt: number): void =>
      void upsert.run({ ...model, header: JSON.stringify(model.header), addedAt }),
    remove: (sha256: string): boolean => remove.run(sha256).changes === 1,
  }
}

export type ModelRepository = ReturnType<typeof createModelRepository>
