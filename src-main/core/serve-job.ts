import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { AppError } from '#contract/errors'
import { closeNetwork } from './close-network.ts'
import { describeDatabaseError } from './db/database-error.ts'
import type { JobMessage } from './job-end.ts'

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
  const send = (message: JobMessage): void => port.postMessage(message)
  let stop = false
  const hooks: JobHooks<Progress> = {
    report: createReport(send),
    cancelled() {
      stop ||= receiveMessageOnPort(port) !== undefined
      return stop
    },
  }
  void endOfJob(() => work(workerData as Task, hooks)).then(send)
}

/** The process's side of `runProcess`: does the one task that it is sent, and answers once. */
export function serveProcessJob<Task, Progress>(
  port: { post: (message: JobMessage) => void; onMessage: (listener: (task: unknown) => void) => void },
  work: (task: Task, report: JobHooks<Progress>['report']) => unknown,
): void {
  closeNetwork()
  port.onMessage((task) => void endOfJob(() => work(task as Task, createReport(port.post))).then(port.post))
}

function createReport(send: (message: JobMessage) => void): (progress: unknown) => void {
  let reportedAt = 0
  return (progress) => {
    if (performance.now() - reportedAt < reportEveryMs) return
    reportedAt = performance.now()
    send({ kind: 'progress', progress })
  }
}

async function endOfJob(work: () => unknown): Promise<JobMessage> {
  try {
    return { kind: 'result', result: await work() }
  } catch (error) {
    const foreseen = error instanceof AppError ? error : describeDatabaseError(error)
    if (foreseen) return { kind: 'problem', code: foreseen.code, message: foreseen.message }
    return { kind: 'failure', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
