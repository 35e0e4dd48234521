import { useCommand } from '../../client/use-request.ts'

const touches = ['run.show', 'run.list', 'run.progress', 'row.page'] as const

export type RunCommands = ReturnType<typeof useRunCommands>

/** Pause, resume and stop, with the refusal of whichever was asked last. */
export function useRunCommands() {
  const pause = useCommand('run.pause', { touches: [...touches] })
  const resume = useCommand('run.resume', { touches: [...touches] })
  const stop = useCommand('run.stop', { touches: [...touches] })
  const all = [pause, resume, stop]
  const refused = all.find(({ error }) => error !== null)
  return {
    pause,
    resume,
    stop,
    error: refused?.error ?? null,
    forgive: () => {
      for (const command of all) command.reset()
    },
  }
}
