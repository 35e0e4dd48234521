import { AppError } from '#contract/errors'
import { type Command, commonHelp, commonOptions, paceHelp, paceOptions } from '../command.ts'
import { followToEnd } from '../follow-run.ts'
import { readNumber } from '../read-number.ts'
import { withCore } from '../with-core.ts'

export const retry: Command = {
  summary: 'give the bad rows of a run that has ended another try',
  help: `Usage: loom retry RUN

Makes the rows of run RUN again that were rejected, are duplicates, failed or were never made, each with one more try.
Rows that somebody kept, discarded or edited stay as they are. Earlier tries stay too. A file that the run wrote is
written again, unless somebody changed it meanwhile.

${paceHelp}
${commonHelp}

Example: loom retry 3
Exit codes as for generate.`,
  options: { ...commonOptions, ...paceOptions },

  run: (context) =>
    withCore(context, 'write', async (core) => {
      const runId = readNumber('retry', context.words[0])
      if (runId === undefined) throw new AppError('bad-input', 'Name the run: loom retry 3. loom runs lists them.')
      return followToEnd(core, context, () => core.ask('run.retry', { runId }))
    }),
}
