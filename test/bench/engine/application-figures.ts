import { readFileSync, rmSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Figures } from '../bench.ts'
import { jobsOf, makeAlone, makeRun, withApplication } from '../run-in-application.ts'
import { lagFile } from './lag-file.ts'
import { withEngine } from './ours.ts'
import { chances, type FigureGroup, ownEntry, type Setting } from './setting.ts'
import { median } from './statistics.ts'

const rowsOfPair = 48
const warmUpRows = 2
const rowsWatched = 64
const slotsWatched = 16
const sampling = { ...chances, maxTokens: 128 }

export const overheadFigures: FigureGroup = { figures: ['overheadShare'], measure: measureOverhead }
export const lagFigures: FigureGroup = { figures: ['lagP99Ms'], measure: measureLag }

/** Share of the whole application's time that the engine alone, given the same rows, does not need. */
async function measureOverhead({ layout, modelFile, slots, rounds, rowsOf, note }: Setting): Promise<Figures> {
  const run = { key: 'instruction', attempts: 1, slots, sampling }
  const shares = await withApplication(layout, modelFile, (core, model) =>
    withEngine({ entry: layout.inference, log: (error) => note(String(error)) }, async (engine) => {
      async function pair(seed: string, rows: number): Promise<{ appMs: number; engineMs: number }> {
        const made = await makeRun(core, model, { ...run, seed, rows })
        const engineMs = await makeAlone(engine, model, await jobsOf(core, made.id), run)
        return { appMs: made.seconds * 1000, engineMs }
      }
      // Both processes pay for waking up before anything is measured.
      await pair('warm-up', warmUpRows)
      const measured: number[] = []
      for (let round = 0; round < rounds; round++) {
        const { appMs, engineMs } = await pair(`${round}`, rowsOf(rowsOfPair))
        measured.push(overhead(appMs, engineMs))
        note(`  round ${round + 1}: application ${appMs.toFixed(0)} ms, engine alone ${engineMs.toFixed(0)} ms`)
      }
      return measured
    }),
  )
  return { overheadShare: median(shares) }
}

/** Below 0 where the difference is smaller than what two runs differ by anyway. */
export function overhead(appMs: number, engineMs: number): number {
  return 1 - engineMs / appMs
}

/** Delay of the event loops of the application's process and of the model's while 16 rows are written at once. */
async function measureLag({ layout, modelFile, rounds, rowsOf, note }: Setting): Promise<Figures> {
  const watched = { ...layout, inference: ownEntry('watched') }
  const run = { key: 'instruction', rows: rowsOf(rowsWatched), attempts: 1, slots: slotsWatched, sampling }
  const host: number[] = []
  const child: number[] = []
  for (let round = 0; round < rounds; round++) {
    const delays = monitorEventLoopDelay({ resolution: 1 })
    await withApplication(watched, modelFile, async (core, model) => {
      delays.enable()
      await makeRun(core, model, { ...run, seed: `${round}` })
      delays.disable()
    })
    host.push(delays.percentile(99) / 1e6)
    child.push(takeLag(process.pid))
    note(`  round ${round + 1}: host ${host.at(-1)?.toFixed(1)} ms, child ${child.at(-1)?.toFixed(1)} ms`)
  }
  const figures = { lag_hostP99Ms: median(host), lag_childP99Ms: median(child) }
  return { lagP99Ms: Math.max(figures.lag_hostP99Ms, figures.lag_childP99Ms), ...figures }
}

function takeLag(pid: number): number {
  const file = lagFile(pid)
  const lag = Number(readFileSync(file, 'utf8'))
  rmSync(file)
  return lag
}
