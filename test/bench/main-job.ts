import { resolve } from 'node:path'
import type { Run } from '#contract/runs'
import { usualSampling } from '#contract/sampling'
import { layoutFrom } from '../../src-main/hosts/node/layout.ts'
import type { Figures } from './bench.ts'
import { withEngine } from './engine/ours.ts'
import { median } from './engine/statistics.ts'
import { jobsOf, makeAlone, makeRun, withApplication } from './run-in-application.ts'

const rounds = 3
const rowsOfKind = 16
const rowsOfPair = 24
const slots = 8
const sampling = { ...usualSampling, maxTokens: 256 }

/** Rows and tokens a second and the share accepted for each kind; what the application costs beside the engine alone. */
export async function mainJob(note: (text: string) => void): Promise<Figures> {
  const layout = layoutFrom(resolve('src-main/hosts/node/cli.ts'))
  const figures: Figures = {}
  return withApplication(layout, undefined, async (core, model) => {
    const templates = await core.ask('template.list', {})
    for (const { key } of templates) {
      const made: Run[] = []
      for (let round = 0; round < rounds; round++) {
        const kind = { key, rows: rowsOfKind, attempts: 2, seed: `bench ${round}`, slots }
        const run = await makeRun(core, model, { ...kind, sampling: {} })
        made.push(run)
        note(
          `${key} ${round + 1}: ${run.counts.accepted} of ${run.counts.planned} accepted, ${(run.tokens / run.seconds).toFixed(0)} tokens/s`,
        )
      }
      figures[`${key}AcceptedShare`] = median(made.map(({ counts }) => counts.accepted / counts.planned))
      figures[`${key}RowsPerMinute`] = median(made.map(({ counts, seconds }) => (counts.planned / seconds) * 60))
      figures[`${key}TokensPerSecond`] = median(made.map(({ tokens, seconds }) => tokens / seconds))
    }

    const appMs: number[] = []
    const engineMs: number[] = []
    await withEngine({ entry: layout.inference, log: (error) => note(String(error)) }, async (engine) => {
      for (let round = 0; round < rounds; round++) {
        const pair = { key: 'instruction', rows: rowsOfPair, attempts: 1, seed: `${round}`, slots, sampling }
        const run = await makeRun(core, model, pair)
        appMs.push(run.seconds * 1000)
        engineMs.push(await makeAlone(engine, model, await jobsOf(core, run.id), pair))
        note(
          `round ${round + 1}: application ${appMs[round]?.toFixed(0)} ms, engine alone ${engineMs[round]?.toFixed(0)} ms`,
        )
      }
    })
    const shares = appMs.map((app, at) => app / (engineMs[at] as number))
    figures['appToEngineTime'] = median(shares)
    figures['overheadMsPerRow'] = median(appMs.map((app, at) => (app - (engineMs[at] as number)) / rowsOfPair))
    return figures
  })
}
