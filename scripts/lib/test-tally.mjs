import { existsSync, readFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */
/** @typedef {{ status: string, assertionResults: { status: string }[] }} TestFile */

/**
 * What one run of vitest counted, from its JSON report. A file that does not load and an error outside of any test
 * count as one failure each, so that a failed run never counts none.
 * @param {string} reportFile
 * @param {number} exitCode
 * @returns {Tally}
 */
export function readTally(reportFile, exitCode) {
  const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : { testResults: [] }
  const files = /** @type {TestFile[]} */ (report.testResults)
  const states = files.flatMap((file) => file.assertionResults.map((test) => test.status))
  const count = (/** @type {string[]} */ ...names) => states.filter((state) => names.includes(state)).length
  const unloaded = files.filter((file) => file.status === 'failed' && !file.assertionResults.some(isFailed)).length
  const failed = count('failed') + unloaded
  return {
    passed: count('passed'),
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: states.length - count('passed', 'failed'),
  }
}

/**
 * @param {Tally[]} tallies
 * @returns {string}
 */
export function closingLine(tallies) {
  const sum = (/** @type {keyof Tally} */ key) => tallies.reduce((total, tally) => total + tally[key], 0)
  const skipped = sum('skipped')
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** @param {{ status: string }} test */
function isFailed(test) {
  return test.status === 'failed'
}
