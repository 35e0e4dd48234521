import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, inBundle?: boolean,
 *   os?: string | string[], cpu?: string | string[], libc?: string | string[] }} LockedPackage
 */

/**
 * What node_modules must match: the lockfile, and the system that the packages were chosen for.
 * @param {string} root
 */
export function lockfileStamp(root) {
  const sha256 = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${sha256} ${process.platform}-${process.arch}`
}

/**
 * Whether a plain `npm ci` or `npm install` has left everything that the lockfile asks for. npm writes its hidden
 * lockfile last, so an install that was broken off does not pass.
 * @param {string} root
 */
export function matchesLockfile(root) {
  const hidden = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const installed = packagesOf(hidden)
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true
    const found = installed[path]
    if (!found) return isLeftOut(wanted)
    const sameContent = !wanted.integrity || !found.integrity || wanted.integrity === found.integrity
    return wanted.version === found.version && sameContent && existsSync(join(root, path))
  })
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
}

/**
 * An optional package may be missing unless it is made for exactly this system.
 * @param {LockedPackage} wanted
 */
function isLeftOut(wanted) {
  if (!wanted.optional && !wanted.devOptional) return false
  const isNamed = wanted.os !== undefined || wanted.cpu !== undefined
  const isForUs =
    includes(wanted.os, process.platform) &&
    includes(wanted.cpu, process.arch) &&
    (process.platform !== 'linux' || includes(wanted.libc, libc()))
  return !(isNamed && isForUs)
}

/**
 * @param {string | string[] | undefined} list
 * @param {string} own
 */
function includes(list, own) {
  return list === undefined || [list].flat().includes(own)
}

function libc() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  return report.header?.glibcVersionRuntime ? 'glibc' : 'musl'
}
