import { existsSync } from 'node:fs'
import { basename, delimiter, join, sep } from 'node:path'

/**
 * The npm to run and its environment, on a Node outside of node_modules: `npm ci` deletes the one inside.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {{ command: string[], env: NodeJS.ProcessEnv }}
 */
export function npmCommand(root, env = process.env) {
  const windows = process.platform === 'win32'
  const isOutside = (/** @type {string} */ path) => !path.startsWith(join(root, 'node_modules') + sep)
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isOutside(folder + sep))
  const npmScript = env['npm_execpath']
  const node = [
    env['npm_node_execpath'] ?? '',
    process.execPath,
    ...folders.map((folder) => join(folder, windows ? 'node.exe' : 'node')),
  ].find((path) => path !== '' && isOutside(path) && existsSync(path))
  const isNpm = npmScript !== undefined && basename(npmScript) === 'npm-cli.js' && existsSync(npmScript)
  return {
    command: isNpm && node ? [node, npmScript] : [windows ? 'npm.cmd' : 'npm'],
    env: { ...env, PATH: folders.join(delimiter) },
  }
}
