/** Loaded first in a process that the double forks: gives it what Electron gives to a utility process. */
import { EventEmitter } from 'node:events'

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    process.send?.(message)
  }
}

const parentPort = new ParentPort()
const early: unknown[] = []
process.on('message', (data) => {
  if (parentPort.listenerCount('message') === 0) early.push(data)
  else parentPort.emit('message', { data })
})
parentPort.on('newListener', () => {
  queueMicrotask(() => {
    for (const data of early.splice(0)) parentPort.emit('message', { data })
  })
})
process.on('disconnect', () => process.exit(0))
Object.assign(process, { parentPort })
