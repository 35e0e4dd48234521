import { AppError } from '#contract/errors'
import { ItemState, Reason } from '#contract/runs'
import { type Command, commonHelp, commonOptions, textOf } from '../command.ts'
import { readNumber } from '../read-number.ts'
import { withCore } from '../with-core.ts'

export const rows: Command = {
  summary: "show a run's rows",
  help: `Usage: loom rows RUN [--state accepted] [--reason too-short] [--limit 20]

  --state STATE       ${ItemState.options.join(', ')}
  --reason REASON     ${Reason.options.join(', ')}
  --limit N           rows to show (default 20)
${commonHelp}

Example: loom rows 3 --state rejected`,
  options: { ...commonOptions, state: { type: 'string' }, reason: { type: 'string' }, limit: { type: 'string' } },

  run: (context) =>
    withCore(context, 'read-if-needed', async (core) => {
      const runId = readNumber('rows', context.words[0])
      if (runId === undefined) throw new AppError('bad-input', 'Name a run, as in: loom rows 3')
      const state = textOf(context, 'state')
      const reason = textOf(context, 'reason')
      const limit = readNumber('limit', textOf(context, 'limit')) ?? 20
      const filter = {
        runId,
        ...(state ? { states: [state as ItemState] } : {}),
        ...(reason ? { reason: reason as Reason } : {}),
      }
      await core.ask('run.show', { runId })
      const found = []
      for (let after = -1, left = limit; left > 0; ) {
        const page = await core.ask('row.page', { ...filter, after, limit: Math.min(left, 500) })
        found.push(...page.rows)
        left -= page.rows.length
        if (page.next === null) break
        after = page.next
      }
      if (context.values['json']) context.out(JSON.stringify(found))
      for (const row of context.values['json'] ? [] : found) {
        context.out(
          `${row.position + 1}. ${row.state}${row.reasons.length ? ` (${row.reasons.join(', ')})` : ''}: ${row.persona}`,
        )
        context.out(`${row.text}\n`)
      }
      return 0
    }),
}
