import { roundEstimate } from '#contract/round-estimate'
import type { Progress, Run } from '#contract/runs'
import { type CommandContext, exitCodes } from './command.ts'
import type { NodeCore } from './open-core.ts'

const lineEveryMs = 5_000

/** What `generate` and `resume` print as JSON. */
export type RunSummary = {
  run: number
  planned: number
  waiting: number
  accepted: number
  rejected: number
  duplicate: number
  failed: number
  cancelled: number
  tokens: number
  seconds: number
  tokensPerSecond: number
}

/** Follows a run to its end and tells how it ended, as JSON too where that is asked for. Gives the exit code. */
export async function followToEnd(
  core: NodeCore,
  { values, note, out }: Pick<CommandContext, 'values' | 'note' | 'out'>,
  start: () => Promise<Run>,
): Promise<number> {
  const run = await followRun(core, start, note)
  const code = tellEnd(run, note)
  if (values['json']) out(JSON.stringify(summarise(run)))
  return code
}

/** Shows a run on stderr until it ends; Ctrl-C pauses it. Gives the run as it ended. */
export async function followRun(core: NodeCore, start: () => Promise<Run>, note: (text: string) => void): Promise<Run> {
  let runId: number | undefined
  const ends: Run[] = []
  let announce: (() => void) | undefined
  const offDone = core.hub.on('run.done', (run) => {
    // Not an end: it goes on by itself as long as this process waits.
    if (run.noticeCode === 'power' && run.status === 'paused') return note(run.notice ?? '')
    ends.push(run)
    announce?.()
  })
  const offProgress = core.hub.on('run.progress', createProgressLine(note))
  let interrupts = 0
  const onInterrupt = () => {
    if (++interrupts > 1) process.exit(exitCodes.paused)
    note('Pausing. Rows in the middle of a sentence are made again on resume.')
    if (runId !== undefined) core.ask('run.pause', { runId }).catch((error: Error) => note(error.message))
  }
  process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt)
  try {
    const run = await start()
    runId = run.id
    if (run.wantedParallel !== null) {
      note(`Rows at once: ${run.parallel}, because memory for ${run.wantedParallel} is not free.`)
    }
    if (interrupts > 0) await core.ask('run.pause', { runId })
    for (;;) {
      const end = ends.find(({ id }) => id === run.id)
      if (end) return end
      await new Promise<void>((resolve) => {
        announce = resolve
      })
    }
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt)
    offDone()
    offProgress()
    if (process.stderr.isTTY) process.stderr.write('\n')
  }
}

function summarise({ id, counts, tokens, seconds }: Run): RunSummary {
  const { planned, waiting, running, accepted, rejected, duplicate, failed, cancelled } = counts
  const tokensPerSecond = seconds > 0 ? Math.round((tokens / seconds) * 10) / 10 : 0
  return {
    run: id,
    planned,
    waiting: waiting + running,
    accepted,
    rejected,
    duplicate,
    failed,
    cancelled,
    tokens,
    seconds,
    tokensPerSecond,
  }
}

/** Tells how a run ended, in words, and with which exit code. */
function tellEnd(run: Run, note: (text: string) => void): number {
  const { planned, waiting, running, accepted, rejected, duplicate, failed, cancelled } = run.counts
  const parts = [`${accepted} accepted`, `${rejected} rejected`, `${duplicate} duplicate`, `${failed} failed`]
  if (cancelled > 0) parts.push(`${cancelled} cancelled`)
  note(`Run ${run.id} ${run.status}: ${parts.join(', ')} of ${planned}.`)
  if (run.notice) note(run.notice)
  if (run.status === 'paused') {
    note(`${waiting + running} rows are left. Go on with: npm run --silent loom -- resume ${run.id}`)
    if (run.noticeCode === 'internal') return exitCodes.internal
    return ['model-missing', 'model-unusable', 'engine-crashed', 'engine-stuck'].includes(run.noticeCode ?? '')
      ? exitCodes.modelUnusable
      : exitCodes.paused
  }
  if (run.outputPath && !run.noticeCode) note(`Written to ${run.outputPath}`)
  if (run.noticeCode) return exitCodes.badInput
  if (planned > accepted) note(`Give the others another try with: npm run --silent loom -- retry ${run.id}`)
  return failed > 0 ? exitCodes.someFailed : exitCodes.done
}

function createProgressLine(note: (text: string) => void) {
  let shownAt = 0
  return ({ counts, written, tokensPerSecond, eta }: Progress) => {
    const { planned, accepted, rejected, duplicate, failed } = counts
    const speed = tokensPerSecond === null ? '' : `, ${tokensPerSecond.toFixed(0)} tokens/s`
    const left = eta ? `, ${durationRange(eta)} left` : ''
    const line = `${written} of ${planned} written: ${accepted} accepted, ${rejected} rejected, ${duplicate} duplicate, ${failed} failed${speed}${left}`
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`)
    } else if (Date.now() - shownAt >= lineEveryMs) {
      shownAt = Date.now()
      note(line)
    }
  }
}

function durationRange({ fromSeconds, toSeconds }: NonNullable<Progress['eta']>): string {
  const [from, to] = [duration(roundEstimate(fromSeconds)), duration(roundEstimate(toSeconds))]
  return from === to ? to : `${from} to ${to}`
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
