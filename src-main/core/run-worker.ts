import { Worker } from 'node:worker_threads'
import { createJobEnd, type Job, type JobListener, type JobMessage } from './job-end.ts'

const memoryLimitMb = 512
const patienceMs = 5000

/** Runs one task in a thread of its own. To cancel asks it to come to an end, and ends it by force after five seconds. */
export function runWorker<Result, Progress = never>({
  entry,
  task,
  ...listener
}: JobListener<Progress> & { entry: string; task: unknown }): Job<Result> {
  const worker = new Worker(entry, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
  })
  const end = createJobEnd<Result, Progress>(listener)
  let impatience: NodeJS.Timeout | undefined

  const result = new Promise<number>((resolve) => {
    worker.on('message', (message: JobMessage) => end.hear(message))
    worker.on('error', listener.log)
    worker.on('exit', resolve)
  }).then((code) => {
    clearTimeout(impatience)
    return end.settle(`The worker ${entry} ended with code ${code}`)
  })

  return {
    result,
    cancel() {
      worker.postMessage('cancel')
      impatience ??= setTimeout(() => void worker.terminate(), patienceMs)
    },
  }
}
