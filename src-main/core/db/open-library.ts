import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { AppError } from '#contract/errors'
import { describeDatabaseError } from './database-error.ts'
import { lockLibrary } from './library-lock.ts'
import { refuseOlder } from './migrate.ts'
import { openDatabase, openLibraryDatabase } from './open-database.ts'

export type Library = { db: Database; databaseFile: string; close: () => void }

/** Opens a library folder, for its one writer or beside it. A new folder is made for the writer only. */
export function openLibrary(folder: string, access: 'write' | 'read', owner: string): Library {
  const databaseFile = join(folder, 'library.db')
  if (access === 'read' && existsSync(databaseFile)) {
    const db = openDatabase(databaseFile, { readonly: true })
    try {
      refuseOlder(db)
    } catch (error) {
      db.close()
      throw error
    }
    return { db, databaseFile, close: () => void db.close() }
  }
  try {
    mkdirSync(join(folder, 'exports'), { recursive: true })
  } catch (error) {
    throw new AppError(
      'not-writable',
      `The folder ${folder} cannot be written to (${(error as Error).message}). Nothing was changed. Choose another library folder.`,
    )
  }
  const lock = lockLibrary(folder, owner)
  try {
    const db = openLibraryDatabase(databaseFile)
    return {
      db,
      databaseFile,
      close() {
        db.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw describeDatabaseError(error) ?? error
  }
}
