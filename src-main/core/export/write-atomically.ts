import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { AppError } from '#contract/errors'

/** `replace` an existing file, `refuse` to, or take a name beside it: `rows.csv`, `rows, 2026-11-27 03.40.csv`. */
export type IfThere = 'replace' | 'refuse' | { toldApartBy: string }

export type Written<T> = { path: string; sizeBytes: number; sha256: string; value: T }

/** Takes the next piece of a file: text as UTF-8, or bytes as they are. */
export type Put = (piece: string | Uint8Array) => void

const bufferedCharacters = 512 * 1024

/**
 * Writes a file that is there whole or not at all: beside its place first, synced, then put there, its folder synced.
 * `write` hands over the text piece by piece; whatever it throws leaves no file behind.
 */
export function writeAtomically<T>(path: string, ifThere: IfThere, write: (put: Put) => T): Written<T> {
  let temporary: string | undefined
  let fd: number | undefined
  try {
    const isOwnName = typeof ifThere === 'object'
    if (isOwnName) mkdirSync(dirname(path), { recursive: true })
    const wanted = isOwnName ? path : checkTarget(path, ifThere)
    const folder = dirname(wanted)
    const name = `.${randomBytes(6).toString('hex')}.${basename(wanted).slice(0, 60)}.part`
    fd = openSync(join(folder, name), 'wx')
    temporary = join(folder, name)
    const sink = createSink(fd)
    const value = write(sink.put)
    const { sizeBytes, sha256 } = sink.finish()
    fsyncSync(fd)
    closeSync(fd)
    fd = undefined
    const placed = place(temporary, wanted, ifThere)
    syncFolder(folder)
    return { path: placed, sizeBytes, sha256, value }
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? describe(error as NodeJS.ErrnoException, path) : error
  } finally {
    if (fd !== undefined) closeSync(fd)
    if (temporary !== undefined) rmSync(temporary, { force: true })
  }
}

/** The file that would be written: behind a link its target, and never a folder or a device in its place. */
function checkTarget(path: string, ifThere: 'replace' | 'refuse'): string {
  const there = statSync(path, { throwIfNoEntry: false })
  if (!there) return path
  if (ifThere === 'refuse') throw alreadyThere(path)
  if (there.isFile()) return realpathSync(path)
  const kind = there.isDirectory() ? 'a folder' : 'not a regular file'
  throw new AppError(
    'not-writable',
    `Cannot write to ${path}: it is ${kind}. It was left as it is. Choose another name.`,
  )
}

function createSink(fd: number) {
  const hash = createHash('sha256')
  let waiting: (string | Uint8Array)[] = []
  let characters = 0
  let sizeBytes = 0

  function flush(): void {
    const bytes = Buffer.concat(
      waiting.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece)),
    )
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
    hash.update(bytes)
    sizeBytes += bytes.length
    waiting = []
    characters = 0
  }

  return {
    put(piece: string | Uint8Array): void {
      waiting.push(piece)
      characters += piece.length
      if (characters >= bufferedCharacters) flush()
    },
    finish() {
      flush()
      return { sizeBytes, sha256: hash.digest('hex') }
    },
  }
}

/** Puts the finished file where it belongs; returns where that is. */
function place(temporary: string, path: string, ifThere: IfThere): string {
  if (ifThere === 'replace') {
    renameSync(temporary, path)
    return path
  }
  if (takeName(temporary, path)) return path
  if (ifThere === 'refuse') throw alreadyThere(path)
  const extension = extname(path)
  const stem = `${path.slice(0, path.length - extension.length)}, ${ifThere.toldApartBy}`
  for (let copy = 1; ; copy++) {
    const target = copy === 1 ? `${stem}${extension}` : `${stem} (${copy})${extension}`
    if (takeName(temporary, target)) return target
  }
}

/** Gives the file a name that nothing has; false when it is taken. A link, unlike a rename, never overwrites. */
function takeName(temporary: string, target: string): boolean {
  try {
    linkSync(temporary, target)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(target)) return false
  }
  // File systems without links (FAT, some network folders).
  renameSync(temporary, target)
  return true
}

function alreadyThere(path: string): AppError {
  return new AppError(
    'output-exists',
    `${path} is there already and was left as it is. Choose another name, or allow replacing it.`,
  )
}

/** Without it a power loss could forget the new name. Windows cannot open folders and needs no sync. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function describe(cause: NodeJS.ErrnoException, path: string): AppError {
  if (cause.code === 'ENOSPC' || cause.code === 'EDQUOT') {
    return new AppError(
      'disk-full',
      `The disk is full, so ${path} was not written. The rows are safe in the library. Free some space and export again.`,
      { cause },
    )
  }
  const reasons: Record<string, string> = {
    ENOENT: 'its folder does not exist',
    EEXIST: 'a part of its path is a file, not a folder',
    ENOTDIR: 'a part of its path is a file, not a folder',
    EISDIR: 'it is a folder',
    EACCES: 'writing there is not allowed',
    EPERM: 'writing there is not allowed',
    EROFS: 'the disk is read-only',
    ENAMETOOLONG: 'its name is too long',
  }
  const reason = reasons[cause.code ?? ''] ?? `the disk reported ${cause.code}`
  return new AppError(
    'not-writable',
    `Cannot write to ${path}: ${reason}. The rows are safe in the library. Choose another folder or name.`,
    { cause },
  )
}
