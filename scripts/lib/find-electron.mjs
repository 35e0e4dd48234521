import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFailedTries } from './failed-tries.mjs'
import { say } from './foreseen.mjs'
import { run } from './run.mjs'

const DOWNLOAD_MS = 300_000
const DOWNLOAD_SIZE = 'about 120 MB'
const PROBE_MS = 15_000

/**
 * A command that starts Electron, or why there is none. Cheap looks come first; then one bounded download and one
 * probe, whose failures are remembered until `again`.
 * @param {{ root: string, env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, again?: boolean, log?: (line: string) => void }} options
 * @returns {Promise<{ command: string[], env: NodeJS.ProcessEnv } | { why: string }>}
 */
export async function findElectron({ root, env = process.env, platform = process.platform, again = false, log = say }) {
  const folder = join(root, 'node_modules', 'electron')
  if (!existsSync(join(folder, 'package.json'))) return { why: 'it is not installed' }
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return { why: 'there is no display' }
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const what = `electron ${version}`
  const tries = createFailedTries(root)
  const failed = again ? undefined : tries.recall(what)
  if (failed) return { why: `${failed.why} on ${failed.day}; \`npm start -- --electron\` tries again` }

  const why = (await download()) ?? (await probe())
  if (why === undefined) {
    tries.forget(what)
    return { command: [binary(), ...sandboxFlags()], env: plainEnv() }
  }
  tries.remember(what, why)
  return { why }

  function binary() {
    const pathFile = join(folder, 'path.txt')
    const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : defaultName(platform)
    return join(env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name)
  }

  async function download() {
    if (existsSync(binary())) return undefined
    if (env['ELECTRON_OVERRIDE_DIST_PATH']) return 'ELECTRON_OVERRIDE_DIST_PATH held no Electron'
    log(`Fetching Electron ${version}, ${DOWNLOAD_SIZE}.`)
    const timeoutMs = Number(env['LOOM_ELECTRON_DOWNLOAD_MS'] ?? DOWNLOAD_MS)
    // Electron's own installer has no time limit: a server that accepts and never answers would hold it for ever.
    const outcome = await run([process.execPath, join(folder, 'install.js')], { env, timeoutMs, output: 'keep' })
    if (outcome.timedOut) return `its download took longer than ${timeoutMs / 1000} s`
    return existsSync(binary()) ? undefined : `its download failed (${firstLine(outcome.output)})`
  }

  /** A binary can be there and not start, for want of a shared library. */
  async function probe() {
    const command = [binary(), '--version', ...sandboxFlags()]
    const outcome = await run(command, { env: plainEnv(), timeoutMs: PROBE_MS, output: 'keep' })
    const isWell = outcome.code === 0 && /^v\d+\./m.test(outcome.output)
    return isWell ? undefined : `its binary did not start (${firstLine(outcome.output)})`
  }

  /** With ELECTRON_RUN_AS_NODE, which editors' terminals set, Electron would be a plain Node. */
  function plainEnv() {
    const { ELECTRON_RUN_AS_NODE: _, ...rest } = env
    return rest
  }
}

/** Chromium's sandbox refuses to run as root. */
function sandboxFlags() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/** @param {NodeJS.Platform} platform */
function defaultName(platform) {
  if (platform === 'win32') return 'electron.exe'
  return platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
}

/** @param {string} text */
function firstLine(text) {
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? 'it said nothing'
  )
}
