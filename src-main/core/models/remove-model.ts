import { statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '#contract/errors'
import type { Model } from '#contract/models'
import type { Clock } from '../clock.ts'
import { hashFile } from '../hash-file.ts'
import type { ModelUse } from '../model-gate.ts'
import type { ModelFinder } from './find-models.ts'
import type { ModelFolders } from './model-folders.ts'
import type { ModelRepository, StoredModel } from './model-repository.ts'

type Deps = {
  models: ModelRepository
  folders: ModelFolders
  finder: ModelFinder
  clock: Clock
  /** What the model is used for now. */
  usedFor: (sha256: string) => ModelUse | undefined
  /** Has the engine let go of a file that it may hold open. */
  letGo: () => Promise<void>
}

type Removal = { model: StoredModel; name: string; place: Model['place']; deleteFile: boolean }

/**
 * Takes a model out of the list for good: its file is deleted where that is asked for and the file is the app's own;
 * else it stays, and where it would be found again by itself, it is remembered as hidden.
 */
export async function removeModel(deps: Deps, { model, name, place, deleteFile }: Removal): Promise<void> {
  const { models, folders, finder, clock } = deps
  const use = deps.usedFor(model.sha256)
  if (use) throw new AppError('busy', `${inUse(name, use)} Nothing was removed.`)
  if (deleteFile) await deleteCopy(model, name, place, folders.actualPath(model), deps.letGo)
  const left = place === 'models-folder' || (place === 'own' && !deleteFile)
  const path = left ? folders.actualPath(model) : await finder.findCopy(model)
  if (path === undefined) return void models.remove(model.sha256)
  const { size, mtimeMs } = statSync(path)
  const file = { path: folders.portablePath(path), sizeBytes: size, changedMs: Math.round(mtimeMs) }
  models.hide({ sha256: model.sha256, ...file, isCopy: left && model.isCopy }, clock.now())
}

function inUse(name: string, use: ModelUse): string {
  if (use === 'run' || use === 'try')
    return `${name} is making rows now. Pause the dataset or let it finish, then remove the model.`
  if (use === 'measuring') return `${name} is being measured now. Remove it when that is done, in a minute or two.`
  return `${name} is being tried out now. Remove it when that is done, in a moment.`
}

async function deleteCopy(
  model: StoredModel,
  name: string,
  place: Model['place'],
  path: string | undefined,
  letGo: () => Promise<void>,
): Promise<void> {
  if (place !== 'own' || path === undefined) {
    throw new AppError(
      'forbidden',
      `The file of ${name} was not brought here by this app, so it is not deleted. Nothing was removed. Remove the model and leave its file, or delete the file yourself.`,
    )
  }
  const { size, mtimeMs } = statSync(path)
  const isSame = size === model.sizeBytes && Math.round(mtimeMs) === model.changedMs
  if (!isSame && (await hashFile(path)) !== model.sha256) {
    throw new AppError(
      'model-unusable',
      `${basename(path)} changed since it was added, so it may be another file by now. Nothing was removed. Remove the model and leave its file, or delete the file yourself.`,
    )
  }
  await letGo()
  await rm(path).catch((error: NodeJS.ErrnoException) => {
    throw new AppError(
      'not-writable',
      `${basename(path)} could not be deleted (${error.code}). Nothing was removed. Close what uses the file, then try again.`,
    )
  })
}
