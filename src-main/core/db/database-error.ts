import { AppError } from '#contract/errors'

/** What SQLite's own errors mean to a person; undefined for those that are our bugs. */
export function describeDatabaseError(error: unknown): AppError | undefined {
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code !== 'string') return undefined
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new AppError(
      'disk-full',
      'The disk is full. Everything written so far is safe. Free some space, then go on.',
      { cause: error },
    )
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EROFS') {
    return new AppError(
      'not-writable',
      'The library cannot be written to. Nothing was lost. Choose another folder, or allow writing to this one.',
      { cause: error },
    )
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new AppError(
      'library-damaged',
      'The library is damaged. It was left as it is. Copy its folder, then put a backup in its place.',
      { cause: error },
    )
  }
  return undefined
}
