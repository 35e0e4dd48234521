import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Recipe } from '#contract/recipe'
import type { Sampling, SamplingChoice } from '#contract/sampling'
import type { Engine, ModelFile, Prompt } from '../../src-main/core/engine.ts'
import { composePrompt } from '../../src-main/core/templates/compose-prompt.ts'
import { findModel } from '../../src-main/hosts/node/find-model.ts'
import type { Layout } from '../../src-main/hosts/node/layout.ts'
import { type NodeCore, openCore } from '../../src-main/hosts/node/open-core.ts'

export type Job = { prompt: Prompt; seed: number }

export type RunOptions = {
  key: string
  rows: number
  attempts: number
  seed: string
  slots: number
  sampling: SamplingChoice
}

/** Runs `use` with the whole application over an empty library, and with the default model or that of another file. */
export async function withApplication<T>(
  layout: Layout,
  modelFile: string | undefined,
  use: (core: NodeCore, model: ModelFile) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'loom-bench-'))
  const core = openCore({ layout, library: folder, access: 'write', owner: 'bench' })
  try {
    const { fileName, sha256, name } = await findModel(core, modelFile && resolve(modelFile))
    const path = modelFile ? resolve(modelFile) : join(layout.models, fileName)
    return await use(core, { path, sha256, name })
  } finally {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Makes a dataset; `seconds` of the result is the time in which rows were being written. */
export async function makeRun(core: NodeCore, model: ModelFile, options: RunOptions) {
  const { key, rows, attempts, seed, slots, sampling } = options
  const done = core.hub.next('run.done', () => true)
  await core.ask('run.start', {
    template: { key },
    personas: { count: rows, shuffleSeed: 'bench' },
    ...{ modelSha256: model.sha256, attempts, seed, parallel: slots, sampling },
  })
  return done
}

/** The prompts and seeds of a run's rows, as the application sent them. */
export async function jobsOf(core: NodeCore, runId: number): Promise<Job[]> {
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

/** Milliseconds that the engine alone takes for the same rows. */
export async function makeAlone(
  engine: Engine,
  model: ModelFile,
  jobs: readonly Job[],
  { slots, sampling }: { slots: number; sampling: Sampling },
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
