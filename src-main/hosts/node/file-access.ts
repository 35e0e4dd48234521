import { realpathSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { AppError } from '#contract/errors'
import type { Host } from '../../core/host.ts'
import type { UploadStore } from './upload-store.ts'

type Deps = {
  uploads: Pick<UploadStore, 'resolve'>
  /** Folders whose files the person in the browser may pick; absolute. */
  allowedFolders: string[]
}

/**
 * What a browser may name as a file: its own uploads, and files in folders that were chosen when the app was started.
 * It never names a place to write to: what it makes comes out by download.
 */
export function createFileAccess({ uploads, allowedFolders }: Deps): Host['resolveFile'] {
  const folders = allowedFolders.map((folder) => resolve(folder))

  return (fileId, use) => {
    if (use === 'write') {
      throw new AppError('forbidden', 'In the browser, files leave the app by download. Nothing was written.')
    }
    if (fileId.startsWith('upload:')) return uploadedFile(fileId)
    // Judged by its spelling first, so that no path from outside is ever looked at, not even to see whether it exists.
    const folder = isAbsolute(fileId) ? folders.find((each) => isInside(each, resolve(fileId))) : undefined
    if (folder === undefined) throw outside()
    const path = realPath(fileId)
    if (!isInside(realPath(folder), path)) throw outside()
    if (!statSync(path).isFile()) throw new AppError('bad-file', `${fileId} is not a regular file.`)
    return path
  }

  function uploadedFile(fileId: string): string {
    const path = uploads.resolve(fileId)
    if (path === undefined) throw new AppError('not-found', 'The uploaded file is no longer there. Choose it again.')
    return path
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    throw new AppError('not-found', `${path} is not there. Choose another file.`)
  }
}

function outside(): AppError {
  return new AppError(
    'forbidden',
    'This file is outside the folders that the app may read. Choose it in the dialog or drop it on the window instead.',
  )
}
