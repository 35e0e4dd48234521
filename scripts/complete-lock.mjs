import { readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runScript, say } from './lib/foreseen.mjs'

/**
 * Completes package-lock.json, for whoever has changed the dependencies behind a package registry that does not serve
 * every platform's builds. npm leaves out of the lockfile what it could not see, and then `npm ci` refuses the
 * lockfile everywhere ("Missing: ... from lock file"). The missing packages get an entry with their version and, read
 * from their name, the system that they are for. They have no integrity: with a full registry, run
 * `npm install --package-lock-only` instead.
 */

/** @typedef {{ version?: string, optional?: boolean, dev?: boolean, optionalDependencies?: Record<string, string>, os?: string[], cpu?: string[], libc?: string[] }} LockedPackage */

/** @param {Record<string, LockedPackage>} packages */
export function completeLock(packages) {
  /** @type {Record<string, LockedPackage>} */
  const added = {}
  for (const [path, parent] of Object.entries(packages)) {
    if (path === '') continue
    for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
      const isKnown = packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`]
      if (isKnown) continue
      const dev = parent.dev ? { dev: true } : {}
      added[`node_modules/${name}`] = {
        version: range.replace(/^[\^~]/, ''),
        ...systemOf(name),
        ...dev,
        optional: true,
      }
    }
  }
  const sorted = Object.entries({ ...packages, ...added }).sort(([a], [b]) => (a < b ? -1 : 1))
  return { packages: Object.fromEntries(sorted), added: Object.keys(added) }
}

/** @param {string} name */
function systemOf(name) {
  const os = /darwin|mac/.test(name)
    ? 'darwin'
    : /win32|win-/.test(name)
      ? 'win32'
      : (/android|freebsd/.exec(name)?.[0] ?? 'linux')
  const cpu = /armv7l|arm-/.test(name) ? 'arm' : (/arm64|riscv64/.exec(name)?.[0] ?? 'x64')
  const libc = os === 'linux' ? { libc: [name.includes('musl') ? 'musl' : 'glibc'] } : {}
  return { os: [os], cpu: [cpu], ...libc }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runScript(async () => {
    const file = resolve(process.argv[2] ?? 'package-lock.json')
    const lock = JSON.parse(readFileSync(file, 'utf8'))
    const { packages, added } = completeLock(lock.packages)
    writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`)
    say(added.length === 0 ? `${file} was complete.` : `Added to ${file}: ${added.join(', ')}.`)
  })
}
