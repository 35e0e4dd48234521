import { constants } from 'node:os'
import { ForeseenError, say } from './foreseen.mjs'
import { relay } from './run.mjs'

/** A process that lives for less than this has failed to start. */
const STARTED_AFTER_MS = 60_000
const MOST_FAILED_STARTS = 3
const INTERNAL_ERROR = 1

/**
 * Runs the app that serves in a process of its own, and starts it again when it crashes: open pages then go on by
 * themselves. What the person ends stays ended, and three failed starts in a row end it with the reason.
 * @param {string[]} command
 * @param {{ env?: NodeJS.ProcessEnv, log?: (line: string) => void }} [options]
 * @returns {Promise<number>} its exit code
 */
export async function keepServing(command, { env = process.env, log = say } = {}) {
  let failedStarts = 0
  for (let next = command; ; next = [...command, '--no-open']) {
    const startedAt = performance.now()
    const { code, stoppedBy } = await relay(next, { env })
    if (stoppedBy || !isCrash(code)) return code
    failedStarts = performance.now() - startedAt < STARTED_AFTER_MS ? failedStarts + 1 : 0
    if (failedStarts === MOST_FAILED_STARTS) {
      throw new ForeseenError(
        `Persona Loom ended by itself ${MOST_FAILED_STARTS} times soon after its start, at last ${describe(code)}, and is not started again. What was stored is safe.`,
        code,
      )
    }
    log(`Persona Loom ended by itself (${describe(code)}). What was stored is safe. It is started again.`)
  }
}

/** @param {number} code */
function isCrash(code) {
  const asked = [constants.signals.SIGINT, constants.signals.SIGTERM, constants.signals.SIGHUP]
  return code === INTERNAL_ERROR || (code > 128 && !asked.includes(code - 128))
}

/** @param {number} code */
function describe(code) {
  const [signal] = Object.entries(constants.signals).find(([, number]) => number === code - 128) ?? []
  return signal ? `by ${signal}` : `with exit code ${code}`
}
