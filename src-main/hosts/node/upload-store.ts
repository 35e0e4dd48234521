import { randomUUID } from 'node:crypto'
import { constants, createWriteStream } from 'node:fs'
import { copyFile, link, mkdir, open, readdir, rm, statfs } from 'node:fs/promises'
import { extname, join, parse } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#contract/errors'
import { safeFileName } from './file-name.ts'
import { HttpError } from './http-error.ts'

export type UploadStore = ReturnType<typeof createUploadStore>
type Upload = {
  /** As the sender called it. */
  name: string
  /** As declared; undefined when the sender does not know it. */
  sizeBytes: number | undefined
  content: AsyncIterable<Uint8Array>
}
type Options = {
  folder: string
  /** Where uploaded models go to stay. */
  modelsFolder: string
  limits?: { modelBytes: number; otherBytes: number }
}

const defaultLimits = { modelBytes: 5e9, otherBytes: 2e9 }
/** Left free, so that the database can go on writing. */
const reserveBytes = 100e6
const ownFolder = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Files that a browser sent, each in a folder of its own under its own name, known by ids that nobody can guess.
 * They last as long as the session, except for models: the library goes on using a model file where it is.
 */
export function createUploadStore({ folder, modelsFolder, limits = defaultLimits }: Options) {
  const paths = new Map<string, string>()

  return {
    /** Takes a file in whole, or leaves nothing of it. */
    async receive({ name: givenName, sizeBytes, content }: Upload): Promise<{ fileId: string; name: string }> {
      const name = safeFileName(givenName)
      const isModel = extname(name).toLowerCase() === '.gguf'
      const limitBytes = isModel ? limits.modelBytes : limits.otherBytes
      if (sizeBytes !== undefined && sizeBytes > limitBytes) throw tooLarge(name, limitBytes)
      const id = randomUUID()
      const place = join(folder, id)
      const path = join(place, name)
      try {
        await mkdir(place, { recursive: true, mode: 0o700 })
        await checkSpace(folder, name, sizeBytes)
        await pipeline(atMost(content, limitBytes, name), createWriteStream(path, { flags: 'wx', mode: 0o600 }))
        const kept = isModel && (await isGguf(path)) ? await keepModel(path, modelsFolder) : path
        if (kept !== path) await rm(place, { recursive: true })
        paths.set(`upload:${id}`, kept)
        return { fileId: `upload:${id}`, name }
      } catch (error) {
        await rm(place, { recursive: true, force: true })
        throw describeWriteError(error, name)
      }
    },
    resolve: (fileId: string): string | undefined => paths.get(fileId),
    has: (fileId: string): boolean => paths.has(fileId),
    /** Removes one upload, a model too. */
    async discard(fileId: string): Promise<void> {
      const path = paths.get(fileId)
      if (path === undefined) return
      paths.delete(fileId)
      await rm(path, { force: true })
      await rm(join(folder, fileId.slice('upload:'.length)), { recursive: true, force: true })
    },
    /** Removes what earlier sessions left behind. Only for the one that holds the library's lock. */
    async clean(): Promise<void> {
      const names = await readdir(folder).catch(() => [])
      // Folders that this store did not make are not its to remove.
      const left = names.filter((name) => ownFolder.test(name) && !paths.has(`upload:${name}`))
      await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })))
    },
  }
}

async function* atMost(content: AsyncIterable<Uint8Array>, limitBytes: number, name: string) {
  let sizeBytes = 0
  for await (const chunk of content) {
    sizeBytes += chunk.length
    if (sizeBytes > limitBytes) throw tooLarge(name, limitBytes)
    yield chunk
  }
}

async function checkSpace(folder: string, name: string, sizeBytes: number | undefined): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const freeBytes = Math.max(0, bavail * bsize - reserveBytes)
  if (sizeBytes === undefined || sizeBytes <= freeBytes) return
  throw new AppError(
    'disk-full',
    `${name} needs ${sizeText(sizeBytes)}; ${sizeText(freeBytes)} are free. Nothing was stored. Free some space and choose the file again.`,
  )
}

async function isGguf(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.toString('latin1') === 'GGUF'
  } finally {
    await file.close()
  }
}

/** Moves a model to stay, beside others of the same name and never over them. */
async function keepModel(path: string, modelsFolder: string): Promise<string> {
  await mkdir(modelsFolder, { recursive: true })
  const { name, ext } = parse(path)
  for (let number = 1; ; number += 1) {
    const target = join(modelsFolder, number === 1 ? name + ext : `${name}-${number}${ext}`)
    try {
      // A link appears whole and never replaces; the copy is for folders on another disk.
      await link(path, target).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') throw error
        return copyFile(path, target, constants.COPYFILE_EXCL)
      })
      return target
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function tooLarge(name: string, limitBytes: number): HttpError {
  return new HttpError(
    413,
    'bad-file',
    `${name} is larger than the ${sizeText(limitBytes)} that can be uploaded. Nothing of it was kept. Use the command line, which reads files of any size where they are.`,
  )
}

function describeWriteError(error: unknown, name: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError(
      'disk-full',
      `The disk became full while ${name} was coming in. Nothing of it was kept. Free some space and choose the file again.`,
    )
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new AppError('not-writable', `${name} could not be stored: the app may not write to its own folder.`)
  }
  return error
}

function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${Number((bytes / 1e9).toFixed(1))} GB`
  return bytes >= 1e6 ? `${Number((bytes / 1e6).toFixed(1))} MB` : `${bytes} bytes`
}
