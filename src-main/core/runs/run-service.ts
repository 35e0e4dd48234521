import { AppError } from '#contract/errors'
import type { ExportRequest, ExportResult } from '#contract/exports'
import type { Handlers } from '#contract/index'
import type { Handling, PacePoint, RowsAtOnce, Run, RunRequest } from '#contract/runs'
import type { OnBattery } from '#contract/settings'
import { describeDatabaseError } from '../db/database-error.ts'
import type { PowerReading } from '../host.ts'
import type { ModelGate } from '../model-gate.ts'
import { createRunEstimate, type EstimateDeps } from './estimate-run.ts'
import { noDataset } from './no-dataset.ts'
import { runName } from './plan-run.ts'
import { createPowerWatch } from './power-watch.ts'
import { type PrepareDeps, type PreparedRun, prepareRun } from './prepare-run.ts'
import { standingProgress } from './progress-meter.ts'
import type { RowRetry } from './retry-rows.ts'
import { type RunOutput, type RunProblem, type StoredRun, toRun } from './run-repository.ts'
import { createRunSitting, type RunSitting, type SittingDeps, type SittingEnd } from './run-sitting.ts'
import { type RunSnapshot, rowsAtOnce } from './run-snapshot.ts'
import { renewedOutput, writeOutput } from './write-output.ts'

/** Items a transaction plans: about 25 ms, their words among it. */
const planBatch = 500

type Deps = Omit<SittingDeps, 'usableModel'> &
  PrepareDeps &
  EstimateDeps & {
    checkOutput: (output: NonNullable<RunRequest['output']>) => RunOutput
    paceOf: (runId: number, planned: number, until?: number) => PacePoint[]
    handlingOf: (runId: number) => Handling
    gate: ModelGate
    retry: RowRetry
    refuseBinned: (runId: number) => void
    exportRun: (request: ExportRequest) => Promise<ExportResult>
    readPower: () => PowerReading
    onBattery: () => OnBattery
  }

type Sitting = { run: StoredRun; atOnce: RowsAtOnce; sitting: RunSitting; ended: Promise<void> }

