import { AppError } from '#contract/errors'
import type { Handlers, Publish } from '#contract/index'
import type { Model } from '#contract/models'
import type { Clock } from '../clock.ts'
import type { Engine } from '../engine.ts'
import { calibrate } from './calibrate.ts'
import type { CalibrationRepository } from './calibration-repository.ts'

type Deps = {
  engine: Engine
  calibrations: CalibrationRepository
  usableModel: (sha256: string) => Promise<{ model: Model; path: string }>
  isWriting: () => boolean
  machine: string
  clock: Clock
  publish: Publish
}

/** Measures on request how fast a model writes on this machine; runs then take the number of rows at once from it. */
export function createCalibrationService({ engine, calibrations, usableModel, machine, clock, ...deps }: Deps) {
  return {
    handlers: {
      async 'model.measure'({ sha256 }) {
        if (deps.isWriting()) {
          throw new AppError('busy', 'A dataset is being made with the model. Pause it, then measure its speed.')
        }
        const { model, path } = await usableModel(sha256)
        const { build } = await engine.load({ path, sha256, name: model.name })
        const rates = await calibrate(engine, (rate) => deps.publish('model.rate', { sha256, ...rate }))
        return calibrations.put(sha256, { machine, build }, rates, clock.now())
      },
    } satisfies Partial<Handlers>,
  }
}
