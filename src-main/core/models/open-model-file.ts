import { closeSync, constants, fstatSync, openSync, type Stats, statSync } from 'node:fs'
import { AppError } from '#contract/errors'
import { printableName } from '../printable-name.ts'
import type { OpenFile } from './gguf-reader.ts'
import { refuseForeignFormat } from './refuse-foreign-format.ts'

/** Opens a file that begins like a GGUF, hands it to `use` and closes it. Folders, pipes and devices are never read. */
export function withModelFile<T>(path: string, use: (file: OpenFile) => T): T {
  const name = printableName(path)
  const fd = open(path, name)
  try {
    const file = { fd, name, sizeBytes: regularSize(fstatSync(fd), name) }
    refuseForeignFormat(file)
    return use(file)
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? unreadable(name, error) : error
  } finally {
    closeSync(fd)
  }
}

function open(path: string, name: string): number {
  try {
    // Opening can already move a device; without waiting, should a pipe take the file's place in between.
    regularSize(statSync(path), name)
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(name, error)
  }
}

function regularSize(stats: Stats, name: string): number {
  if (stats.isFile()) return stats.size
  const kind = stats.isDirectory() ? 'a folder' : 'not a regular file'
  throw new AppError('model-unusable', `${name} is ${kind}. Choose the model's .gguf file itself.`)
}

function unreadable(name: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError('model-missing', `There is no file ${name}. Check the path, or download the model again.`, {
      cause,
    })
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new AppError('model-unusable', `${name} may not be read by this user. Change its permissions.`, { cause })
  }
  return new AppError('model-unusable', `${name} cannot be read (${code || 'unknown reason'}).`, { cause })
}
