import { useState } from 'react'
import { useEvent } from './api.tsx'
import { useCommand, useRequest } from './use-request.ts'
import { openRuns } from './use-running-run.ts'

const touches = ['run.list', 'run.show', 'run.progress'] as const

export type PauseOrResume = { does: 'pause' | 'resume'; name: string; run: () => void }

/** Pauses what is being written, or goes on with what was paused last; undefined where there is neither. */
export function usePauseOrResume(onRefused: (error: Error) => void): PauseOrResume | undefined {
  const { data } = useRequest('run.list', openRuns)
  const pause = useCommand('run.pause', { touches: [...touches], onRefused })
  const resume = useCommand('run.resume', { touches: [...touches], onRefused })
  const [pausedLast, setPausedLast] = useState<number>()
  useEvent('run.done', ({ id, status }) => {
    if (status === 'paused') setPausedLast(id)
  })

  const running = data?.runs.findLast(({ status }) => status === 'running')
  if (running) return { does: 'pause', name: running.name, run: () => pause.mutate({ runId: running.id }) }
  const paused = data?.runs.filter(({ status }) => status === 'paused') ?? []
  // Of those that were paused before this page was opened, the newest.
  const next = paused.find(({ id }) => id === pausedLast) ?? paused[0]
  return next && { does: 'resume', name: next.name, run: () => resume.mutate({ runId: next.id }) }
}
