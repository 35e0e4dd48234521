import { AppError, type ErrorCode } from '#contract/errors'
import { exportFields, exportFormats, exportShapes } from '#contract/export-shapes'
import type { ExportMapping, ExportRequest } from '#contract/exports'
import { exportFormatOf } from '../../../core/export-format.ts'
import { type Command, commonHelp, commonOptions, textOf } from '../command.ts'
import { readChoice } from '../read-choice.ts'
import { readNumber } from '../read-number.ts'
import { rowFilterFrom, rowHelp, rowOptions } from '../row-options.ts'
import { withCore } from '../with-core.ts'

export const exportCommand: Command = {
  summary: "write a run's rows to a file",
  help: `Usage: loom export RUN --output rows.jsonl

  --output FILE       where to write (default: the library's exports folder)
  --shape SHAPE       seed: prompt, input persona, finish_reason, synthesized text (default)
                      release: input persona, synthesized text, description
                      messages: a chat of the task and the answer; sharegpt: the same in its older form
                      alpaca: instruction, input, output, system
                      prompt-only: the text as what a user asks (TRL); prompt-completion: task and answer (TRL)
                      raw: all that is kept of a row; custom: the fields named with --field
  --field NAME=WHAT   a field of the shape custom, once for each (implies it). WHAT is one of
                      ${exportFields.slice(0, 9).join(', ')},
                      ${exportFields.slice(9).join(', ')}
  --format FORMAT     jsonl, csv or parquet (default: by the file's ending)
  --pack              one .zip: rows, a card (README.md), template, personas, settings and checksums
  --validation SHARE  in a pack, share of the personas whose rows go into a validation file, as 0.1
  --no-formula-guard  in CSV, leave cells alone that a spreadsheet would run as a formula
  --force             write over a file that is there
${commonHelp}

Which rows: all that fit these, else what is accepted and not discarded, or kept.
${rowHelp}

Examples:
  loom export 3 --shape release --output math.jsonl
  loom export 3 --field question=answer --field who=persona --output questions.csv`,
  options: {
    ...commonOptions,
    ...rowOptions,
    output: { type: 'string' },
    shape: { type: 'string' },
    field: { type: 'string', multiple: true },
    format: { type: 'string' },
    pack: { type: 'boolean' },
    validation: { type: 'string' },
    'no-formula-guard': { type: 'boolean' },
    force: { type: 'boolean' },
  },

  async run(context) {
    const runId = readNumber('export', context.words[0])
    if (runId === undefined) throw new AppError('bad-input', 'Name a run, as in: loom export 3 --output rows.jsonl')
    const output = textOf(context, 'output')
    const mapping = mappingFrom(context.values['field'])
    const request: ExportRequest = {
      ...rowFilterFrom(context, runId),
      shape: readChoice('shape', textOf(context, 'shape') ?? (mapping ? 'custom' : 'seed'), exportShapes),
      ...(mapping ? { mapping } : {}),
      format: readChoice('format', textOf(context, 'format') ?? exportFormatOf(output ?? ''), exportFormats),
      formulaGuard: context.values['no-formula-guard'] !== true,
      force: context.values['force'] === true,
      pack: context.values['pack'] === true,
      validationShare: readNumber('validation', textOf(context, 'validation')) ?? 0,
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

/** `NAME=WHAT` as a field of the file. */
function mappingFrom(fields: unknown): ExportMapping | undefined {
  if (!Array.isArray(fields)) return undefined
  return fields.map((text: string) => {
    const [key = '', field = ''] = text.split(/=(.*)/s)
    if (key.trim() === '' || field === '') throw new AppError('bad-input', `--field takes NAME=WHAT, not “${text}”.`)
    return { key, field: readChoice('field NAME=WHAT', field, exportFields) }
  })
}
