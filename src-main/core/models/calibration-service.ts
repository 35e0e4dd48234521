import { AppError } from '#contract/errors'
import type { Handlers, Publish } from '#contract/index'
import type { Calibration, Model } from '#contract/models'
import type { Pace } from '#contract/settings'
import type { Clock } from '../clock.ts'
import type { Engine } from '../engine.ts'
import { assessFitness } from './assess-fitness.ts'
import { calibrate } from './calibrate.ts'
import type { CalibrationRepository } from './calibration-repository.ts'

type Deps = {
  engine: Engine
  calibrations: CalibrationRepository
  usableModel: (sha256: string) => Promise<{ model: Model; path: string }>
  isWriting: () => boolean
  /** The pace to go back to. */
  pace: () => Pace
  machine: string
  clock: Clock
  publish: Publish
}

/** Measures on request how fast and how fit a model is here; runs then take rows at once and threads from it. */
export function createCalibrationService({ engine, calibrations, usableModel, machine, clock, ...deps }: Deps) {
  let measuring = false

  /** Rows of others need another room than the one that is being measured. Throws `busy`. */
  function refuseWhileMeasuring(): void {
    if (measuring) throw new AppError('busy', 'The speed of a model is being measured. Try again in a minute.')
  }

  async function measure(sha256: string): Promise<Calibration> {
    const { model, path } = await usableModel(sha256)
    const { build, threads } = await engine.load({ path, sha256, name: model.name })
    const rates = await calibrate(engine, threads, (rate) => deps.publish('model.rate', { sha256, ...rate }))
    const fitness = await assessFitness(engine, model.sampling)
    return calibrations.put(sha256, { machine, build }, { rates, fitness, measuredAt: clock.now() })
  }

  return {
    handlers: {
      async 'model.measure'({ sha256 }) {
        refuseWhileMeasuring()
        if (deps.isWriting()) {
          throw new AppError('busy', 'A dataset is being made with the model. Pause it, then measure its speed.')
        }
        measuring = true
        engine.setPace('full')
        try {
          return await measure(sha256)
        } finally {
          measuring = false
          engine.setPace(deps.pace())
        }
      },
    } satisfies Partial<Handlers>,

    refuseWhileMeasuring,
    isMeasuring: (): boolean => measuring,
  }
}
