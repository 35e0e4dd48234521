import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Tally */
/** @typedef {{ status: string, fullName: string, failureMessages: string[] }} Test */
/** @typedef {{ name: string, status: string, message: string, assertionResults: Test[] }} TestFile */

/**
 * What one run of vitest counted, from its JSON report, and a line for each failure. A file that does not load and an
 * error outside of any test count as one failure each, so that a failed run never counts none.
 * @param {string} step what ran, named where a failure has no test of its own
 * @param {string} reportFile
 * @param {number} exitCode
 * @returns {Tally}
 */
export function readTally(step, reportFile, exitCode) {
  const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : { testResults: [] }
  const files = /** @type {TestFile[]} */ (report.testResults)
  const tests = files.flatMap((file) => file.assertionResults)
  const passed = tests.filter(({ status }) => status === 'passed').length
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed').length
  const failures = files.flatMap(failuresOf)
  if (failures.length === 0 && exitCode !== 0) return { ...failedStep(step), passed, skipped }
  return { passed, failed: failures.length, skipped, failures }
}

/**
 * The tally of a step that failed as a whole.
 * @param {string} step
 * @returns {Tally}
 */
export function failedStep(step) {
  return { passed: 0, failed: 1, skipped: 0, failures: [`${step}: failed outside of every test`] }
}

/**
 * The failures of all steps, a line each, and the sum below them: what is read where only the end of an output is kept.
 * @param {Tally[]} tallies
 * @returns {string}
 */
export function closingLines(tallies) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
    tallies.reduce((total, tally) => total + tally[key], 0)
  const skipped = sum('skipped')
  const total = `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  return [...tallies.flatMap(({ failures }) => failures.map((line) => `Failed: ${line}`)), total].join('\n')
}

/**
 * @param {TestFile} file
 * @returns {string[]}
 */
function failuresOf({ name, status, message, assertionResults }) {
  const place = isAbsolute(name) ? relative(root, name) : name
  const failed = assertionResults.filter((test) => test.status === 'failed')
  const lines = failed.map((test) => told(`${place} > ${test.fullName}`, test.failureMessages[0]))
  return lines.length === 0 && status === 'failed' ? [told(place, message)] : lines
}

/**
 * @param {string} place
 * @param {string | undefined} message of any length
 */
function told(place, message = '') {
  const first = stripVTControlCharacters(message).trim().split('\n')[0] ?? ''
  return first === '' ? place : `${place}: ${first}`
}
