/** A failure that was foreseen: its message is all that people read, its code is the exit code. */
export class ForeseenError extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Everything a script says goes to stderr, so that a command's stdout holds its result and nothing else. */
export const say = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`)

/**
 * Runs a script: a foreseen failure becomes one sentence and an exit code, anything else is a bug and keeps its stack.
 * @param {() => Promise<void>} main
 */
export async function runScript(main) {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof ForeseenError)) throw error
    say(error.message)
    process.exitCode = error.exitCode
  }
}
