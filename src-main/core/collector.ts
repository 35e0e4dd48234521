import type { AppError } from '#contract/errors'
import type { CollectTask } from './collect-backlog.ts'
import type { Backlog } from './db/backlog.ts'
import type { Job } from './job-end.ts'
import { runWorker } from './run-worker.ts'

type Deps = {
  backlog: Pick<Backlog, 'isPending'>
  databaseFile: string
  /** Entry file of the worker, see `collect-backlog.ts`. */
  workerEntry: string
  /** The sentence for a thread that ended without an answer. */
  died: string
  onDone: () => void
  /** Hears of an end before everything was made up for. */
  onFailed?: (error: AppError) => void
  log: (error: unknown) => void
}

/** Has what older entries lack made up for beside all other work. */
export function createCollector({ backlog, databaseFile, workerEntry, died, onDone, onFailed, log }: Deps) {
  let job: Job<void> | undefined
  let isClosed = false
  let ended: Promise<void> = Promise.resolve()

  function start(): void {
    if (job || isClosed || !backlog.isPending()) return
    const task: CollectTask = { databaseFile }
    job = runWorker<void>({ entry: workerEntry, task, died, log })
    ended = job.result
      .finally(() => {
        job = undefined
      })
      .then(goOn, (error: AppError) => {
        log(error)
        onFailed?.(error)
      })
      .catch(log)
  }

  /** More may have come while the thread ended. */
  function goOn(): void {
    if (backlog.isPending()) start()
    else onDone()
  }

  return {
    /** Begins, unless it has begun or nothing is left. */
    start,
    /** What was made up for stays. */
    async close(): Promise<void> {
      isClosed = true
      job?.cancel()
      await ended
    },
  }
}
