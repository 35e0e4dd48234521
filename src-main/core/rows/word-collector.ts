import type { Publish } from '#contract/index'
import type { ItemText } from '../lists/item-text.ts'
import { runWorker, type WorkerJob } from '../run-worker.ts'

type Deps = {
  itemText: Pick<ItemText, 'backlog'>
  databaseFile: string
  /** Entry file of the worker. */
  workerEntry: string
  publish: Publish
  log: (error: unknown) => void
}

const died = 'Collecting the words of older rows ended unexpectedly. It goes on at the next start.'

/** Has the words of rows that are older than the search collected beside all other work. */
export function createWordCollector({ itemText, databaseFile, workerEntry, publish, log }: Deps) {
  let job: WorkerJob<void> | undefined
  let ended: Promise<void> = Promise.resolve()

  return {
    start(): void {
      if (!itemText.backlog()) return
      job = runWorker<void>({ entry: workerEntry, task: { databaseFile }, died, log })
      ended = job.result
        .then(() => {
          if (!itemText.backlog()) publish('row.indexed', {})
        })
        .catch(log)
    },
    /** What was collected stays. */
    async close(): Promise<void> {
      job?.cancel()
      await ended
    },
  }
}
