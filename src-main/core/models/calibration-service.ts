import type { Handlers, Publish } from '#contract/index'
import type { Calibration, Model } from '#contract/models'
import type { Clock } from '../clock.ts'
import type { Engine, ModelFile } from '../engine.ts'
import type { ModelGate } from '../model-gate.ts'
import { calibrate } from './calibrate.ts'
import type { CalibrationRepository } from './calibration-repository.ts'

type Deps = {
  engine: Engine
  calibrations: CalibrationRepository
  usableModel: (sha256: string) => Promise<{ model: Model; file: ModelFile }>
  gate: ModelGate
  machine: string
  clock: Clock
  publish: Publish
}

/** Measures on request how fast a model writes on this machine; runs then take the number of rows at once from it. */
export function createCalibrationService({ engine, calibrations, usableModel, machine, clock, ...deps }: Deps) {
  async function measure(sha256: string): Promise<Calibration> {
    const { file } = await usableModel(sha256)
    const { build } = await engine.load(file)
    const rates = await calibrate(engine, (rate) => deps.publish('model.rate', { sha256, ...rate }))
    return calibrations.put(sha256, { machine, build }, rates, clock.now())
  }

  return {
    handlers: {
      'model.measure': ({ sha256 }) => deps.gate.hold('measuring', () => measure(sha256)),
    } satisfies Partial<Handlers>,
  }
}
