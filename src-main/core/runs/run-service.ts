import { extname } from 'node:path'
import { AppError } from '#contract/errors'
import type { ExportRequest, ExportResult } from '#contract/exports'
import type { Handlers } from '#contract/index'
import type { Model } from '#contract/models'
import type { PersonaChoice } from '#contract/personas'
import type { PromptStyle, Recipe, Step } from '#contract/recipe'
import type { Run, RunRequest } from '#contract/runs'
import { usualSampling } from '#contract/sampling'
import { describeDatabaseError } from '../db/database-error.ts'
import type { ModelFile } from '../engine.ts'
import type { ModelGate } from '../model-gate.ts'
import { estimateTime } from './estimate-time.ts'
import type { PlannedItem } from './item-ledger.ts'
import { outputForm } from './output-form.ts'
import { longestItems, planItems, refuseEmptyPlan, runName, samplingOf } from './plan-run.ts'
import { type RunOutput, type RunProblem, type StoredRun, toRun } from './run-repository.ts'
import { createRunSitting, type RunSitting, type SittingDeps, type SittingEnd } from './run-sitting.ts'
import { keptTemplate, type RunSnapshot } from './run-snapshot.ts'

/** Items a transaction plans: about 20 ms. */
const planBatch = 1000

type Deps = Omit<SittingDeps, 'usableModel'> & {
  choosePersonas: (choice: PersonaChoice) => Promise<{ key: Buffer; text: string }[]>
  countPersonas: (choice: PersonaChoice) => number
  recipeOf: (template: RunRequest['template']) => Recipe
  recipeHash: (recipe: Recipe) => string
  styleFor: (recipe: Recipe, wanted: PromptStyle) => PromptStyle
  usableModel: (sha256: string, chatTemplate?: string | null) => Promise<UsableModel>
  modelTraits: (sha256: string) => { style: PromptStyle; small: boolean }
  checkOutput: (output: NonNullable<RunRequest['output']>) => RunOutput
  gate: ModelGate
  exportRun: (request: ExportRequest) => Promise<ExportResult>
}

/** Context of a row and rows at once that fit into this machine; throws when nothing fits. */
type RoomFor = (need: { longestPrompt: number; maxTokens: number; slots?: number | undefined; build: string }) => {
  contextSize: number
  slots: number
}

/** Rows at once of a context that fit now, at most as many as wanted; throws when not even one does. */
type SlotsFor = (contextSize: number, wanted: number) => number

type UsableModel = { model: Model; file: ModelFile; roomFor: RoomFor; slotsFor: SlotsFor }

type Sitting = { run: StoredRun; sitting: RunSitting; ended: Promise<void> }

