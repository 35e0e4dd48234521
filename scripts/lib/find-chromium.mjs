import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { say } from './foreseen.mjs'
import { run } from './run.mjs'

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe']
const MAC_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
/** Where a Chromium lies inside one of Playwright's folders, by system. */
const IN_PLAYWRIGHT = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-win/chrome.exe',
  'chrome-win64/chrome.exe',
]
const APT_MS = 600_000

/**
 * A Chromium for the end-to-end tests: the one named in CHROMIUM_PATH, the system's, or Playwright's.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function findChromium(env = process.env) {
  const named = env['CHROMIUM_PATH']
  if (named) return existsSync(named) ? named : undefined
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)))
  return [...onPath, ...(process.platform === 'darwin' ? MAC_APPS : []), ...playwrightFiles(env)].find(existsSync)
}

/**
 * The same, or as root on Debian one installed from there. Undefined after a sentence that says what is missing.
 * @param {{ env?: NodeJS.ProcessEnv, isRoot?: boolean, osRelease?: string, log?: (line: string) => void }} [options]
 * @returns {Promise<string | undefined>}
 */
export async function ensureChromium({
  env = process.env,
  isRoot = process.getuid?.() === 0,
  osRelease = '/etc/os-release',
  log = say,
} = {}) {
  const found = findChromium(env)
  if (found) return found
  const isDebian = existsSync(osRelease) && /^ID=debian$/m.test(readFileSync(osRelease, 'utf8'))
  if (isRoot && isDebian && !env['CHROMIUM_PATH']) {
    log('Installing Chromium with apt-get, about 300 MB on disk.')
    const options = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: APT_MS }
    await run(['apt-get', 'update', '-qq'], options)
    await run(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'], options)
  }
  const installed = findChromium(env)
  if (!installed) {
    log('The end-to-end tests need Chromium: install it, or name its program in CHROMIUM_PATH, then try again.')
  }
  return installed
}

/** @param {NodeJS.ProcessEnv} env */
function playwrightFiles(env) {
  const home = homedir()
  const folders = [
    env['PLAYWRIGHT_BROWSERS_PATH'] ?? '',
    join(env['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'ms-playwright'),
    join(home, 'Library', 'Caches', 'ms-playwright'),
    join(env['LOCALAPPDATA'] ?? home, 'ms-playwright'),
  ]
  return folders
    .filter((folder) => folder !== '' && existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => ({ folder, name })))
    .filter(({ name }) => /^chromium-\d+$/.test(name))
    .flatMap(({ folder, name }) => IN_PLAYWRIGHT.map((file) => join(folder, name, file)))
}
