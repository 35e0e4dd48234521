import { AppError } from '#contract/errors'
import type { Output } from '#contract/index'
import { type RowSort, rowSorts } from '#contract/rows'
import { type Command, type CommandContext, commonHelp, commonOptions, textOf } from '../command.ts'
import type { NodeCore } from '../open-core.ts'
import { readNumber } from '../read-number.ts'
import { rowFilterFrom, rowHelp, rowOptions } from '../row-options.ts'
import { withCore } from '../with-core.ts'

const mostAtOnce = 500
const partial = 'The words of older rows are still being collected, so more may be found later.'

export const rows: Command = {
  summary: "show a run's rows",
  help: `Usage: loom rows RUN [--state accepted] [--search WORDS] [--sort longest] [--limit 20]
       loom rows RUN --similar-to N [--at-least 0.5] [--limit 20]

${rowHelp}
  --similar-to N      the rows that share most words with row N, most alike first
  --at-least SHARE    shared words over all words of both, 0.1 to 1 (default 0.5)
  --sort ORDER        ${rowSorts.join(', ')} (default ${rowSorts[0]}; newest is planned last first)
  --limit N           rows to show (default 20)
${commonHelp}

Examples:
  loom rows 3 --state rejected --reason too-short
  loom rows 3 --search "salt bread" --min-length 400 --sort shortest
  loom rows 3 --similar-to 17`,
  options: {
    ...{ ...commonOptions, ...rowOptions, sort: { type: 'string' }, limit: { type: 'string' } },
    ...{ 'similar-to': { type: 'string' }, 'at-least': { type: 'string' } },
  },

  run: (context) =>
    withCore(context, 'read-if-needed', async (core) => {
      const runId = readNumber('rows', context.words[0])
      if (runId === undefined) throw new AppError('bad-input', 'Name a run, as in: loom rows 3')
      const sort = textOf(context, 'sort') as RowSort | undefined
      const list = { ...rowFilterFrom(context, runId), ...(sort ? { sort } : {}) }
      const limit = readNumber('limit', textOf(context, 'limit')) ?? 20
      await core.ask('run.show', { runId })
      const number = readNumber('similar-to', textOf(context, 'similar-to'))
      if (number !== undefined) return showSimilar(context, core, { runId, number, limit })
      const { total, isPartial } = await core.ask('row.outline', list)
      const found = []
      for (let after: number | undefined; found.length < limit; ) {
        const start = { limit: Math.min(limit - found.length, mostAtOnce), ...(after === undefined ? {} : { after }) }
        const page: Output<'row.page'> = await core.ask('row.page', { ...list, ...start })
        found.push(...page.rows)
        if (page.next === null) break
        after = page.next
      }
      if (isPartial) context.note(partial)
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

async function showSimilar(
  context: CommandContext,
  core: NodeCore,
  { runId, number, limit }: { runId: number; number: number; limit: number },
): Promise<number> {
  const row = (await core.ask('row.page', { runId, from: Math.max(0, number - 1), limit: 1 })).rows[0]
  if (row?.position !== number - 1) throw new AppError('not-found', `Run ${runId} has no row ${number}.`)
  const atLeast = readNumber('at-least', textOf(context, 'at-least'))
  const found = await core.ask('row.similar', { rowId: row.id, limit, ...(atLeast === undefined ? {} : { atLeast }) })
  if (found.isPartial) context.note(partial)
  if (context.values['json']) {
    context.out(JSON.stringify(found.rows))
    return 0
  }
  for (const { row: other, likeness } of found.rows) {
    context.out(`${other.position + 1}. ${other.state}, ${likeness.toFixed(2)} alike: ${other.persona}`)
    context.out(`${other.editedText ?? other.text}\n`)
  }
  context.note(`${found.rows.length} of ${found.total} rows that are like row ${number}.`)
  return 0
}
