import { utilityProcess } from 'electron'
import type { ChildExit, ChildHandle, SpawnChild } from '../../inference/child-handle.ts'
import { childEnvironment, createLastLine } from '../node/fork-child.ts'

/** Starts `entry` as a utility process; a forked Node is not to be had once the runAsNode fuse is off. */
export function utilityChild(entry: string): SpawnChild {
  return (): ChildHandle => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'Persona Loom model',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: childEnvironment(process.env) as Record<string, string>,
    })
    const { hear, lastLine } = createLastLine()
    child.stderr?.setEncoding('utf8').on('data', hear)
    const exit = new Promise<ChildExit>((resolve) => {
      child.once('exit', (code) => resolve({ code, signal: null, lastLine: lastLine() }))
    })
    return {
      // It has none before it has started.
      get pid() {
        return child.pid
      },
      post: (message) => child.postMessage(message),
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

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It ended in this moment.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
