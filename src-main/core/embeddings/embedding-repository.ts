import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { keyBytes } from '../text.ts'

/** Key of a text as it stands, first 16 bytes of SHA-256: models may tell capitals and spaces apart. */
export function exactTextKey(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest().subarray(0, keyBytes)
}

/** Vectors that were computed, by model and text. A blob holds 32-bit floats, low byte first. */
export function createEmbeddingRepository(db: Database) {
  const select = db
    .prepare<[modelSha256: string, textKey: Buffer], Buffer>(
      'SELECT vector FROM embedding WHERE model_sha256 = ? AND text_key = ?',
    )
    .pluck()
  const insert = db.prepare('INSERT OR IGNORE INTO embedding (model_sha256, text_key, vector) VALUES (?, ?, ?)')

  return {
    find(modelSha256: string, textKey: Buffer): Float32Array | undefined {
      const blob = select.get(modelSha256, textKey)
      // A copy: a blob may begin at any byte, floats at every fourth.
      return blob && new Float32Array(Uint8Array.from(blob).buffer)
    },
    put: db.transaction((modelSha256: string, vectors: readonly { textKey: Buffer; vector: Float32Array }[]): void => {
      for (const { textKey, vector } of vectors) {
        insert.run(modelSha256, textKey, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength))
      }
    }),
  }
}

export type EmbeddingRepository = ReturnType<typeof createEmbeddingRepository>
