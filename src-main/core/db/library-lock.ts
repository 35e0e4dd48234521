import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '#contract/errors'
import { describeDatabaseError } from './database-error.ts'

export type LibraryLock = { release: () => void }

/**
 * Makes this process the library's one writer. The lock is a lock of the operating system on a file of its own, so it
 * ends with its process however that ends; the owner's name stands beside it for the message that others get.
 */
export function lockLibrary(folder: string, owner: string): LibraryLock {
  const ownerFile = join(folder, 'library.owner')
  const db = new Database(join(folder, 'library.lock'))
  try {
    db.pragma('busy_timeout = 0')
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE')
    writeFileSync(ownerFile, `${owner} (process ${process.pid})`)
  } catch (error) {
    db.close()
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw describeDatabaseError(error) ?? error
    throw new AppError(
      'library-locked',
      `The library ${folder} is in use by ${describeOwner(ownerFile)}. Nothing was changed. Close that first, or choose another library.`,
    )
  }
  return { release: () => void db.close() }
}

function describeOwner(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(0, 200)
  } catch {
    return 'another program' // It may be between its lock and its name.
  }
}
