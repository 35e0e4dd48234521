import { AppError } from '#contract/errors'
import type { Payload, Publish } from '#contract/index'
import type { Step } from '#contract/recipe'
import type { Row } from '#contract/rows'
import type { Progress, Reason, RowsAtOnce, RunStatus } from '#contract/runs'
import type { Clock } from '../clock.ts'
import { describeDatabaseError } from '../db/database-error.ts'
import type { Generated } from '../engine.ts'
import type { ComposePrompt, CreateTextCheck } from '../prompting.ts'
import { textKey } from '../text.ts'
import { describeEnd } from './describe-end.ts'
import { foretellRow } from './estimate-run.ts'
import type { Item, ItemLedger, Settled } from './item-ledger.ts'
import { outputForm } from './output-form.ts'
import { trySeed } from './plan-run.ts'
import { createProgressMeter } from './progress-meter.ts'
import type { RunRepository, StoredRun } from './run-repository.ts'
import type { RunSnapshot } from './run-snapshot.ts'
import { type HeldModel, isLost, type StartDeps, startModel } from './start-model.ts'
import { watchBeginning } from './watch-beginning.ts'

const progressMs = 250
const deltaMs = 100
const crashesAlone = 2
const failuresInARow = 5
/** Rows in line beside those that are written, so that a slot that becomes free has its next row at once. */
const ahead = 2

export type SittingDeps = StartDeps & {
  runs: RunRepository
  ledger: ItemLedger
  composePrompt: ComposePrompt
  createTextCheck: CreateTextCheck
  rowOf: (itemId: number) => Row | undefined
  publish: Publish
  clock: Clock
}

type Writing = { begunAt: number; position: number; persona: string; begun: boolean; pieces: string }

/** How a sitting ended: by itself, because it was asked to, or because it could not go on. */
export type SittingEnd = { status: RunStatus; problem: AppError | undefined }

