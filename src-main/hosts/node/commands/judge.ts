import { type DiscardReason, discardReasons } from '#contract/discard-reasons'
import { AppError } from '#contract/errors'
import type { RowFilter } from '#contract/rows'
import { type Command, type CommandContext, commonHelp, commonOptions, textOf } from '../command.ts'
import type { NodeCore } from '../open-core.ts'
import { readNumber } from '../read-number.ts'
import { rowFilterFrom, rowHelp, rowOptions } from '../row-options.ts'
import { withCore } from '../with-core.ts'

type Judgement = { verdict?: 'kept' | 'discarded' | null; discardReason?: DiscardReason; note?: string }

export const judge: Command = {
  summary: 'keep or discard rows of a run',
  help: `Usage: loom judge RUN --row N [--row N …] --keep | --discard [--because REASON] | --undecided [--note TEXT]
       loom judge RUN --all [--state rejected] [--search WORDS] … --keep | --discard | --undecided

  --row N             a row by its number; may be given more than once
  --all               every row that fits the options below
  --keep              take it into exports, whatever its state
  --discard           leave it out of exports; it stays in the library
  --because REASON    ${discardReasons.join(', ')} (with --row)
  --undecided         take the verdict back
  --note TEXT         a note of yours (with --row; an empty one takes it back)

${rowHelp}
${commonHelp}

Examples:
  loom judge 3 --row 17 --row 42 --discard --because dull
  loom judge 3 --all --state accepted --max-length 80 --discard`,
  options: {
    ...{ ...commonOptions, ...rowOptions, row: { type: 'string', multiple: true }, all: { type: 'boolean' } },
    ...{ keep: { type: 'boolean' }, discard: { type: 'boolean' }, undecided: { type: 'boolean' } },
    ...{ because: { type: 'string' }, note: { type: 'string' } },
  },

  run: (context) =>
    withCore(context, 'write', async (core) => {
      const runId = readNumber('judge', context.words[0])
      if (runId === undefined) throw new AppError('bad-input', 'Name a run, as in: loom judge 3 --row 17 --keep')
      const { filter, numbers } = whichRows(context, runId)
      const judgement = judgementFrom(context, numbers !== undefined)
      await core.ask('run.show', { runId })
      const { changed, skipped } = numbers
        ? { changed: await judgeEach(core, runId, numbers, judgement), skipped: 0 }
        : await judgeAll(core, filter, judgement.verdict as 'kept' | 'discarded' | null)
      if (context.values['json']) context.out(JSON.stringify({ run: runId, changed, skipped }))
      else context.note(`${changed} ${changed === 1 ? 'row' : 'rows'} changed.`)
      if (skipped > 0) context.note(`${skipped} still to be written to the end: left as they are.`)
      return 0
    }),
}

function whichRows(context: CommandContext, runId: number): { filter: RowFilter; numbers: number[] | undefined } {
  const named = context.values['row']
  const filter = rowFilterFrom(context, runId)
  const isNarrowed = Object.keys(filter).length > 1
  if (Array.isArray(named) && !context.values['all'] && !isNarrowed) {
    return { filter, numbers: named.map((text) => readNumber('row', text) as number) }
  }
  if (context.values['all'] && named === undefined) return { filter, numbers: undefined }
  throw new AppError('bad-input', 'Say which rows: --row N, or --all with options that narrow. Nothing was changed.')
}

function judgementFrom(context: CommandContext, isForSome: boolean): Judgement {
  const { keep, discard, undecided } = context.values
  const verdicts = [keep, discard, undecided].filter(Boolean).length
  const because = textOf(context, 'because')
  const note = textOf(context, 'note')
  const refuse = (message: string) => new AppError('bad-input', `${message} Nothing was changed.`)
  if (verdicts > 1) throw refuse('A row has one verdict: give one of --keep, --discard and --undecided.')
  if (verdicts === 0 && (note === undefined || !isForSome)) {
    throw refuse('Say what becomes of the rows: --keep, --discard or --undecided.')
  }
  if (!isForSome && (because !== undefined || note !== undefined)) {
    throw refuse('Reasons and notes belong to single rows: name them with --row.')
  }
  if (because !== undefined && !discard) throw refuse('--because says why a row is discarded: give --discard too.')
  return {
    ...(verdicts === 0 ? {} : { verdict: keep ? 'kept' : discard ? 'discarded' : null }),
    // The door says what is wrong with a reason that there is not.
    ...(because === undefined ? {} : { discardReason: because as DiscardReason }),
    ...(note === undefined ? {} : { note }),
  }
}

/** All rows are looked up before the first is changed, so that a wrong number changes none. */
async function judgeEach(core: NodeCore, runId: number, numbers: number[], judgement: Judgement): Promise<number> {
  const rows = []
  for (const number of numbers) {
    const [row] = (await core.ask('row.page', { runId, from: Math.max(0, number - 1), limit: 1, cut: 0 })).rows
    if (row?.position !== number - 1) {
      throw new AppError('not-found', `Run ${runId} has no row ${number}. Nothing was changed.`)
    }
    rows.push(row)
  }
  const { note, ...rest } = judgement
  const change = { ...rest, ...(note === undefined ? {} : { note: note === '' ? null : note }) }
  for (const { id: rowId } of rows) await core.ask('row.judge', { rowId, ...change })
  return rows.length
}

async function judgeAll(
  core: NodeCore,
  { verdict: judged, ...filter }: RowFilter,
  verdict: 'kept' | 'discarded' | null,
): Promise<{ changed: number; skipped: number }> {
  const which = { ...filter, ...(judged === undefined ? {} : { judged }) }
  return core.ask('row.judgeMany', { ...which, verdict })
}