export function createRunService(deps: Deps) {
  const { runs, ledger, engine, publish, clock, log } = deps
  let current: Sitting | undefined
  /** Runs whose pause could not be stored, as on a full disk: to this process they are paused all the same. */
  const unstored = new Map<number, RunProblem>()

  function show(id: number): Run {
    return toRun(find(id), runs.counts(id))
  }

  function find(id: number): StoredRun {
    const run = runs.find(id)
    if (!run) throw new AppError('not-found', `There is no run ${id}.`)
    return asEnded(run)
  }

  function asEnded(run: StoredRun): StoredRun {
    const problem = run.status === 'running' ? unstored.get(run.id) : undefined
    return problem ? { ...run, status: 'paused', notice: problem.message, noticeCode: problem.code } : run
  }

  /** Has the model from before the plan until the sitting ends. `start` says who sits; a try gives way to what follows. */
  async function withModel(purpose: StoredRun['purpose'], start: (leave: () => void) => Promise<number>) {
    const started = Promise.withResolvers<void>()
    const leave = await deps.gate.enter(purpose === 'try' ? 'try' : 'run', async () => {
      await started.promise
      if (current) await end(current.run.id, 'stopped')
    })
    try {
      return await start(leave)
    } catch (error) {
      leave()
      throw error
    } finally {
      started.resolve()
    }
  }

  async function plan(
    request: RunRequest,
  ): Promise<{ snapshot: RunSnapshot; templateHash: string; items: PlannedItem[]; file: ModelFile }> {
    const { model, file, roomFor } = await deps.usableModel(request.modelSha256)
    const recipe = deps.recipeOf(request.template)
    const { seed, system, variables, attempts, personas } = request
    const sampling = samplingOf(usualSampling, model.sampling, recipe.steps[0]?.sampling, request.sampling)
    const style = deps.styleFor(recipe, request.style ?? model.style)
    const settings = { recipe, style, system, variables, small: model.small }
    const templateHash = deps.recipeHash(recipe)
    const items = planItems({ settings, templateHash, seed, personas: await deps.choosePersonas(personas) })
    refuseEmptyPlan(items, request)
    const step = recipe.steps[0] as Step
    engine.checkForm(outputForm(step), step.start)

    const prompts = longestItems(recipe, items).map(
      (item) => deps.composePrompt(settings, item.inputText, item.examples).prompt,
    )
    const { build } = await engine.load(file)
    const longestPrompt = Math.max(...(await engine.measure(prompts)))
    const room = roomFor({ longestPrompt, maxTokens: sampling.maxTokens, slots: request.parallel, build })
    const { sha256, name, fileName, licence, quantization } = model
    const snapshot: RunSnapshot = {
      format: 'persona-loom/run@1',
      template: recipe,
      ...{ style, small: model.small, system, variables, personas, sampling, seed, attempts },
      model: { sha256, name, fileName, licence, quantization, ...keptTemplate(file) },
      parallel: Math.min(room.slots, items.length),
      contextSize: room.contextSize,
    }
    return { snapshot, templateHash, items, file }
  }

  /** Stores the whole plan; a run appears only when all its items are there. */
  async function store(
    request: RunRequest,
    planned: Awaited<ReturnType<typeof plan>>,
    output: RunOutput | null,
  ): Promise<number> {
    const { snapshot, templateHash, items } = planned
    const name = runName(request, snapshot.template)
    const id = runs.add({ name, purpose: request.purpose, snapshot, templateHash, output, createdAt: clock.now() })
    for (let at = 0; at < items.length; at += planBatch) {
      ledger.plan(id, templateHash, at, items.slice(at, at + planBatch))
      await new Promise(setImmediate)
    }
    runs.setStatus(id, 'running', null)
    return id
  }

  function sitDown(id: number, slots: number, leave: () => void): void {
    const run = find(id)
    const sitting = openSitting(run, slots)
    const ended = sitting
      .sit()
      .then((end) => close(run.id, end))
      .catch(log)
      .finally(() => {
        current = undefined
        leave()
        publish('run.done', show(run.id))
      })
    current = { run, sitting, ended }
  }

  function openSitting(run: StoredRun, slots: number): RunSitting {
    try {
      return createRunSitting(deps, run, slots)
    } catch (error) {
      pauseUnstored(run.id, error)
      throw error
    }
  }

  async function close(id: number, { status, problem }: SittingEnd): Promise<void> {
    try {
      if (status === 'finished') await finish(id, 'finished')
      else runs.setStatus(id, 'paused', problem ?? null)
    } catch (error) {
      pauseUnstored(id, problem ?? error)
    }
  }

  function pauseUnstored(id: number, error: unknown): void {
    const problem = error instanceof AppError ? error : describeDatabaseError(error)
    if (!problem) throw error
    unstored.set(id, problem)
  }

  /** Writes the output file, then says that the run ended: a kill between the two writes the same file again. */
  async function finish(id: number, status: 'finished' | 'stopped'): Promise<void> {
    runs.setStatus(id, status, await writeOutput(id), clock.now())
  }

  async function writeOutput(id: number): Promise<RunProblem | null> {
    const run = find(id)
    const output = run.output ? (JSON.parse(run.output) as RunOutput) : undefined
    if (!output || output.sha256) return null
    const request = {
      runId: id,
      shape: 'seed',
      format: extname(output.path) === '.csv' ? 'csv' : 'jsonl',
      formulaGuard: true,
    } as const
    try {
      const { sha256 } = await deps.exportRun({ ...request, fileId: output.path, force: output.force })
      runs.setOutput(id, { ...output, sha256 })
      return null
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { code: error.code, message: `The rows are safe, but the file was not written: ${error.message}` }
    }
  }

  async function end(id: number, as: 'paused' | 'stopped'): Promise<void> {
    if (current?.run.id === id) {
      current.sitting.interrupt()
      await current.ended
    }
    const { status } = find(id)
    if (as === 'paused' || (status !== 'paused' && status !== 'running')) return
    ledger.cancelOpen(id)
    await finish(id, 'stopped')
    publish('run.done', show(id))
  }

  return {
    handlers: {
      'run.estimate'(request) {
        const recipe = deps.recipeOf(request.template)
        const { style } = deps.modelTraits(request.modelSha256)
        const estimate = estimateTime(
          runs.speeds(request.modelSha256),
          deps.recipeHash(recipe),
          deps.countPersonas(request.personas),
        )
        return {
          ...estimate,
          style: deps.styleFor(recipe, request.style ?? style),
          parallel: request.parallel ?? null,
        }
      },

      async 'run.start'(request) {
        const id = await withModel(request.purpose, async (leave) => {
          const output = request.output ? deps.checkOutput(request.output) : null
          const planned = await plan(request)
          const stored = await store(request, planned, output)
          sitDown(stored, planned.snapshot.parallel, leave)
          return stored
        })
        return show(id)
      },

      async 'run.resume'({ runId }) {
        const run = find(runId)
        if (current?.run.id === runId) return show(runId)
        if (run.status !== 'paused')
          throw new AppError(
            'bad-input',
            `Run ${runId} is ${run.status}: there is nothing to resume. Start a new one for more rows.`,
          )
        await withModel(run.purpose, async (leave) => {
          const { contextSize, parallel, model } = JSON.parse(run.recipe) as RunSnapshot
          const { slotsFor } = await deps.usableModel(run.modelSha256, model.chatTemplate?.text ?? null)
          const slots = slotsFor(contextSize, parallel)
          runs.setStatus(runId, 'running', null)
          unstored.delete(runId)
          sitDown(runId, slots, leave)
          return runId
        })
        return show(runId)
      },

      'run.pause': ({ runId }) => end(find(runId).id, 'paused'),
      'run.stop': ({ runId }) => end(find(runId).id, 'stopped'),
      'run.show': ({ runId }) => show(runId),

      'run.list'({ before, limit }) {
        const page = runs.page(before ?? Number.MAX_SAFE_INTEGER, limit)
        return {
          runs: page.map((run) => toRun(asEnded(run), runs.counts(run.id))),
          next: page.length === limit ? (page.at(-1)?.id ?? null) : null,
        }
      },

      'run.progress'({ runId }) {
        if (current?.run.id === runId) return current.sitting.progress()
        const { status, counts, tokens, seconds } = show(runId)
        const written = counts.planned - counts.waiting - counts.running
        return {
          runId,
          status,
          counts,
          written,
          tokens,
          seconds,
          tokensPerSecond: null,
          rowsPerMinute: null,
          eta: null,
        }
      },
    } satisfies Partial<Handlers>,

    /** Pauses what is running, so that nothing is lost when the app ends. */
    async close(): Promise<void> {
      if (current) await end(current.run.id, 'paused')
    },
  }
}
