import type { Handlers, Publish } from '#contract/index'
import type { Calibration, Model } from '#contract/models'
import type { Pace } from '#contract/settings'
import type { Clock } from '../clock.ts'
import type { Engine, ModelFile } from '../engine.ts'
import type { ModelGate } from '../model-gate.ts'
import { assessFitness } from './assess-fitness.ts'
import { calibrate } from './calibrate.ts'
import type { CalibrationRepository } from './calibration-repository.ts'

type Deps = {
  engine: Engine
  calibrations: CalibrationRepository
  usableModel: (sha256: string) => Promise<{ model: Model; file: ModelFile }>
  gate: ModelGate
  /** The pace to go back to. */
  pace: () => Pace
  machine: string
  clock: Clock
  publish: Publish
}

/** Measures on request how fast and how fit a model is here; runs then take rows at once and threads from it. */
export function createCalibrationService({ engine, calibrations, usableModel, machine, clock, ...deps }: Deps) {
  async function measure(sha256: string): Promise<Calibration> {
    const { model, file } = await usableModel(sha256)
    engine.setPace('full')
    try {
      const { build, threads } = await engine.load(file)
      const rates = await calibrate(engine, threads, (rate) => deps.publish('model.rate', { sha256, ...rate }))
      const fitness = await assessFitness(engine, model.sampling)
      return calibrations.put(sha256, { machine, build }, { rates, fitness, measuredAt: clock.now() })
    } finally {
      engine.setPace(deps.pace())
    }
  }

  return {
    handlers: {
      'model.measure': ({ sha256 }) => deps.gate.hold('measuring', sha256, () => measure(sha256)),
    } satisfies Partial<Handlers>,
  }
}
