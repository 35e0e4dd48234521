import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SOURCES = [
  'src-main',
  'src-renderer',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]

/**
 * One hash over the names and contents of everything that a build reads. Contents, not times: a checkout or a copy
 * changes times without changing anything, and the reverse.
 * @param {string} root
 */
export function hashSources(root) {
  const hash = createHash('sha256')
  for (const name of SOURCES) addTo(hash, root, name)
  return hash.digest('hex')
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} root
 * @param {string} name
 */
function addTo(hash, root, name) {
  const path = join(root, name)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isDirectory()) {
    for (const entry of readdirSync(path).sort()) addTo(hash, root, `${name}/${entry}`)
  } else if (stat) {
    const content = readFileSync(path)
    hash.update(`${name}\0${content.length}\0`).update(content)
  }
}
