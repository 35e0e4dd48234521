import type { Database } from 'better-sqlite3'
import type { Calibration } from '#contract/models'

/** Where a calibration holds: on one machine, with one build of the engine. */
export type Place = { machine: string; build: string }

/** What was measured of each model, the latest only. */
export function createCalibrationRepository(db: Database) {
  const select = db.prepare<[string], Place & { rates: string; measuredAt: number }>(
    'SELECT machine, build, rates, measured_at AS measuredAt FROM calibration WHERE model_sha256 = ?',
  )
  const upsert = db.prepare(`
    INSERT INTO calibration (model_sha256, machine, build, rates, measured_at)
    VALUES (@modelSha256, @machine, @build, @rates, @measuredAt)
    ON CONFLICT (model_sha256) DO UPDATE SET machine = @machine, build = @build, rates = @rates, measured_at = @measuredAt
  `)

  return {
    /** Undefined where nothing was measured on this machine or, where a build is given, with this build. */
    find(modelSha256: string, { machine, build }: { machine: string; build?: string }): Calibration | undefined {
      const found = select.get(modelSha256)
      if (!found || found.machine !== machine || (build !== undefined && found.build !== build)) return undefined
      return describe(JSON.parse(found.rates) as Calibration['rates'], found.measuredAt)
    },
    put(modelSha256: string, place: Place, rates: Calibration['rates'], measuredAt: number): Calibration {
      upsert.run({ modelSha256, ...place, rates: JSON.stringify(rates), measuredAt })
      return describe(rates, measuredAt)
    },
  }
}

function describe(rates: Calibration['rates'], measuredAt: number): Calibration {
  const best = rates.reduce((most, rate) => (rate.tokensPerSecond > most.tokensPerSecond ? rate : most))
  return { slots: best.slots, tokensPerSecond: best.tokensPerSecond, rates, measuredAt }
}

export type CalibrationRepository = ReturnType<typeof createCalibrationRepository>
