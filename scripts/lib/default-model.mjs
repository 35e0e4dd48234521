import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fetchModel } from '../fetch-model.mjs'
import { modelOf, readCatalogue } from './catalogue.mjs'
import { createFailedTries } from './failed-tries.mjs'
import { ForeseenError, say } from './foreseen.mjs'

/**
 * Makes sure that the default model is there. Where it cannot be had, that is one sentence and everything goes on; a
 * failed download is not tried again unasked. A file of the right size counts: it was checked before it got its name.
 * @param {{ root: string, args?: string[], env?: NodeJS.ProcessEnv, log?: (line: string) => void,
 *   whenFailedBefore: 'remind' | 'silent' | 'again' }} options
 */
export async function ensureDefaultModel({ root, args = [], env = process.env, log = say, whenFailedBefore }) {
  const catalogue = readCatalogue(join(root, 'models', 'catalogue.json'))
  const model = modelOf(catalogue)
  const ownDir = optionValue(args, '--models-dir') ?? env['LOOM_MODELS']
  const modelsDir = resolve(ownDir ?? join(root, 'models'))
  const path = join(modelsDir, model.file)
  if (statSync(path, { throwIfNoEntry: false })?.size === model.sizeBytes) return
  // Who keeps models of their own somewhere did not ask for another.
  if (ownDir !== undefined && whenFailedBefore !== 'again' && holdsModel(modelsDir)) return
  const tries = createFailedTries(root)
  const failed = tries.recall(path)
  if (failed && whenFailedBefore !== 'again') {
    const why = `${failed.why} (Tried on ${failed.day}; \`node scripts/fetch-model.mjs\` tries again.)`
    if (whenFailedBefore === 'remind') log(why)
    return
  }
  try {
    await fetchModel({ modelsDir, catalogue, env, log })
    tries.forget(path)
  } catch (error) {
    if (!(error instanceof ForeseenError) || error.exitCode > 128) throw error
    tries.remember(path, error.message)
    log(error.message)
  }
}

/** @param {string} folder */
function holdsModel(folder) {
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.gguf'))
}

/**
 * @param {string[]} args
 * @param {string} option
 */
function optionValue(args, option) {
  const at = args.findIndex((arg) => arg === option || arg.startsWith(`${option}=`))
  if (at < 0) return undefined
  return args[at] === option ? args[at + 1] : args[at]?.slice(option.length + 1)
}
