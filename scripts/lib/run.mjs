import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { ForeseenError } from './foreseen.mjs'

/** @typedef {{ code: number, output: string, timedOut: boolean, missing: boolean }} Outcome */
/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, onPid?: (pid: number) => void }} Options */

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
const GRACE_MS = 10_000
const KEPT_OUTPUT = 64 * 1024

/**
 * Runs a helper (npm, the builder, pip). Its output goes to stderr, or is kept when `output` is 'keep'; with 'show' it
 * is left as it is. When we are told to stop, the helper is told too and killed if it does not end.
 * @param {string[]} command
 * @param {Options & { output?: 'stderr' | 'keep' | 'show' }} [options]
 * @returns {Promise<Outcome>}
 */
export async function run(command, { output = 'stderr', ...options } = {}) {
  const stdio = /** @type {const} */ ({
    stderr: ['ignore', 2, 2],
    keep: ['ignore', 'pipe', 'pipe'],
    show: ['inherit', 'inherit', 'inherit'],
  })[output]
  const { stoppedBy, ...outcome } = await start(command, { ...options, stdio: [...stdio], graceMs: GRACE_MS })
  if (stoppedBy) throw new ForeseenError('Stopped.', 128 + constants.signals[stoppedBy])
  return outcome
}

/**
 * Runs a program in our place: same terminal, same signals, and the caller ends with its exit code.
 * @param {string[]} command
 * @param {Options} [options]
 * @returns {Promise<Outcome & { stoppedBy: NodeJS.Signals | undefined }>}
 */
export function relay(command, options = {}) {
  return start(command, { ...options, stdio: ['inherit', 'inherit', 'inherit'] })
}

/**
 * @param {string[]} command
 * @param {Options & { stdio: import('node:child_process').StdioOptions, graceMs?: number }} options
 * @returns {Promise<Outcome & { stoppedBy: NodeJS.Signals | undefined }>}
 */
function start([program = '', ...args], { cwd, env = process.env, stdio, timeoutMs, graceMs, onPid }) {
  return new Promise((resolve) => {
    // Node refuses to start a .cmd file without a shell.
    const child = spawn(program, args, { cwd, env, stdio, shell: program.endsWith('.cmd') })
    if (child.pid) onPid?.(child.pid)
    let output = ''
    let timedOut = false
    /** @type {NodeJS.Signals | undefined} */
    let stoppedBy
    /** @type {NodeJS.Timeout[]} */
    const timers = []
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-KEPT_OUTPUT)
      })
    }
    const onSignal = (/** @type {NodeJS.Signals} */ signal) => {
      const again = stoppedBy !== undefined
      stoppedBy ??= signal
      if (graceMs !== undefined) timers.push(setTimeout(() => child.kill('SIGKILL'), again ? 0 : graceMs))
      // A terminal's Ctrl-C goes to the whole process group: the child has it already and must not get it twice.
      const fromTerminal = signal === 'SIGINT' && [0, 1, 2].some(isTerminal)
      if (!fromTerminal) child.kill(signal)
    }
    const end = (/** @type {number} */ code, missing = false) => {
      for (const timer of timers) clearTimeout(timer)
      for (const signal of SIGNALS) process.off(signal, onSignal)
      resolve({ code, output, timedOut, missing, stoppedBy })
    }
    for (const signal of SIGNALS) process.on(signal, onSignal)
    if (timeoutMs !== undefined) {
      timers.push(
        setTimeout(() => {
          timedOut = true
          child.kill('SIGKILL')
        }, timeoutMs),
      )
    }
    child.once('error', () => end(127, true))
    child.once('close', (code, signal) => end(code ?? (signal ? 128 + constants.signals[signal] : 1)))
  })
}

/** @param {number} fd */
function isTerminal(fd) {
  return [process.stdin, process.stdout, process.stderr][fd]?.isTTY === true
}
