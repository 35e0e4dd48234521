import { AppError } from '#contract/errors'
import type { ExportedFile } from '#contract/exports'
import type { Run } from '#contract/runs'
import { type Command, type CommandContext, commonHelp, commonOptions, textOf } from '../command.ts'
import { describeRecipe } from '../describe-recipe.ts'
import { readNumber } from '../read-number.ts'
import { binOptions, changeBin, isBinChange } from '../run-bin.ts'
import { withCore } from '../with-core.ts'

export const runs: Command = {
  summary: 'list the runs, or show one',
  help: `Usage: loom runs [RUN]

  --search WORDS      only runs whose name holds these words
  --rename NAME       call the run something else
  --delete            put the run in the bin; nothing of it is lost
  --bin               list the runs in the bin
  --restore           put the run back from the bin
  --erase --yes       delete a run that is in the bin for good; without --yes it only says what would go
${commonHelp}

Example: loom runs 3 --json`,
  options: {
    ...{ ...commonOptions, search: { type: 'string' }, rename: { type: 'string' }, ...binOptions },
    bin: { type: 'boolean' },
  },

  run: (context) =>
    withCore(context, isWriting(context) ? 'write' : 'read-if-needed', async (core) => {
      const { words, values, out } = context
      const runId = readNumber('runs', words[0])
      const name = textOf(context, 'rename')
      if (name !== undefined) {
        if (runId === undefined)
          throw new AppError('bad-input', 'Name a run, as in: loom runs 3 --rename "Harbour letters"')
        await core.ask('run.rename', { runId, name })
      }
      const binned = await changeBin(core, context, runId)
      if (binned !== undefined) return binned
      if (runId !== undefined) {
        const run = await core.ask('run.show', { runId })
        const reasons = await core.ask('run.reasons', { runId })
        const exports = await core.ask('export.list', { runId })
        const recipe = await core.ask('run.recipe', { runId })
        if (values['json']) out(JSON.stringify({ ...run, recipe, reasons, exports }))
        else {
          out(`Run ${run.id}: ${run.name}, ${run.status}`)
          out(
            `${run.modelName}, ${run.style}, seed ${run.seed}, ${run.parallel} at once, ${run.tokens} tokens in ${run.seconds.toFixed(1)} s`,
          )
          for (const line of recipe ? describeRecipe(recipe) : []) out(line)
          out(
            Object.entries(run.counts)
              .map(([state, count]) => `${count} ${state}`)
              .join(', '),
          )
          if (handled(run).length > 0) out(handled(run).join(', '))
          for (const { reason, state, count } of reasons) out(`  ${count} ${state}: ${reason}`)
          if (run.notice) out(run.notice)
          for (const file of exports) out(exportLine(file))
          if (exports.some(isOld))
            out('Older files lack what changed in the rows since. Export again to have them as they are now.')
          if (run.removedAt !== null) out(`It is in the bin. Put it back with: loom runs ${run.id} --restore`)
        }
        return 0
      }
      const query = values['search']
      const isRemoved = values['bin'] === true
      const page = await core.ask('run.list', {
        ...{ limit: 200, isRemoved },
        ...(typeof query === 'string' ? { query } : {}),
      })
      if (values['json']) out(JSON.stringify(page.runs))
      else if (page.runs.length === 0)
        out(
          query !== undefined
            ? 'No run is called that. Leave --search out to see all of them.'
            : isRemoved
              ? 'The bin is empty.'
              : 'No run yet. Make one with: loom generate --template instruction --sample-size 10',
        )
      for (const run of values['json'] ? [] : page.runs) {
        const { accepted, running, planned } = run.counts
        // Of a run at rest what counts as running has passed, and is in line behind rows planned before it.
        const passed = accepted + (run.status === 'running' ? 0 : running)
        const ready = Math.max(0, passed - run.overruled.discarded) + run.overruled.kept
        const shown = `${ready} of ${planned} ready`.padStart(22)
        out(
          `${String(run.id).padStart(4)}  ${run.status.padEnd(8)}  ${shown}  ${[run.name, ...handled(run), ...exported(run)].join(', ')}`,
        )
      }
      return 0
    }),
}

const isWriting = (context: CommandContext) => context.values['rename'] !== undefined || isBinChange(context)

function exported({ exported }: Run): string[] {
  if (!exported) return []
  const age = exported.isCurrent ? '' : exported.count === 1 ? ', changed since' : ', a file is out of date'
  return [`exported ${dayOf(exported.madeAt)}${age}`]
}

const isOld = ({ standing, isCurrent }: Pick<ExportedFile, 'standing' | 'isCurrent'>) =>
  standing === 'there' && !isCurrent

function exportLine({ path, rows, shape, narrowed, madeAt, ...file }: ExportedFile): string {
  const found = Object.keys(narrowed).length > 0 ? ' found by filters' : ''
  const fate = { there: '', replaced: ', written over since', gone: ', no longer there' }[file.standing]
  const age = isOld(file) ? ', older than the last changes' : ''
  return `Exported ${dayOf(madeAt)}: ${path}, ${rows} ${rows === 1 ? 'row' : 'rows'}${found}, ${shape}${fate}${age}`
}

/** By the clock on the wall, as 2026-11-25. */
function dayOf(at: number): string {
  const date = new Date(at)
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}

/** In words, where verdicts and edits change what an export takes. */
function handled({ overruled: { discarded, kept }, edited }: Run): string[] {
  return [
    ...(discarded > 0 ? [`${discarded} ${discarded === 1 ? 'row' : 'rows'} that passed discarded`] : []),
    ...(kept > 0 ? [`${kept} ${kept === 1 ? 'other' : 'others'} kept`] : []),
    ...(edited > 0 ? [`${edited} edited`] : []),
  ]
}
