import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { AppError } from '#contract/errors'
import { backUp } from './back-up.ts'
import { migrate, refuseNewer, schemaVersion } from './migrate.ts'
import { migrations } from './migrations.ts'

/** Older SQLite can corrupt a WAL file that two connections write to (fixed in 3.51.3). */
const oldestSafeSqlite = [3, 51, 3] as const
/** Marks a file as this app's own: "PLoo". */
const applicationId = 0x504c6f6f
/** A check takes about 4 ms a megabyte: larger libraries are checked before a migration and by `loom doctor`. */
const quickCheckBytes = 64 * 2 ** 20

/** The only place where a database is opened, and so the only one that chooses its settings. `isSecure` writes zeros over what is deleted. */
export function openDatabase(file: string, { readonly = false, isSecure = false } = {}): Database.Database {
  if (file !== ':memory:') refuseForeign(file)
  const db = connect(file, readonly)
  try {
    refuseOldSqlite(db)
    db.pragma('busy_timeout = 5000')
    db.pragma('foreign_keys = ON')
    db.pragma('temp_store = MEMORY')
    db.pragma('cache_size = -65536')
    if (isSecure) db.pragma('secure_delete = ON')
    if (!readonly) {
      db.pragma('journal_mode = WAL')
      db.pragma('synchronous = FULL')
      if (db.pragma('synchronous', { simple: true }) !== 2) throw new Error('SQLite did not accept synchronous = FULL')
    }
    refuseNewer(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Opens a library's database for its writer: checked, backed up before a migration, and migrated. */
export function openLibraryDatabase(file: string): Database.Database {
  const db = openDatabase(file)
  try {
    const version = schemaVersion(db)
    const latest = migrations.at(-1)?.version ?? 0
    if (version > 0 && (version < latest || statSync(file).size < quickCheckBytes)) checkWhole(db, file)
    if (version > 0 && version < latest) backUp(db, `${file}.backup-v${version}`)
    migrate(db)
    if (version === 0) db.pragma(`application_id = ${applicationId}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function connect(file: string, readonly: boolean): Database.Database {
  try {
    return new Database(file, readonly ? { readonly: true, fileMustExist: true } : {})
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'SQLITE_CANTOPEN' || /directory does not exist/i.test(message)) {
      throw new AppError(
        'not-writable',
        `The library ${file} cannot be opened: ${message}. Nothing was changed. Choose another folder.`,
      )
    }
    throw error
  }
}

/** A 0-byte file opens as a healthy empty database, so a library that lost its content would pass for a new one. */
function refuseForeign(file: string): void {
  if (!existsSync(file)) return
  const { size } = statSync(file)
  const signature = size >= 16 ? firstBytes(file, 15) : ''
  if (signature === 'SQLite format 3') return
  if (size === 0 && !existsSync(`${file}-wal`)) {
    throw setAside(file, 'is empty (0 bytes)')
  }
  if (size > 0) throw setAside(file, 'is not a database of this app')
}

function setAside(file: string, what: string): AppError {
  const damaged = `${file}.damaged`
  return new AppError(
    'library-damaged',
    `The library's file ${file} ${what}. It was left as it is. Rename it to ${damaged} and start again for a new library, or put a backup in its place.`,
  )
}

/** Throws `library-damaged` unless SQLite finds the file sound. */
export function checkWhole(db: Database.Database, file: string): void {
  let verdict: unknown
  try {
    verdict = db.pragma('quick_check(1)', { simple: true })
  } catch (error) {
    verdict = error
  }
  if (verdict !== 'ok') throw setAside(file, 'is damaged')
}

function refuseOldSqlite(db: Database.Database): void {
  const version = String(db.prepare('SELECT sqlite_version()').pluck().get())
  const parts = version.split('.').map(Number)
  const older = oldestSafeSqlite.findIndex((part, at) => (parts[at] ?? 0) !== part)
  if (older >= 0 && (parts[older] ?? 0) < (oldestSafeSqlite[older] ?? 0)) {
    throw new Error(`SQLite ${version} is older than ${oldestSafeSqlite.join('.')}`)
  }
}

function firstBytes(file: string, count: number): string {
  const handle = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(count)
    readSync(handle, bytes, 0, count, 0)
    return bytes.toString('latin1')
  } finally {
    closeSync(handle)
  }
}
