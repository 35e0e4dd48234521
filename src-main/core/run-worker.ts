import { Worker } from 'node:worker_threads'
import { AppError, type ErrorCode } from '#contract/errors'

/** What a worker says, see serve-job.ts. `failure` is a bug of ours: it is logged whole and told as `internal`. */
export type WorkerMessage =
  | { kind: 'progress'; progress: unknown }
  | { kind: 'result'; result: unknown }
  | { kind: 'problem'; code: ErrorCode; message: string }
  | { kind: 'failure'; stack: string }

export type WorkerJob<Result> = {
  /** Settles once the thread has ended; a rejection is always an `AppError`. */
  result: Promise<Result>
  /** Asks the worker to come to an end, and ends it by force after five seconds. */
  cancel: () => void
}

type Options<Progress> = {
  entry: string
  task: unknown
  /** The sentence for a thread that ended without an answer: what is kept, what to do. */
  died: string
  log: (error: unknown) => void
  onProgress?: (progress: Progress) => void
}

const memoryLimitMb = 512
const patienceMs = 5000

/** Runs one task in a thread of its own. */
export function runWorker<Result, Progress = never>(options: Options<Progress>): WorkerJob<Result> {
  const { entry, task, died, log, onProgress } = options
  const worker = new Worker(entry, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
  })
  let answer: Exclude<WorkerMessage, { kind: 'progress' }> | undefined
  let impatience: NodeJS.Timeout | undefined

  const result = new Promise<Result>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') onProgress?.(message.progress as Progress)
      else answer = message
    })
    worker.on('error', log)
    worker.on('exit', (code) => {
      clearTimeout(impatience)
      if (answer?.kind === 'result') return resolve(answer.result as Result)
      if (answer?.kind === 'problem') return reject(new AppError(answer.code, answer.message))
      log(answer ? new Error(answer.stack) : new Error(`The worker ${entry} ended with code ${code} and no answer`))
      reject(new AppError('internal', died))
    })
  })

  return {
    result,
    cancel() {
      worker.postMessage('cancel')
      impatience ??= setTimeout(() => void worker.terminate(), patienceMs)
    },
  }
}
