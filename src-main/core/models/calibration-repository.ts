import type { Database } from 'better-sqlite3'
import type { Calibration } from '#contract/models'
import { bestRate } from './calibrate.ts'

/** Where a calibration holds: on one machine, with one build of the engine. */
export type Place = { machine: string; build: string }

type Measured = Pick<Calibration, 'rates' | 'fitness' | 'measuredAt'>

/** What was measured of each model, the latest only. */
export function createCalibrationRepository(db: Database) {
  const select = db.prepare<[string], Place & { rates: string; fitness: string; measuredAt: number }>(
    'SELECT machine, build, rates, fitness, measured_at AS measuredAt FROM calibration WHERE model_sha256 = ?',
  )
  const upsert = db.prepare(`
    INSERT INTO calibration (model_sha256, machine, build, rates, fitness, measured_at)
    VALUES (@modelSha256, @machine, @build, @rates, @fitness, @measuredAt)
    ON CONFLICT (model_sha256) DO UPDATE
    SET machine = @machine, build = @build, rates = @rates, fitness = @fitness, measured_at = @measuredAt
  `)

  return {
    /** Undefined where nothing was measured on this machine or, where a build is given, with this build. */
    find(modelSha256: string, { machine, build }: { machine: string; build?: string }): Calibration | undefined {
      const found = select.get(modelSha256)
      if (!found || found.machine !== machine || (build !== undefined && found.build !== build)) return undefined
      const { rates, fitness, measuredAt } = found
      return describe({ rates: JSON.parse(rates), fitness: JSON.parse(fitness), measuredAt })
    },
    put(modelSha256: string, place: Place, measured: Measured): Calibration {
      const { rates, fitness, measuredAt } = measured
      upsert.run({ modelSha256, ...place, rates: JSON.stringify(rates), fitness: JSON.stringify(fitness), measuredAt })
      return describe(measured)
    },
  }
}

function describe(measured: Measured): Calibration {
  return { ...bestRate(measured.rates), ...measured }
}

export type CalibrationRepository = ReturnType<typeof createCalibrationRepository>
