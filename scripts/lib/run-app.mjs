import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const PARENT_POLL_MS = 1_000

/**
 * Runs the built command line in this very process. A child in between would cost a second Node; only what serves has
 * one, to be started again after a crash.
 * @param {string} root
 * @param {string[]} args
 */
export async function runApp(root, args) {
  const cli = join(root, 'out', 'main', 'cli.js')
  process.argv = [process.execPath, cli, ...args]
  stopWithParent()
  await import(pathToFileURL(cli).href)
}

/**
 * npm moves to the project's folder, but people write paths as seen from the folder they are in. A script that npm
 * did not start under this name has its caller's folder already.
 * @param {string} npmScript
 */
export function returnToCallersFolder(npmScript) {
  const folder = process.env['INIT_CWD']
  if (process.env['npm_lifecycle_event'] === npmScript && folder) process.chdir(folder)
}

/**
 * npm runs scripts through a shell that dies of a SIGTERM without passing it on: without this the app would stay
 * behind. Without npm or our own relay, the parent's end means nothing (`nohup`, a closed terminal).
 */
export function stopWithParent() {
  const hasKeeper = process.env['npm_lifecycle_event'] !== undefined || process.env['LOOM_RELAYED'] === '1'
  if (!hasKeeper || process.platform === 'win32') return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, PARENT_POLL_MS)
  timer.unref()
}
