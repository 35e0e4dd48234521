import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { AppError } from '#contract/errors'
import { closeNetwork } from './close-network.ts'
import { describeDatabaseError } from './db/database-error.ts'
import type { WorkerMessage } from './run-worker.ts'

export type JobHooks<Progress> = {
  /** Tells how far the work is; calls less than a tenth of a second after the last one are dropped. */
  report: (progress: Progress) => void
  /** True once the parent asked for an end. */
  cancelled: () => boolean
}

const reportEveryMs = 100

/** The worker's side of `runWorker`: does the task that the thread was started with, and answers once. */
export function serveJob<Task, Progress>(work: (task: Task, hooks: JobHooks<Progress>) => unknown): void {
  const port = parentPort
  if (!port) throw new Error('A job runs in a worker thread only')
  closeNetwork()
  const send = (message: WorkerMessage): void => port.postMessage(message)
  let reportedAt = 0
  let stop = false
  try {
    const result = work(workerData as Task, {
      report(progress) {
        if (performance.now() - reportedAt < reportEveryMs) return
        reportedAt = performance.now()
        send({ kind: 'progress', progress })
      },
      cancelled() {
        stop ||= receiveMessageOnPort(port) !== undefined
        return stop
      },
    })
    send({ kind: 'result', result })
  } catch (error) {
    const foreseen = error instanceof AppError ? error : describeDatabaseError(error)
    if (foreseen) send({ kind: 'problem', code: foreseen.code, message: foreseen.message })
    else send({ kind: 'failure', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}
