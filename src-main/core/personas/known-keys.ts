import type { PreviewLine } from '#contract/personas'
import { openDatabase } from '../db/open-database.ts'
import { holderOf } from './import-store.ts'

type KnownFrom = (key: Buffer, line: number) => Pick<PreviewLine, 'knownFrom' | 'firstLine'>

/** While `read` goes through a file: tells of each persona whether the library, or the file above it, has it already. */
export function withKnownKeys<T>(databaseFile: string, read: (knownFrom: KnownFrom) => T): T {
  const db = openDatabase(databaseFile, { readonly: true })
  try {
    const holder = holderOf(db)
    const firstLines = new Map<string, number>()
    return read((key, line) => {
      const name = key.toString('base64')
      const firstLine = firstLines.get(name)
      if (firstLine !== undefined) return { knownFrom: 'file', firstLine }
      firstLines.set(name, line)
      return holder.get({ key }) ? { knownFrom: 'library' } : {}
    })
  } finally {
    db.close()
  }
}
