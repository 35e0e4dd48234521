import { useCommand } from './use-request.ts'

/** Calls a dataset something else, also while it is being written; `done` hears once it is stored. */
export function useRenameRun(runId: number) {
  const { mutate, error, isPending, reset } = useCommand('run.rename', { touches: ['run.list', 'run.show'] })
  return {
    ...{ error, isPending, reset },
    rename: (name: string, done: () => void): void => mutate({ runId, name }, { onSuccess: done }),
  }
}
