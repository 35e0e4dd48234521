import type { PreviewLine } from '#contract/personas'
import { openDatabase } from '../db/open-database.ts'
import { holderOf } from './import-store.ts'

type KnownFrom = (key: Buffer) => PreviewLine['knownFrom']

/** While `read` goes through a file: tells of each persona whether the library, or the file above it, has it already. */
export function withKnownKeys<T>(databaseFile: string, read: (knownFrom: KnownFrom) => T): T {
  const db = openDatabase(databaseFile, { readonly: true })
  try {
    const holder = holderOf(db)
    const seen = new Set<string>()
    return read((key) => {
      const name = key.toString('base64')
      if (seen.has(name)) return 'file'
      seen.add(name)
      return holder.get({ key }) && 'library'
    })
  } finally {
    db.close()
  }
}
