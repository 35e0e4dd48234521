import { statSync } from 'node:fs'
import { AppError } from '#contract/errors'
import type { Clock } from '../clock.ts'
import { hashFile } from '../hash-file.ts'
import { readGgufHeader } from './gguf-header.ts'
import type { ModelFolders } from './model-folders.ts'
import type { ModelRepository, StoredModel } from './model-repository.ts'

type Deps = { models: ModelRepository; folders: ModelFolders; clock: Clock }

/** Makes model files known: those that are named, and those that lie in a models folder. */
export function createModelFinder({ models, folders, clock }: Deps) {
  /** Files that were looked at and passed over, with their size and time: they are read again only when those change. */
  const passedOver = new Map<string, string>()

  async function look(path: string, isCopy: boolean): Promise<StoredModel> {
    const header = readGgufHeader(path)
    const { size, mtimeMs } = statSync(path)
    return {
      ...{ sha256: await hashFile(path), path: folders.portablePath(path) },
      ...{ sizeBytes: size, changedMs: Math.round(mtimeMs), isCopy, header },
    }
  }

  /** True for a file that was made known. One that is hidden stays so under another name too. */
  async function find(path: string): Promise<boolean> {
    const found = await look(path, false)
    const hidden = models.allHidden().find(({ sha256 }) => sha256 === found.sha256)
    if (hidden) models.hide({ ...found, isCopy: hidden.isCopy && hidden.path === found.path }, clock.now())
    const twin = models.all().find(({ sha256 }) => sha256 === found.sha256)
    if (hidden || (twin && folders.actualPath(twin))) return false
    models.put(found, clock.now())
    return true
  }

  function isHidden(path: string, size: number, mtimeMs: number): boolean {
    const name = folders.portablePath(path)
    const hidden = models.allHidden().find((file) => file.path === name)
    return hidden?.sizeBytes === size && hidden.changedMs === Math.round(mtimeMs)
  }

  return {
    /** Throws for a file that is no model. */
    async add(path: string, isCopy: boolean): Promise<StoredModel> {
      const found = await look(path, isCopy)
      models.put(found, clock.now())
      return found
    },

    /** Makes the files of the models folders known; one that is not a model is passed over here and named by `model.add`. */
    async scan(): Promise<void> {
      const known = models.all().flatMap((model) => folders.actualPath(model) ?? [])
      for (const path of folders.files()) {
        const stats = statSync(path, { throwIfNoEntry: false })
        if (!stats || known.includes(path) || isHidden(path, stats.size, stats.mtimeMs)) continue
        const mark = `${stats.size} ${stats.mtimeMs}`
        if (passedOver.get(path) === mark) continue
        const isFound = await find(path).catch((error: unknown) => {
          if (error instanceof AppError) return false
          throw error
        })
        if (isFound) passedOver.delete(path)
        else passedOver.set(path, mark)
      }
    },

    /** A file in a models folder with this content. */
    async findCopy({ sha256, sizeBytes }: StoredModel): Promise<StoredModel['path'] | undefined> {
      for (const path of folders.files()) {
        if (statSync(path, { throwIfNoEntry: false })?.size !== sizeBytes) continue
        if ((await hashFile(path)) === sha256) return path
      }
      return undefined
    },
  }
}

export type ModelFinder = ReturnType<typeof createModelFinder>
