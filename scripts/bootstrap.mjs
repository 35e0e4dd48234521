import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { ForeseenError, say } from './lib/foreseen.mjs'
import { lockfileStamp, matchesLockfile } from './lib/lockfile.mjs'
import { npmCommand } from './lib/npm-command.mjs'
import { relay, run } from './lib/run.mjs'
import { withSignsOfLife } from './lib/signs-of-life.mjs'
import { hashSources } from './lib/source-hash.mjs'
import { withLock } from './lib/with-lock.mjs'

const NODE_MAJOR = 24
const INSTALL_SIZE = 'about 1.4 GB on disk'

/**
 * Packages installed and Node 24 running: what every command needs first. On an older Node this ends the process with
 * the exit code of the same command on Node 24.
 * @param {{ root: string, script: string, args: string[] }} options `script` is the file of the command itself
 */
export async function prepare({ root, script, args }) {
  requireNode24(root)
  await ensureInstalled({ root })
  await onNode24({ root, script, args })
}

/**
 * Installs the packages of the lockfile once. What a plain `npm ci` has installed is taken as it is.
 * @param {{ root: string, npm?: { command: string[], env: NodeJS.ProcessEnv }, log?: (line: string) => void }} options
 */
export async function ensureInstalled({ root, npm = npmCommand(root), log = say }) {
  const stampFile = join(root, 'node_modules', '.install-stamp')
  const stamp = lockfileStamp(root)
  if (readText(stampFile) === stamp) return
  const onBusy = (/** @type {number} */ pid) => log(`Process ${pid} is installing npm packages; waiting for it.`)
  await withLock(join(root, '.install.lock'), onBusy, async (lock) => {
    if (readText(stampFile) === stamp) return
    if (!matchesLockfile(root)) {
      log(`Installing npm packages, ${INSTALL_SIZE}.`)
      // Its own signs of life are shown in some terminals only, and would be written over ours.
      const command = [...npm.command, 'ci', '--no-fund', '--no-audit', '--loglevel=error', '--no-progress']
      const install = () => run(command, { cwd: root, env: npm.env, onPid: lock.alsoHeldBy })
      const outcome = await withSignsOfLife('Installing npm packages', install, { log })
      if (outcome.missing)
        throw new ForeseenError('npm was not found: install Node 20 or newer with npm, then try again.')
      if (outcome.code !== 0) {
        throw new ForeseenError(
          `npm could not install the packages (exit code ${outcome.code}, its words are above): check the network and the free disk space, then run the same command again.`,
        )
      }
    }
    mkdirSync(dirname(stampFile), { recursive: true })
    writeFileSync(stampFile, stamp)
  })
}

/**
 * Starts the script again on the Node 24 among the installed packages, unless this one is new enough.
 * @param {{ root: string, script: string, args: string[] }} options
 */
export async function onNode24({ root, script, args }) {
  if (isNewEnough()) return
  const node = bundledNode(root)
  const PATH = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`
  const { code, missing } = await relay([node, script, ...args], { env: { ...process.env, PATH, LOOM_RELAYED: '1' } })
  if (missing) {
    throw new ForeseenError(`${node} does not run on this system: install Node ${NODE_MAJOR} or newer, then try again.`)
  }
  process.exit(code)
}

/**
 * Builds the app when its sources are not those of the last build.
 * @param {{ root: string, again?: boolean, build?: { command: string[], env: NodeJS.ProcessEnv }, log?: (line: string) => void }} options
 *   `again` builds in any case; `build` runs with the package's own `npm run build` when not given
 */
export async function ensureBuilt({ root, again = false, build = npmBuild(root), log = say }) {
  if (!again && isBuilt(root)) return
  const onBusy = (/** @type {number} */ pid) => log(`Process ${pid} is building the app; waiting for it.`)
  mkdirSync(join(root, 'out'), { recursive: true })
  await withLock(join(root, 'out', '.build.lock'), onBusy, async (lock) => {
    if (!again && isBuilt(root)) return
    log('Building the app.')
    const sources = hashSources(root)
    rmSync(stampOf(root), { force: true })
    const options = /** @type {const} */ ({ cwd: root, env: build.env, onPid: lock.alsoHeldBy, output: 'keep' })
    const outcome = await withSignsOfLife('Building the app', () => run(build.command, options), { log })
    if (outcome.code !== 0 || !existsSync(entryOf(root))) {
      log(outcome.output)
      throw new ForeseenError(`The app could not be built (exit code ${outcome.code}); the builder's words are above.`)
    }
    writeFileSync(stampOf(root), buildStamp(root, sources))
  })
}

/**
 * Node packages exist for Linux and Windows; elsewhere the system's own must be new enough, which is said before
 * anything is fetched.
 * @param {string} root
 */
function requireNode24(root) {
  const offered = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).optionalDependencies ?? {}
  if (isNewEnough() || nodePackage() in offered) return
  throw new ForeseenError(
    `Persona Loom needs Node ${NODE_MAJOR} or newer on this system and this is ${process.version}: install it from https://nodejs.org, then run the same command again.`,
  )
}

function isNewEnough() {
  return Number.parseInt(process.versions.node, 10) >= NODE_MAJOR
}

function nodePackage() {
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
}

/** @param {string} root */
function bundledNode(root) {
  return join(root, 'node_modules', nodePackage(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/** @param {string} root */
function npmBuild(root) {
  const { command, env } = npmCommand(root)
  return { command: [...command, 'run', '--silent', 'build'], env }
}

/** @param {string} root */
function isBuilt(root) {
  return existsSync(entryOf(root)) && readText(stampOf(root)) === buildStamp(root, hashSources(root))
}

/**
 * The entry's time is part of it, so that a build that went past this script (`npm run build`) is not mistaken for
 * the last one of ours.
 * @param {string} root
 * @param {string} sources
 */
function buildStamp(root, sources) {
  return `${sources} ${statSync(entryOf(root)).mtimeMs}`
}

/** @param {string} root */
function entryOf(root) {
  return join(root, 'out', 'main', 'cli.js')
}

/** @param {string} root */
function stampOf(root) {
  return join(root, 'out', '.build-stamp')
}

/** @param {string} path */
function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
