import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { schemaVersion } from './migrate.ts'

/** Copies a database beside itself and opens the copy to see that it is whole; throws before anything else is done if not. */
export function backUp(db: Database.Database, target: string): void {
  rmSync(target, { force: true })
  db.prepare('VACUUM INTO ?').run(target)
  const copy = new Database(target, { readonly: true, fileMustExist: true })
  try {
    const whole = copy.pragma('integrity_check(1)', { simple: true }) === 'ok'
    if (!whole || schemaVersion(copy) !== schemaVersion(db) || countRows(copy) !== countRows(db)) {
      throw new Error(`The backup ${target} is not whole. Nothing was changed.`)
    }
  } finally {
    copy.close()
  }
}

function countRows(db: Database.Database): string {
  const tables = db
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .pluck()
    .all() as string[]
  return tables.map((table) => `${table}:${db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()}`).join(' ')
}
