import { AppError } from '#contract/errors'
import type { Handlers, Publish } from '#contract/index'
import type { RunRepository } from './run-repository.ts'

/** What a dataset is called may change at any time; its rows, its recipe and files that were made of it stay as they are. */
export function createRunRenaming({ runs, publish }: { runs: RunRepository; publish: Publish }) {
  return {
    'run.rename'({ runId, name }) {
      if (!runs.rename(runId, name)) {
        throw new AppError('not-found', `There is no run ${runId}, so nothing was renamed.`)
      }
      publish('run.renamed', { runId, name })
    },
  } satisfies Partial<Handlers>
}
