import { writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { answersFd } from './child-handle.ts'
import { writeMessage } from './message-stream.ts'

/** What Electron gives to a utility process instead of Node's channel. */
type ElectronPort = {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/** The side of a `ChildHandle` that is in the child. Without its parent the process ends. */
export function openParentPort<In, Out>() {
  forbidMemoryFile()
  const { parentPort } = process as { parentPort?: ElectronPort }
  const answers = parentPort ? undefined : new Socket({ fd: answersFd })
  answers?.on('error', () => {}) // Its parent is gone, and this process ends with it.
  // Nothing in such a process is worth an orderly end, which could hang; without its parent nobody wants it.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

  return {
    post: (message: Out): void => (answers ? writeMessage(answers, message) : parentPort?.postMessage(message)),
    onMessage(listener: (message: In) => void): void {
      if (parentPort) parentPort.on('message', ({ data }) => listener(data as In))
      else process.on('message', (message) => listener(message as In))
    },
  }
}

/** Should the process crash, no memory is written to a file: it would hold prompts and personas. */
function forbidMemoryFile(): void {
  try {
    if (process.platform === 'linux') writeFileSync('/proc/self/coredump_filter', '0')
  } catch {
    // Where /proc cannot be written to, the system's own rule about such files holds.
  }
}
