import { constants } from 'node:os'
import { utilityProcess } from 'electron'
import {
  type ChildExit,
  type ChildHandle,
  type ChildOptions,
  heapArguments,
  type SpawnChild,
} from '../../inference/child-handle.ts'
import { childEnvironment, createLastLine } from '../node/fork-child.ts'

/** Starts `entry` as a utility process; a forked Node is not to be had once the runAsNode fuse is off. */
export function utilityChild(entry: string, options: ChildOptions): SpawnChild {
  return (): ChildHandle => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: `Persona Loom ${options.name}`,
      execArgv: heapArguments(options),
      stdio: ['ignore', 'ignore', 'pipe'],
      env: childEnvironment(process.env) as Record<string, string>,
    })
    const { hear, lastLine } = createLastLine()
    child.stderr?.setEncoding('utf8').on('data', hear)
    // V8 gave up. Where nobody hears of it, it becomes an error of this process.
    child.on('error', (type, location) => hear(`\n${type}: ${location}\n`))
    const exit = new Promise<ChildExit>((resolve) => {
      child.once('exit', (code) => resolve({ ...endOf(code), lastLine: lastLine() }))
    })
    return {
      // It has none before it has started.
      get pid() {
        return child.pid
      },
      post: (message) => child.postMessage(message),
      // Here a message of any size has been read whole: Electron sets no limit, and hands on no bytes.
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void exit.then(listener),
      // Its own kill() only asks, and one that hangs or was stopped does not hear it.
      kill() {
        if (child.pid === undefined) child.kill()
        else endNow(child.pid)
      },
    }
  }
}

/**
 * Electron gives what `waitpid` gave, except on Windows: the signal that ended a process is in its low seven bits. A code
 * that a process chose looks the same; those of ours are 0 and Node's 1, for an error.
 */
function endOf(code: number): Pick<ChildExit, 'code' | 'signal'> {
  const isSignal = process.platform !== 'win32' && code > 1
  const names = Object.keys(constants.signals) as NodeJS.Signals[]
  const signal = names.find((name) => isSignal && constants.signals[name] === (code & 0x7f))
  return signal ? { code: null, signal } : { code, signal: null }
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It ended in this moment.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