/** Makes the open items of one run until none is left, it is asked to end, or it cannot go on. */
export function createRunSitting(deps: SittingDeps, run: StoredRun, atOnce: RowsAtOnce) {
  const { runs, ledger, engine, publish, clock, log } = deps
  const snapshot = JSON.parse(run.recipe) as RunSnapshot
  const step = snapshot.template.steps[0] as Step
  const settings = { ...snapshot, recipe: snapshot.template }
  const form = outputForm(step)
  const abort = new AbortController()
  const lanes = atOnce.parallel + ahead
  const meter = createProgressMeter(clock.now(), lanes, foretellRow(runs, run, snapshot.template))
  ledger.release(run.id)
  const counts = runs.counts(run)
  /** Rows that passed and wait for those planned before them. */
  let passed = ledger.countPassed(run.id)
  const writing = new Map<number, Writing>()
  let checks: ReturnType<CreateTextCheck> | undefined
  let model: (Pick<HeldModel, 'changed'> & { build: string }) | undefined
  let workedUntil = clock.now()
  let hasBegun = false
  let failures = 0
  /** Rows went back in line that are to be made alone. */
  let isDisturbed = false

  function progress(): Progress {
    const now = clock.now()
    const { tokens, activeMs } = runs.find(run.id) as StoredRun
    const left = counts.waiting + counts.running - passed
    return {
      runId: run.id,
      status: 'running',
      counts: { ...counts },
      written: counts.planned - left,
      hasBegun,
      ...atOnce,
      tokens,
      // What the tries under way have taken is stored when the first of them ends.
      seconds: (activeMs + (hasBegun ? now - workedUntil : 0)) / 1000,
      ...meter.rates(now),
      eta: meter.eta(now, left),
    }
  }

  function move(from: keyof typeof counts, to: keyof typeof counts): void {
    counts[from]--
    counts[to]++
  }

  function announce(settled: Settled[]): void {
    for (const { itemId, state } of settled) {
      if (state === 'accepted' || state === 'duplicate') passed--
      move('running', state)
      tell(itemId)
    }
  }

  function tell(itemId: number): void {
    const row = deps.rowOf(itemId)
    if (row) publish('row.changed', row)
  }

  function flushPieces(): void {
    const rows: Payload<'row.delta'>['rows'] = []
    for (const [rowId, entry] of writing) {
      if (!entry.pieces) continue
      rows.push({ rowId, position: entry.position, persona: entry.persona, text: entry.pieces })
      entry.pieces = ''
    }
    if (rows.length > 0) publish('row.delta', { runId: run.id, rows })
  }

  function take(which: 'trusted' | 'suspect'): Item | undefined {
    const item = ledger.take(run.id, which)
    if (item) move('waiting', 'running')
    return item
  }

  async function generate(
    item: Item,
    number: number,
  ): Promise<{ generated: Generated; reasons: Reason[]; seed: number }> {
    const { prompt, ...told } = deps.composePrompt(settings, item.inputText, JSON.parse(item.examples))
    checks ??= deps.createTextCheck(step, told)
    const seed = trySeed(snapshot.seed, item, number)
    const entry = { begunAt: clock.now(), position: item.position, persona: item.inputText, begun: false, pieces: '' }
    // The last try is written to its end, so that a person can still keep it.
    const doom = number < snapshot.attempts ? watchBeginning(checks.beginning, item.inputText) : undefined
    writing.set(item.id, entry)
    try {
      const generated = await engine.generate({
        prompt,
        form,
        sampling: snapshot.sampling,
        seed,
        signal: abort.signal,
        ...(doom ? { enough: doom.signal } : {}),
        onText(piece) {
          entry.pieces += entry.begun ? piece : step.start + piece
          entry.begun = true
          hasBegun = true
          doom?.push(piece)
        },
      })
      const early = doom?.found()
      if (!early) return { generated, seed, reasons: checks.whole({ ...generated, persona: item.inputText }) }
      const text = generated.text.slice(0, generated.startLength + early.length)
      return { generated: { ...generated, text, finishReason: 'early' }, seed, reasons: early.reasons }
    } finally {
      writing.delete(item.id)
    }
  }

  /** Makes one item to its end, or puts it back in line. */
  async function make(item: Item): Promise<void> {
    const startedAt = clock.now()
    for (let number = item.tries + 1; ; number++) {
      const { generated, reasons, seed } = await generate(item, number)
      const changed = model?.changed()
      if (changed) {
        abort.abort(changed)
        throw changed
      }
      failures = 0
      const now = clock.now()
      const record = {
        ...{ itemId: item.id, number, seed, generated, reasons, engine: model?.build ?? '', madeAt: now },
        sampling: JSON.stringify(snapshot.sampling),
      }
      const again = reasons.length > 0 && number < snapshot.attempts
      meter.add(now, generated.tokens, !again, now - startedAt)
      runs.addWork(run.id, generated.tokens, now - workedUntil)
      workedUntil = now
      if (!again) {
        const { settled, isInLine } = ledger.recordLast(run.id, record, textKey(generated.text))
        if (isInLine) {
          passed++
          publish('row.written', { runId: run.id, rowId: item.id })
        }
        return announce(settled)
      }
      ledger.recordRetry(run.id, record)
      tell(item.id)
    }
  }

  async function makeOrPutBack(item: Item, alone: boolean): Promise<void> {
    try {
      await make(item)
    } catch (error) {
      handleLoss(item, error, alone)
    }
  }

  /** What becomes of an item whose try did not end: its own fault ends it, anything else leaves it in line. */
  function handleLoss(item: Item, error: unknown, alone: boolean): void {
    const code = error instanceof AppError ? error.code : undefined
    if (abort.signal.aborted) return putBack(item)
    if (code === 'prompt-too-long') return announce(ledger.fail(run.id, item.id, 'prompt-too-long'))
    if (isLost(code)) {
      isDisturbed = true
      const reason = code === 'engine-stuck' ? 'timed-out' : 'model-crashed'
      if (alone && item.crashes + 1 >= crashesAlone) return announce(ledger.fail(run.id, item.id, reason))
      return suspect(item, alone)
    }
    // A chat that its template cannot render is the fault of that row, as most is that nobody foresaw.
    if ((code !== undefined && code !== 'model-unusable') || describeDatabaseError(error)) {
      putBack(item)
      return abort.abort(error)
    }
    if (code === undefined && (alone || !isDisturbed)) log(error)
    // Rows are written together, and what fails for one may fail for all: alone it shows whose fault it is.
    if (!alone) {
      isDisturbed = true
      return suspect(item, false)
    }
    announce(ledger.fail(run.id, item.id, 'generation-failed'))
    if (++failures >= failuresInARow) abort.abort(error)
  }

  function suspect(item: Item, ranAlone: boolean): void {
    ledger.putBackAsSuspect(item.id, ranAlone)
    move('running', 'waiting')
    tell(item.id)
  }

  function putBack(item: Item): void {
    try {
      ledger.putBack(item.id)
    } catch (error) {
      // A full disk also refuses this; the next sitting begins by putting such items back.
      if (!describeDatabaseError(error)) log(error)
    }
    move('running', 'waiting')
    tell(item.id)
  }

  /** A lane takes items until none is left or the sitting ends, and ends it for all lanes when it cannot go on. */
  async function lane(): Promise<void> {
    try {
      while (!abort.signal.aborted && !isDisturbed) {
        const item = take('trusted')
        if (!item) return
        await makeOrPutBack(item, false)
      }
    } catch (error) {
      abort.abort(error)
    }
  }

  async function makeOpenItems(): Promise<void> {
    isDisturbed = false
    // What was being made when the model's process died is made alone, so that the culprit is known.
    for (let item = take('suspect'); item; item = take('suspect')) {
      await makeOrPutBack(item, true)
      if (isDisturbed || abort.signal.aborted) return
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }

  async function makeAll(): Promise<void> {
    while (!abort.signal.aborted && counts.waiting + counts.running > 0) {
      hasBegun = false
      model = await startModel(deps, snapshot, atOnce.parallel, abort.signal)
      workedUntil = clock.now()
      // Loading the model is no writing.
      meter.reset(workedUntil)
      await makeOpenItems()
      if (!isDisturbed) return
    }
  }

  return {
    progress,
    /** When the first of the tries began that have not ended; undefined while none is under way. */
    openSince: (): number | undefined =>
      [...writing.values()].map(({ begunAt }) => begunAt).toSorted((a, b) => a - b)[0],
    /** Ends the sitting, because of a problem where there is one; rows in the middle go back in line. */
    interrupt: (problem?: AppError): void => abort.abort(problem),
    paceChanged: (): void => meter.changePace(clock.now()),

    async sit(): Promise<SittingEnd> {
      const beat = setInterval(() => publish('run.progress', progress()), progressMs)
      const pieces = setInterval(flushPieces, deltaMs)
      try {
        await makeAll()
      } catch (error) {
        abort.abort(error)
      } finally {
        clearInterval(beat)
        clearInterval(pieces)
      }
      if (ledger.countOpen(run.id) === 0) return { status: 'finished', problem: undefined }
      return { status: 'paused', problem: describeEnd(abort.signal.reason, log) }
    },
  }
}

export type RunSitting = ReturnType<typeof createRunSitting>
