import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from '#contract/errors'
import type { Model } from '#contract/models'
import type { NodeCore } from './open-core.ts'

/** A model by path, name, file name or the beginning of its hash; the default one where nothing is named. */
export async function findModel(core: NodeCore, wanted: string | undefined): Promise<Model> {
  if (wanted !== undefined && (/[\\/]/.test(wanted) || existsSync(wanted)))
    return core.ask('model.add', { fileId: wanted })
  const models = await core.ask('model.list', {})
  const fits = ({ name, fileName, sha256, isDefault }: Model) =>
    wanted === undefined
      ? isDefault
      : [name, fileName, basename(fileName, '.gguf')].some((each) => each.toLowerCase() === wanted.toLowerCase()) ||
        (wanted.length >= 6 && sha256.startsWith(wanted.toLowerCase()))
  const model = models.find(fits) ?? (wanted === undefined ? models.find(({ problem }) => problem === null) : undefined)
  if (model) return model
  const names = models.map(({ name }) => name).join(', ') || 'none'
  throw new AppError(
    'model-missing',
    wanted === undefined
      ? 'No model is installed. Run npm start once to fetch the default one, or name a .gguf file with --model.'
      : `There is no model called “${wanted}”. Installed: ${names}. A file is named by its path, as in --model ./${wanted}.gguf.`,
  )
}
