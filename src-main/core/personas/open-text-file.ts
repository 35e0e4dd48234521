import { isUtf8 } from 'node:buffer'
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs'
import { AppError } from '#contract/errors'

export type TextFile = {
  /** As it may stand in a sentence. */
  name: string
  sizeBytes: number
  /** Bytes that the newest walk through the file has read. */
  readBytes: () => number
  /** The file's bytes from its start, in pieces that end between characters (but for a file that is cut inside one). */
  pieces: () => Generator<Buffer>
  /** True when somebody wrote to the file since it was opened. */
  changed: () => boolean
}

const pieceBytes = 256 * 1024

/** Opens a UTF-8 text file of any size, hands it to `use` and closes it. Links, folders, pipes and devices are refused. */
export async function withTextFile<T>(path: string, name: string, use: (file: TextFile) => T | Promise<T>): Promise<T> {
  const fd = open(path, name)
  try {
    const opened = requireRegular(fstatSync(fd), name)
    if (opened.size === 0) {
      throw new AppError('bad-file', `${name} is empty. The copy or download did not finish. Get the file again.`)
    }
    let readBytes = 0
    return await use({
      name,
      sizeBytes: opened.size,
      readBytes: () => readBytes,
      *pieces() {
        readBytes = 0
        for (const piece of readPieces(fd, name)) {
          readBytes += piece.length
          yield piece
        }
      },
      changed() {
        const now = fstatSync(fd)
        return now.size !== opened.size || now.mtimeMs !== opened.mtimeMs
      },
    })
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? unreadable(name, error) : error
  } finally {
    closeSync(fd)
  }
}

function open(path: string, name: string): number {
  try {
    requireRegular(lstatSync(path), name)
    // Without waiting and without following, should a pipe or a link have taken the file's place since.
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0))
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(name, error)
  }
}

function requireRegular(stats: Stats, name: string): Stats {
  if (stats.isFile()) return stats
  const kind = stats.isSymbolicLink() ? ' (a link)' : stats.isDirectory() ? ' (a folder)' : ''
  throw new AppError('bad-file', `${name}: Not a regular file${kind}. Nothing was imported. Choose the file itself.`)
}

function unreadable(name: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError('not-found', `There is no file ${name}. Check the path.`, { cause })
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new AppError('bad-file', `${name} may not be read by this user. Change its permissions.`, { cause })
  }
  return new AppError('bad-file', `${name} cannot be read (${code || 'unknown reason'}).`, { cause })
}

function* readPieces(fd: number, name: string): Generator<Buffer> {
  let carried = Buffer.alloc(0)
  for (let position = 0; ; ) {
    const bytes = Buffer.allocUnsafe(carried.length + pieceBytes)
    carried.copy(bytes)
    const count = readSync(fd, bytes, carried.length, pieceBytes, position)
    if (count === 0) {
      if (carried.length > 0) yield carried
      return
    }
    const filled = bytes.subarray(0, carried.length + count)
    const piece = filled.subarray(0, filled.length - unfinishedBytes(filled))
    const start = position - carried.length
    if (start === 0) refuseOtherFormats(filled, name)
    if (!isUtf8(piece)) throw notUtf8(name, start + firstInvalid(piece), '')
    yield piece
    carried = filled.subarray(piece.length)
    position += count
  }
}

/** Bytes at the end that begin a character without finishing it. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte >= 0xc0) return back < characterBytes(byte) ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}

function characterBytes(first: number): number {
  return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1
}

function firstInvalid(bytes: Buffer): number {
  let at = 0
  for (let length = 0; at < bytes.length; at += length) {
    length = characterBytes(bytes[at] as number)
    if (!isUtf8(bytes.subarray(at, at + length))) return at
  }
  return at
}

function refuseOtherFormats(head: Buffer, name: string): void {
  const marks = head.subarray(0, 4).toString('latin1')
  if (marks.startsWith('\xff\xfe') || marks.startsWith('\xfe\xff')) throw notUtf8(name, 0, '; looks like UTF-16')
  if (hasNulPattern(head)) throw notUtf8(name, head.indexOf(0), '; looks like UTF-16')
  const advice = [
    ['PK\x03\x04', 'is a spreadsheet or an archive. Save the table as CSV (UTF-8) and import that.'],
    ['\x1f\x8b', 'is packed. Unpack it and import the file inside.'],
    ['PAR1', 'is a Parquet file, which cannot be read here. Save it as JSONL or CSV and import that.'],
    ['%PDF', 'is a PDF document. Save its text as a text file and import that.'],
  ].find(([mark]) => marks.startsWith(mark as string))?.[1]
  if (advice) throw new AppError('bad-file', `${name} ${advice}`)
}

/** UTF-16 without a mark: in European text every second byte is 0, which UTF-8 would allow. */
function hasNulPattern(head: Buffer): boolean {
  const bytes = head.subarray(0, 2000)
  const zeros = [0, 0]
  bytes.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] as number) + 1
  })
  return bytes.length >= 4 && Math.max(...zeros) > bytes.length * 0.2 && Math.min(...zeros) < bytes.length * 0.05
}

function notUtf8(name: string, offset: number, guess: string): AppError {
  return new AppError(
    'bad-file',
    `${name}: Not UTF-8 at byte ${offset}${guess}. Nothing was imported. Save it as UTF-8 and import again.`,
  )
}
