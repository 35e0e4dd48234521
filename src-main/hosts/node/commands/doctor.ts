import { type Command, commonHelp, commonOptions, exitCodes } from '../command.ts'
import { withCore } from '../with-core.ts'

const marks = { ok: 'ok     ', warning: 'look   ', problem: 'problem' }

export const doctor: Command = {
  summary: 'say what this machine is, what is installed and what is wrong',
  help: `Usage: loom doctor

${commonHelp}

Example: loom doctor --json
Exit codes: 0 all well, 2 something must be mended.`,
  options: commonOptions,

  run: (context) =>
    withCore(context, 'read-if-needed', async (core) => {
      const findings = await core.ask('app.doctor', {})
      if (context.values['json']) context.out(JSON.stringify(findings))
      for (const { subject, state, text, todo } of context.values['json'] ? [] : findings) {
        context.out(`${marks[state]}  ${subject}: ${text}${todo ? ` ${todo}` : ''}`)
      }
      return findings.some(({ state }) => state === 'problem') ? exitCodes.badInput : exitCodes.done
    }),
}
