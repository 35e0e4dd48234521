import { fork } from 'node:child_process'
import type { Readable } from 'node:stream'
import {
  answersFd,
  type ChildExit,
  type ChildHandle,
  type ChildOptions,
  heapArguments,
  type SpawnChild,
} from '../../inference/child-handle.ts'
import { saysNoMemory } from '../../inference/describe-exit.ts'
import { readMessages } from '../../inference/message-stream.ts'

/** All that the process needs from ours: no key and no token reaches it. */
const passedOn = ['PATH', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'windir', 'LD_LIBRARY_PATH']
const keptErrorOutput = 4096
const keptLine = 300

/** Starts `entry` as a Node process whose output goes nowhere, apart from the last line of its error output. */
export function forkChild(entry: string, options: Partial<ChildOptions> = {}): SpawnChild {
  return (): ChildHandle => {
    const child = fork(entry, {
      serialization: 'advanced',
      execArgv: heapArguments(options),
      // What it sends comes by the last one, see `readMessages`.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
      env: childEnvironment(process.env),
    })
    const { hear, lastLine } = createLastLine()
    child.stderr?.setEncoding('utf8').on('data', hear)
    const exit = new Promise<ChildExit>((resolve) => {
      child.once('error', (error) => resolve({ code: null, signal: null, lastLine: error.message }))
      // Not 'exit': by then the last words on the error output may still be on their way.
      child.once('close', (code, signal) => resolve({ code, signal, lastLine: lastLine() }))
    })
    return {
      pid: child.pid,
      post(message) {
        // A message to a process that just ended is lost; its exit tells the rest.
        if (child.connected) child.send(message as object, () => {})
      },
      onMessage(listener) {
        const answers = child.stdio[answersFd]
        if (answers) readMessages(answers as Readable, listener)
      },
      onExit: (listener) => void exit.then(listener),
      kill: () => void child.kill('SIGKILL'),
    }
  }
}

/** What of our environment the process of the model gets. */
export function childEnvironment(ours: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const environment = Object.fromEntries(passedOn.flatMap((name) => (ours[name] ? [[name, ours[name]]] : [])))
  // One thread beside the engine's own: each further one costs a tenth of the speed.
  return { ...environment, UV_THREADPOOL_SIZE: '1' }
}

/** Hears the error output of a process, and gives the one line of it that tells most about its end. */
export function createLastLine() {
  let output = ''
  return {
    hear: (piece: string): void => {
      output = (output + piece).slice(-keptErrorOutput)
    },
    lastLine: () => lastLineOf(output),
  }
}

/** Where memory ran out, the line that says so; where Node itself reports an error, that line; else the last one. */
function lastLineOf(text: string): string {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  return (
    lines.findLast(saysNoMemory) ??
    lines.findLast((line) => /^\w*Error\b/.test(line)) ??
    lines.at(-1) ??
    ''
  ).slice(0, keptLine)
}
