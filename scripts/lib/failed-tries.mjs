import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** @typedef {{ why: string, day: string }} FailedTry */

/**
 * Downloads that failed, so that later starts neither wait for them again nor go to the network unasked. The file
 * lies in node_modules: a new installation tries again.
 * @param {string} root
 */
export function createFailedTries(root) {
  const file = join(root, 'node_modules', '.cache', 'persona-loom', 'failed-tries.json')

  /** @returns {Record<string, FailedTry>} */
  function read() {
    try {
      return JSON.parse(readFileSync(file, 'utf8'))
    } catch {
      // No file yet, or one that was cut off: at worst a download is tried once more.
      return {}
    }
  }

  /** @param {Record<string, FailedTry>} tries */
  function write(tries) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(tries, null, 2)}\n`)
  }

  return {
    recall: (/** @type {string} */ what) => read()[what],
    remember: (/** @type {string} */ what, /** @type {string} */ why) =>
      write({ ...read(), [what]: { why, day: new Date().toISOString().slice(0, 10) } }),
    forget: (/** @type {string} */ what) => {
      const { [what]: failed, ...others } = read()
      if (failed) write(others)
    },
  }
}
