/** One source of a file could not give it; the next one is tried. The message follows the source's name and a colon. */
export class SourceError extends Error {}

const DISK_CODES = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']

/**
 * Whether our own disk is to blame, so that no other source would help. An error that names a path comes from a file,
 * never from a connection.
 * @param {unknown} error
 * @returns {error is NodeJS.ErrnoException}
 */
export function isDiskError(error) {
  return error instanceof Error && 'code' in error && ('path' in error || DISK_CODES.includes(String(error.code)))
}
