import { AppError } from '#contract/errors'
import type { Handlers, Publish } from '#contract/index'
import type { Run } from '#contract/runs'
import type { Clock } from '../clock.ts'
import { noDataset } from './no-dataset.ts'
import type { RunBin } from './run-bin.ts'
import type { RunRepository } from './run-repository.ts'

type Deps = {
  bin: RunBin
  runs: RunRepository
  show: (runId: number) => Run
  publish: Publish
  clock: Clock
  /** Forgets what is remembered of a dataset, as its number may be another's. */
  forget: (runId: number) => void
  /** Has the rows of erased datasets taken out. */
  sweep: () => void
}

/** The way of a dataset into the bin, back out of it, or away for good. */
export function createBinService({ bin, runs, show, publish, clock, forget, sweep }: Deps) {
  return {
    'run.remove'({ runId }) {
      const { status, noticeCode, removedAt } = show(runId)
      if (removedAt !== null) return
      if (status === 'running') {
        throw new AppError(
          'busy',
          `Dataset ${runId} is being written. It stays where it is, and goes on. Pause or stop it; then it can go into the bin.`,
        )
      }
      const at = clock.now()
      if (!bin.put(runId, at)) throw noDataset(runId)
      // The promise that it goes on when the power is back is taken back.
      if (noticeCode === 'power') runs.setStatus(runId, 'paused', null)
      publish('run.removed', { runId, removedAt: at })
    },

    'run.restore'({ runId }) {
      if (!bin.takeOut(runId)) throw noDataset(runId)
      publish('run.removed', { runId, removedAt: null })
    },

    'run.erase'({ runId }) {
      if (!bin.erase(runId)) {
        show(runId)
        throw new AppError(
          'bad-input',
          `Dataset ${runId} is not in the bin, so nothing of it was deleted. Put it there first (loom runs ${runId} --delete).`,
        )
      }
      forget(runId)
      publish('run.erased', { runId })
      sweep()
    },
  } satisfies Partial<Handlers>
}
