import { say } from './foreseen.mjs'

const TERMINAL_MS = 10_000
const LINES_MS = 30_000

/**
 * Does work that says nothing by itself, and tells how long it has taken so far: again and again on one line of a
 * terminal, elsewhere in lines of a log.
 * @template T
 * @param {string} what as in "Installing npm packages"
 * @param {() => Promise<T>} work
 * @param {{ log?: (line: string) => void, terminal?: { isTTY?: boolean | undefined, write: (text: string) => unknown } }} [options]
 * @returns {Promise<T>}
 */
export async function withSignsOfLife(what, work, { log = say, terminal = process.stderr } = {}) {
  const begunAt = Date.now()
  let hasTold = false
  const tell = () => {
    hasTold = true
    const line = `${what}, ${duration(Date.now() - begunAt)} so far.`
    // What the work says after all is written over it.
    if (terminal.isTTY) terminal.write(`${line}\r`)
    else log(line)
  }
  const timer = setInterval(tell, terminal.isTTY ? TERMINAL_MS : LINES_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    if (hasTold && terminal.isTTY) terminal.write('\n')
  }
}

/** @param {number} ms */
function duration(ms) {
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
