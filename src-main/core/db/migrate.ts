import type { Database } from 'better-sqlite3'
import { AppError } from '#contract/errors'
import { migrations as shipped } from './migrations.ts'

export type Migration = { version: number; sql: string }

/** The schema's version in a file: 0 for a new one. */
export function schemaVersion(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number
}

/** Refuses a database that a newer app wrote; nothing is changed then. */
export function refuseNewer(db: Database, latest = shipped.at(-1)?.version ?? 0): void {
  const version = schemaVersion(db)
  if (version <= latest) return
  throw new AppError(
    'database-too-new',
    `This library was made by a newer version of the app (schema ${version}, this one knows ${latest}). Nothing was changed. Update the app, or choose another library.`,
  )
}

/** Refuses a database that waits for its migration: whoever only reads cannot make it. */
export function refuseOlder(db: Database, latest = shipped.at(-1)?.version ?? 0): void {
  const version = schemaVersion(db)
  if (version >= latest) return
  throw new AppError(
    'library-locked',
    `This library is open in an older version of the app (schema ${version}, this one reads ${latest}). Nothing was changed. Close that one, then try again.`,
  )
}

/** Brings a database to the newest schema, all or nothing: after a failure the file is as the last release left it. */
export function migrate(db: Database, migrations: readonly Migration[] = shipped): void {
  refuseNewer(db, migrations.at(-1)?.version ?? 0)
  db.transaction(() => {
    const current = schemaVersion(db)
    for (const { version, sql } of migrations) {
      if (version <= current) continue
      db.exec(sql)
      db.pragma(`user_version = ${version}`)
    }
  }).exclusive()
}
