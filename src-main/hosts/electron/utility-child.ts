import { utilityProcess } from 'electron'
import type { ChildHandle, SpawnChild } from '../../inference/child-handle.ts'

/** Starts `entry` as a utility process; a forked Node is not to be had once the runAsNode fuse is off. */
export function utilityChild(entry: string): SpawnChild {
  return (): ChildHandle => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'Persona Loom model',
      stdio: 'ignore',
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', UV_THREADPOOL_SIZE: '1' },
    })
    return {
      pid: child.pid,
      post: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.once('exit', (code) => listener({ code, signal: null, lastLine: '' })),
      // Its own kill() only asks, and one that hangs or was stopped does not hear it.
      kill: () => void (child.pid === undefined ? child.kill() : process.kill(child.pid, 'SIGKILL')),
    }
  }
}
