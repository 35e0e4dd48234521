import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Recipe } from '#contract/recipe'
import { usualSampling } from '#contract/sampling'
import type { Engine, Prompt } from '../../src-main/core/engine.ts'
import { composePrompt } from '../../src-main/core/templates/compose-prompt.ts'
import { findModel } from '../../src-main/hosts/node/find-model.ts'
import { forkChild } from '../../src-main/hosts/node/fork-child.ts'
import { layoutFrom } from '../../src-main/hosts/node/layout.ts'
import { type NodeCore, openCore } from '../../src-main/hosts/node/open-core.ts'
import { createProcessEngine } from '../../src-main/inference/process-engine.ts'
import type { Figures } from './bench.ts'

const rounds = 3
const rowsOfKind = 16
const rowsOfPair = 24
const slots = 8
const sampling = { ...usualSampling, maxTokens: 256 }

type Job = { prompt: Prompt; seed: number }

/** Rows and tokens a second and the share accepted for each kind; what the application costs beside the engine alone. */
export async function mainJob(note: (text: string) => void): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'loom-bench-'))
  const layout = layoutFrom(resolve('src-main/hosts/node/cli.ts'))
  const core = openCore({ layout, library: folder, access: 'write', owner: 'bench' })
  const figures: Figures = {}
  try {
    const model = await findModel(core, undefined)
    const path = join(layout.models, model.fileName)
    const templates = await core.ask('template.list', {})
    for (const { key } of templates) {
      const run = await makeRun(core, key, model.sha256, {
        rows: rowsOfKind,
        attempts: 2,
        seed: 'bench',
        maxTokens: 2048,
      })
      figures[`${key}AcceptedShare`] = run.counts.accepted / run.counts.planned
      figures[`${key}RowsPerMinute`] = (run.counts.planned / run.seconds) * 60
      figures[`${key}TokensPerSecond`] = run.tokens / run.seconds
      note(
        `${key}: ${run.counts.accepted} of ${run.counts.planned} accepted, ${(run.tokens / run.seconds).toFixed(0)} tokens/s`,
      )
    }

    const engine = createProcessEngine({ spawn: forkChild(layout.inference), log: (error) => note(String(error)) })
    const appMs: number[] = []
    const engineMs: number[] = []
    for (let round = 0; round < rounds; round++) {
      const run = await makeRun(core, 'instruction', model.sha256, {
        rows: rowsOfPair,
        attempts: 1,
        seed: `${round}`,
        maxTokens: sampling.maxTokens,
      })
      appMs.push(run.seconds * 1000)
      const jobs = await jobsOf(core, run.id)
      engineMs.push(await makeAlone(engine, { path, sha256: model.sha256, name: model.name }, jobs))
      note(
        `round ${round + 1}: application ${appMs[round]?.toFixed(0)} ms, engine alone ${engineMs[round]?.toFixed(0)} ms`,
      )
    }
    await engine.close()
    const shares = appMs.map((app, at) => app / (engineMs[at] as number))
    figures['appToEngineTime'] = median(shares)
    figures['overheadMsPerRow'] = median(appMs.map((app, at) => (app - (engineMs[at] as number)) / rowsOfPair))
    return figures
  } finally {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type RunOptions = { rows: number; attempts: number; seed: string; maxTokens: number }

async function makeRun(
  core: NodeCore,
  key: string,
  modelSha256: string,
  { rows, attempts, seed, maxTokens }: RunOptions,
) {
  const done = core.hub.next('run.done', () => true)
  await core.ask('run.start', {
    template: { key },
    personas: { count: rows, shuffleSeed: 'bench' },
    ...{ modelSha256, attempts, seed, parallel: slots },
    sampling: { ...sampling, maxTokens },
  })
  return done
}

/** The prompts and seeds of a run's rows, as the application sent them. */
async function jobsOf(core: NodeCore, runId: number): Promise<Job[]> {
  const { rows } = await core.ask('row.page', { runId, limit: 500 })
  const recipe = Recipe.parse((await core.ask('template.show', { key: 'instruction' })).recipe)
  return Promise.all(
    rows.map(async ({ id, persona }) => {
      const { attempts } = await core.ask('row.show', { rowId: id })
      const prompt = attempts[0]?.prompt ?? ''
      const drawn = (recipe.steps[0]?.examples ?? [])
        .map((example, index) => ({ index, at: prompt.indexOf(String(example.output).trim()) }))
        .filter(({ at }) => at >= 0)
        .sort((left, right) => left.at - right.at)
        .map(({ index }) => index)
      const settings = { recipe, style: 'persona-few-shot' as const, variables: {}, small: true }
      return { prompt: composePrompt(settings, persona, drawn).prompt, seed: attempts[0]?.seed ?? 0 }
    }),
  )
}

async function makeAlone(
  engine: Engine,
  model: { path: string; sha256: string; name: string },
  jobs: Job[],
): Promise<number> {
  await engine.load(model)
  await engine.open({ contextSize: 1024, slots })
  const queue = [...jobs]
  const { signal } = new AbortController()
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: slots }, async () => {
      for (let job = queue.shift(); job; job = queue.shift()) {
        await engine.generate({ ...job, form: { kind: 'text' }, sampling, signal })
      }
    }),
  )
  return performance.now() - startedAt
}

function median(values: number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] as number
}
