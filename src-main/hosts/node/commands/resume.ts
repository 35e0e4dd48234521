import { AppError } from '#contract/errors'
import { type Command, commonHelp, commonOptions, paceHelp, paceOptions } from '../command.ts'
import { followToEnd } from '../follow-run.ts'
import { readNumber } from '../read-number.ts'
import { withCore } from '../with-core.ts'

export const resume: Command = {
  summary: 'go on with a run that was paused or cut off',
  help: `Usage: loom resume [RUN]

Goes on with run RUN; without a number, with the one run that is paused.

${paceHelp}
${commonHelp}

Example: loom resume 3
Exit codes as for generate.`,
  options: { ...commonOptions, ...paceOptions },

  run: (context) =>
    withCore(context, 'write', async (core) => {
      const { words, note } = context
      const named = readNumber('resume', words[0])
      const { runs } = await core.ask('run.list', { limit: 200, isOpen: true })
      const paused = runs.filter(({ status }) => status === 'paused')
      if (named === undefined && paused.length !== 1) {
        const list = paused.map(({ id, name }) => `${id} (${name})`).join(', ')
        throw new AppError('bad-input', list ? `Several runs are paused: ${list}. Name one.` : 'No run is paused.')
      }
      const runId = named ?? (paused[0]?.id as number)
      const { recovered } = await core.ask('run.show', { runId })
      if (recovered)
        note(`Picked up after an unexpected end: ${recovered.kept} rows are safe, ${recovered.again} are made again.`)
      return followToEnd(core, context, () => core.ask('run.resume', { runId }))
    }),
}
