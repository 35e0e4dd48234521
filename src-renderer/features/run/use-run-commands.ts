import { useCommand } from '../../client/use-request.ts'

const touches = ['run.show', 'run.list', 'run.progress', 'row.page', 'row.newest', 'row.tally', 'run.reasons'] as const

export type RunCommands = ReturnType<typeof useRunCommands>

/** Pause, resume, another try, stop and the pace, with the refusal of whichever was asked last. */
export function useRunCommands() {
  const pause = useCommand('run.pause', { touches: [...touches] })
  const resume = useCommand('run.resume', { touches: [...touches] })
  const retry = useCommand('run.retry', { touches: [...touches] })
  const stop = useCommand('run.stop', { touches: [...touches] })
  const changePace = useCommand('settings.change', { touches: ['settings.show'] })
  const all = [pause, resume, retry, stop, changePace]
  const refused = all.find(({ error }) => error !== null)
  return {
    pause,
    resume,
    retry,
    stop,
    changePace,
    error: refused?.error ?? null,
    forgive: () => {
      for (const command of all) command.reset()
    },
  }
}
