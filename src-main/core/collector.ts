import type { CollectTask } from './collect-backlog.ts'
import type { Backlog } from './db/backlog.ts'
import { runWorker, type WorkerJob } from './run-worker.ts'

type Deps = {
  backlog: Pick<Backlog, 'isPending'>
  databaseFile: string
  /** Entry file of the worker, see `collect-backlog.ts`. */
  workerEntry: string
  /** The sentence for a thread that ended without an answer. */
  died: string
  onDone: () => void
  log: (error: unknown) => void
}

/** Has what older entries lack made up for beside all other work. */
export function createCollector({ backlog, databaseFile, workerEntry, died, onDone, log }: Deps) {
  let job: WorkerJob<void> | undefined
  let ended: Promise<void> = Promise.resolve()

  return {
    start(): void {
      if (!backlog.isPending()) return
      const task: CollectTask = { databaseFile }
      job = runWorker<void>({ entry: workerEntry, task, died, log })
      ended = job.result
        .then(() => {
          if (!backlog.isPending()) onDone()
        })
        .catch(log)
    },
    /** What was made up for stays. */
    async close(): Promise<void> {
      job?.cancel()
      await ended
    },
  }
}
