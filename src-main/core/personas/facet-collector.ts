import type { Publish } from '#contract/index'
import { runWorker, type WorkerJob } from '../run-worker.ts'
import type { FacetBacklog } from './facet-backlog.ts'

type Deps = {
  backlog: Pick<FacetBacklog, 'isPending'>
  databaseFile: string
  /** Entry file of the worker. */
  workerEntry: string
  publish: Publish
  log: (error: unknown) => void
}

const died = 'Working out the language and length of older personas ended unexpectedly. It goes on at the next start.'

/** Has the facets of personas that are older than them worked out beside all other work. */
export function createFacetCollector({ backlog, databaseFile, workerEntry, publish, log }: Deps) {
  let job: WorkerJob<void> | undefined
  let ended: Promise<void> = Promise.resolve()

  return {
    start(): void {
      if (!backlog.isPending()) return
      job = runWorker<void>({ entry: workerEntry, task: { databaseFile }, died, log })
      ended = job.result
        .then(() => {
          if (!backlog.isPending()) publish('persona.indexed', {})
        })
        .catch(log)
    },
    /** What was worked out stays. */
    async close(): Promise<void> {
      job?.cancel()
      await ended
    },
  }
}
