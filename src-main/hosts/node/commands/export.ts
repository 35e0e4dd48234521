import { extname } from 'node:path'
import { AppError, type ErrorCode } from '#contract/errors'
import type { ExportRequest, ExportShape } from '#contract/exports'
import type { ItemState } from '#contract/runs'
import { type Command, commonHelp, commonOptions, textOf } from '../command.ts'
import { readNumber } from '../read-number.ts'
import { withCore } from '../with-core.ts'

export const exportCommand: Command = {
  summary: "write a run's rows to a file",
  help: `Usage: loom export RUN --output rows.jsonl

  --output FILE       where to write (default: the library's exports folder)
  --shape SHAPE       seed: prompt, input persona, finish_reason, synthesized text (default)
                      release: input persona, synthesized text, description
  --format FORMAT     jsonl or csv (default: by the file's ending)
  --state STATE       only rows of this state (default: accepted and not discarded, or kept)
  --no-formula-guard  in CSV, leave cells alone that a spreadsheet would run as a formula
  --force             write over a file that is there
${commonHelp}

Example: loom export 3 --shape release --output math.jsonl`,
  options: {
    ...commonOptions,
    output: { type: 'string' },
    shape: { type: 'string' },
    format: { type: 'string' },
    state: { type: 'string', multiple: true },
    'no-formula-guard': { type: 'boolean' },
    force: { type: 'boolean' },
  },

  async run(context) {
    const runId = readNumber('export', context.words[0])
    if (runId === undefined) throw new AppError('bad-input', 'Name a run, as in: loom export 3 --output rows.jsonl')
    const output = textOf(context, 'output')
    const states = context.values['state']
    const request: ExportRequest = {
      runId,
      shape: (textOf(context, 'shape') ?? 'seed') as ExportShape,
      format: (textOf(context, 'format') ?? (extname(output ?? '') === '.csv' ? 'csv' : 'jsonl')) as 'jsonl' | 'csv',
      formulaGuard: context.values['no-formula-guard'] !== true,
      force: context.values['force'] === true,
      ...(Array.isArray(states) ? { states: states as ItemState[] } : {}),
      ...(output === undefined ? {} : { fileId: output }),
    }
    return withCore(context, 'read-if-needed', async (core) => {
      const done = core.hub.next('export.done', () => true)
      await core.ask('export.start', request)
      const { result, problem } = await done
      if (!result) throw new AppError(problem?.code as ErrorCode, problem?.message ?? '')
      context.note(`${result.rows} rows written to ${result.path}; ${result.leftOut} of the run are not in it.`)
      if (result.guardedCells > 0)
        context.note(`${result.guardedCells} cells got a ' in front, so that no spreadsheet runs them.`)
      if (context.values['json']) context.out(JSON.stringify(result))
      return 0
    })
  },
}