export function createRunService(deps: Deps) {
  const { runs, ledger, publish, clock, log } = deps
  let current: Sitting | undefined
  /** While a run has the model and is not sitting yet. */
  let starting: Promise<void> | undefined
  /** Runs that are about to sit again. */
  const goingOn = new Map<number, Promise<Run>>()
  /** Runs whose pause could not be stored, as on a full disk: to this process they are paused all the same. */
  const unstored = new Map<number, RunProblem>()
  const power = createPowerWatch({
    ...{ readPower: deps.readPower, onBattery: deps.onBattery, log },
    runningId: () => (current?.run.purpose === 'dataset' ? current.run.id : undefined),
    isFree: () => deps.gate.held() === undefined,
    pause: (runId, problem) => void (current?.run.id === runId && current.sitting.interrupt(problem)),
    resume: resumeHeld,
  })

  function show(id: number): Run {
    return shown(find(id))
  }

  function shown(run: StoredRun): Run {
    const atOnce = current?.run.id === run.id ? current.atOnce : {}
    return { ...toRun(run, runs.counts(run), deps.handlingOf(run.id)), ...atOnce }
  }

  function find(id: number): StoredRun {
    const run = runs.find(id)
    if (!run) throw noDataset(id)
    return asEnded(run)
  }

  function asEnded(run: StoredRun): StoredRun {
    const problem = run.status === 'running' ? unstored.get(run.id) : undefined
    return problem ? { ...run, status: 'paused', notice: problem.message, noticeCode: problem.code } : run
  }

  /** Has the model from before the plan until the sitting ends. `start` says who sits; a try gives way to what follows. */
  async function withModel(
    { purpose, modelSha256 }: Pick<StoredRun, 'purpose' | 'modelSha256'>,
    start: (leave: () => void) => Promise<number>,
  ) {
    const started = Promise.withResolvers<void>()
    const leave = await deps.gate.enter(purpose === 'try' ? 'try' : 'run', modelSha256, async () => {
      await started.promise
      if (current) await end(current.run.id, 'stopped')
    })
    starting = started.promise
    try {
      return await start(leave)
    } catch (error) {
      leave()
      throw error
    } finally {
      starting = undefined
      started.resolve()
    }
  }

  /** Stores the whole plan; a run appears only when all its items are there. */
  async function store(request: RunRequest, planned: PreparedRun, output: RunOutput | null): Promise<number> {
    const { snapshot, templateHash, items } = planned
    const name = runName(request, snapshot.template, runs.isNamed)
    const id = runs.add({ name, purpose: request.purpose, snapshot, templateHash, output, createdAt: clock.now() })
    for (let at = 0; at < items.length; at += planBatch) {
      ledger.plan(id, templateHash, at, items.slice(at, at + planBatch))
      await new Promise(setImmediate)
    }
    runs.setStatus(id, 'running', null)
    return id
  }

  function sitDown(id: number, atOnce: RowsAtOnce, leave: () => void): void {
    const run = find(id)
    const sitting = openSitting(run, atOnce)
    const ended = sitting
      .sit()
      .then((end) => close(run.id, end))
      .catch(log)
      .finally(() => {
        current = undefined
        leave()
        publish('run.done', show(run.id))
      })
    current = { run, atOnce, sitting, ended }
    power.start()
  }

  function openSitting(run: StoredRun, atOnce: RowsAtOnce): RunSitting {
    try {
      return createRunSitting(deps, run, atOnce)
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
    runs.setStatus(id, status, await writeOutput(deps, find(id)), clock.now())
  }

  async function resume(runId: number): Promise<Run> {
    const run = find(runId)
    if (current?.run.id === runId) return show(runId)
    if (run.status !== 'paused' && !goingOn.has(runId))
      throw new AppError(
        'bad-input',
        `Run ${runId} is ${run.status}: there is nothing to resume. Retry it for rows that are missing or were not accepted.`,
      )
    return goOn(run)
  }

  /**
   * `putBack` fills the line anew; the run counts as running before it, so that a kill in between loses no row. Who asks
   * for the same run meanwhile, as by a double click, waits for the first.
   */
  function goOn(run: StoredRun, putBack?: () => Promise<void>): Promise<Run> {
    const sitAgain = async (leave: () => void) => {
      const planned = JSON.parse(run.recipe) as RunSnapshot
      const { contextSize, parallel, model } = planned
      const { slotsFor } = await deps.usableModel(run.modelSha256, model.chatTemplate?.text ?? null)
      const slots = slotsFor(contextSize, parallel, await deps.engine.heldBytes())
      // It may have gone there while its model was loaded.
      deps.refuseBinned(run.id)
      runs.setStatus(run.id, 'running', null)
      unstored.delete(run.id)
      await putBack?.()
      sitDown(run.id, rowsAtOnce(planned, slots), leave)
      return run.id
    }
    const forget = () => goingOn.delete(run.id)
    const going = goingOn.get(run.id) ?? withModel(run, sitAgain).then(show).finally(forget)
    goingOn.set(run.id, going)
    return going
  }

  async function retry(runId: number): Promise<Run> {
    const run = find(runId)
    deps.retry.check(run)
    return goOn(run, async () => {
      if (run.output) runs.setOutput(runId, await renewedOutput(JSON.parse(run.output) as RunOutput))
      await deps.retry.putBack(runId)
      publish('row.judged', { runId, ...deps.handlingOf(runId) })
    })
  }

  /** Nobody asked, so nobody hears a refusal: it takes the place of the notice. */
  async function resumeHeld(runId: number): Promise<void> {
    const { status, noticeCode } = find(runId)
    if (status !== 'paused' || noticeCode !== 'power') return
    try {
      await resume(runId)
    } catch (error) {
      if (!(error instanceof AppError)) log(error)
      leavePaused(runId, error instanceof AppError ? error : null)
    }
  }

  function leavePaused(runId: number, problem: RunProblem | null): void {
    runs.setStatus(runId, 'paused', problem)
    publish('run.done', show(runId))
  }

  async function end(id: number, as: 'paused' | 'stopped', because?: AppError): Promise<void> {
    await starting
    if (current?.run.id === id) {
      current.sitting.interrupt(because)
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
      'run.estimate': createRunEstimate(deps),

      async 'run.start'(request) {
        const id = await withModel(request, async (leave) => {
          const output = request.output ? deps.checkOutput(request.output) : null
          const planned = await prepareRun(deps, request)
          const stored = await store(request, planned, output)
          sitDown(stored, rowsAtOnce(planned.snapshot, planned.snapshot.parallel), leave)
          return stored
        })
        return show(id)
      },

      async 'run.resume'({ runId }) {
        const shown = await resume(runId)
        power.insist(runId)
        return shown
      },

      'run.retry': ({ runId }) => retry(runId),

      async 'run.pause'({ runId }) {
        await end(find(runId).id, 'paused')
        // Held or just held: the promise that it goes on by itself is taken back.
        if (power.release(runId)) leavePaused(runId, null)
      },
      async 'run.stop'({ runId }) {
        power.release(runId)
        await end(find(runId).id, 'stopped')
      },
      'run.show': ({ runId }) => show(runId),

      'run.list'({ before = Number.MAX_SAFE_INTEGER, limit, templateKey = null, query = '', isOpen, isRemoved }) {
        const page = runs.page({ before, limit, templateKey, query: query.trim(), isOpen, isRemoved })
        return {
          runs: page.map((run) => shown(asEnded(run))),
          next: page.length === limit ? (page.at(-1)?.id ?? null) : null,
        }
      },

      'run.templates': () => runs.templates(),

      'run.progress': ({ runId }) =>
        current?.run.id === runId ? current.sitting.progress() : standingProgress(show(runId)),

      'run.pace': ({ runId }) =>
        deps.paceOf(
          runId,
          show(runId).counts.planned,
          current?.run.id === runId ? current.sitting.openSince() : undefined,
        ),
    } satisfies Partial<Handlers>,

    paceChanged: (): void => current?.sitting.paceChanged(),

    /** Pauses what is running, so that nothing is lost when the app ends. */
    async close(): Promise<void> {
      power.stop()
      if (!current) return
      const closed = new AppError('app-closed', 'The app was closed while rows were being written.')
      await end(current.run.id, 'paused', closed)
    },
  }
}
