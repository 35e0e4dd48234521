import { useCommand, useRequest } from './use-request.ts'
import { newestRuns } from './use-running-run.ts'

const touches = ['run.list', 'run.show', 'run.progress'] as const

/** Pauses what is being written, or goes on with what was paused last; undefined where there is neither. */
export function usePauseOrResume(): { does: 'pause' | 'resume'; name: string; run: () => void } | undefined {
  const { data } = useRequest('run.list', newestRuns)
  const pause = useCommand('run.pause', { touches: [...touches] })
  const resume = useCommand('run.resume', { touches: [...touches] })
  const running = data?.runs.findLast(({ status }) => status === 'running')
  if (running) return { does: 'pause', name: running.name, run: () => pause.mutate({ runId: running.id }) }
  const paused = data?.runs.find(({ status }) => status === 'paused')
  if (paused) return { does: 'resume', name: paused.name, run: () => resume.mutate({ runId: paused.id }) }
  return undefined
}
