import { AppError } from '#contract/errors'
import { type CommandContext, exitCodes } from './command.ts'
import type { NodeCore } from './open-core.ts'

/** Options of `loom runs` that lead into the bin and out of it. */
export const binOptions = {
  delete: { type: 'boolean' },
  restore: { type: 'boolean' },
  erase: { type: 'boolean' },
  yes: { type: 'boolean' },
} as const

const ways = ['delete', 'restore', 'erase'] as const

/** Whether a command changes where a run is; asking what an erasing would take changes nothing. */
export function isBinChange({ values }: CommandContext): boolean {
  return Boolean(values['delete'] || values['restore'] || (values['erase'] && values['yes']))
}

/** Does what the options ask for. Gives the exit code, or undefined where they ask for nothing. */
export async function changeBin(
  core: NodeCore,
  context: CommandContext,
  runId: number | undefined,
): Promise<number | undefined> {
  const { values } = context
  const asked = ways.filter((way) => values[way])
  const [way] = asked
  if (!way) return undefined
  if (asked.length > 1) {
    const options = asked.map((each) => `--${each}`).join(' and ')
    throw new AppError('bad-input', `Nothing was changed: ${options} do not go together. Give one of them.`)
  }
  if (runId === undefined) throw new AppError('bad-input', `Name a run, as in: loom runs 3 --${way}`)
  const { name, counts, removedAt } = await core.ask('run.show', { runId })
  const rows = `${counts.planned} ${counts.planned === 1 ? 'row' : 'rows'}`
  const tell = (text: string) => context.out(values['json'] ? JSON.stringify({ runId, [way]: true }) : text)

  if (way === 'delete') {
    await core.ask('run.remove', { runId })
    tell(`Run ${runId}, ${name}, is in the bin. Put it back with: loom runs ${runId} --restore`)
  } else if (way === 'restore') {
    await core.ask('run.restore', { runId })
    tell(`Run ${runId}, ${name}, is back.`)
  } else if (removedAt !== null && !values['yes']) {
    context.note(
      `Nothing was deleted. Run ${runId}, ${name}, would go for good with its ${rows}, their tries, verdicts and notes. Personas, templates and exported files stay. To do it: loom runs ${runId} --erase --yes`,
    )
    return exitCodes.badInput
  } else {
    await eraseWhole(core, runId)
    tell(`Run ${runId}, ${name}, is deleted for good with its ${rows}.`)
  }
  return exitCodes.done
}

/** Waits for its last row: what goes on at the next start may never go where there is none. */
async function eraseWhole(core: NodeCore, runId: number): Promise<void> {
  const swept = core.hub.next('run.swept', () => true)
  await core.ask('run.erase', { runId })
  const { problem } = await swept
  if (problem !== null) throw new AppError('internal', problem)
}
