import { AppError } from '#contract/errors'
import type { Output } from '#contract/index'
import { type RowSort, rowSorts } from '#contract/runs'
import { type Command, commonHelp, commonOptions, textOf } from '../command.ts'
import { readNumber } from '../read-number.ts'
import { rowFilterFrom, rowHelp, rowOptions } from '../row-options.ts'
import { withCore } from '../with-core.ts'

const mostAtOnce = 500

export const rows: Command = {
  summary: "show a run's rows",
  help: `Usage: loom rows RUN [--state accepted] [--search WORDS] [--sort longest] [--limit 20]

${rowHelp}
  --sort ORDER        ${rowSorts.join(', ')} (default ${rowSorts[0]}; newest is planned last first)
  --limit N           rows to show (default 20)
${commonHelp}

Examples:
  loom rows 3 --state rejected --reason too-short
  loom rows 3 --search "salt bread" --min-length 400 --sort shortest`,
  options: { ...commonOptions, ...rowOptions, sort: { type: 'string' }, limit: { type: 'string' } },

  run: (context) =>
    withCore(context, 'read-if-needed', async (core) => {
      const runId = readNumber('rows', context.words[0])
      if (runId === undefined) throw new AppError('bad-input', 'Name a run, as in: loom rows 3')
      const sort = textOf(context, 'sort') as RowSort | undefined
      const list = { ...rowFilterFrom(context, runId), ...(sort ? { sort } : {}) }
      const limit = readNumber('limit', textOf(context, 'limit')) ?? 20
      await core.ask('run.show', { runId })
      const { total, isPartial } = await core.ask('row.outline', list)
      const found = []
      for (let after: number | undefined; found.length < limit; ) {
        const start = { limit: Math.min(limit - found.length, mostAtOnce), ...(after === undefined ? {} : { after }) }
        const page: Output<'row.page'> = await core.ask('row.page', { ...list, ...start })
        found.push(...page.rows)
        if (page.next === null) break
        after = page.next
      }
      if (isPartial) context.note('The words of older rows are still being collected, so more may be found later.')
      if (context.values['json']) context.out(JSON.stringify(found))
      for (const row of context.values['json'] ? [] : found) {
        context.out(
          `${row.position + 1}. ${row.state}${row.reasons.length ? ` (${row.reasons.join(', ')})` : ''}: ${row.persona}`,
        )
        context.out(`${row.editedText ?? row.text}\n`)
      }
      if (!context.values['json']) context.note(`${found.length} of ${total} rows that fit.`)
      return 0
    }),
}
