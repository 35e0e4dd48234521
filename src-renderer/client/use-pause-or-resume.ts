import { useState } from 'react'
import type { Run } from '#contract/runs'
import { useApi, useEvent } from './api.tsx'
import { useCommand, useRequest } from './use-request.ts'
import { openRuns } from './use-running-run.ts'

const touches = ['run.list', 'run.show', 'run.progress'] as const

type Step = { does: 'pause' | 'resume'; name: string; run: () => void }

export type PauseOrResume = {
  /** What can be done as far as is known here; undefined where nothing is being written or paused. */
  step: Step | undefined
  /** Does what is right as the core has it now, whatever was known here; false where there is nothing to do. */
  press: () => Promise<boolean>
}

/** Pauses what is being written, or goes on with what was paused last. */
export function usePauseOrResume(onRefused: (error: Error) => void): PauseOrResume {
  const api = useApi()
  const { data } = useRequest('run.list', openRuns)
  const pause = useCommand('run.pause', { touches: [...touches], onRefused })
  const resume = useCommand('run.resume', { touches: [...touches], onRefused })
  const [pausedLast, setPausedLast] = useState<number>()
  useEvent('run.done', ({ id, status }) => {
    if (status === 'paused') setPausedLast(id)
  })

  function stepAmong(runs: readonly Run[]): Step | undefined {
    const running = runs.findLast(({ status }) => status === 'running')
    if (running) return { does: 'pause', name: running.name, run: () => pause.mutate({ runId: running.id }) }
    const paused = runs.filter(({ status }) => status === 'paused')
    // Of those that were paused before this page was opened, the newest.
    const next = paused.find(({ id }) => id === pausedLast) ?? paused[0]
    return next && { does: 'resume', name: next.name, run: () => resume.mutate({ runId: next.id }) }
  }

  function refused(error: Error): undefined {
    onRefused(error)
  }

  async function press(): Promise<boolean> {
    const runs = await api.request('run.list', openRuns).then((page) => page.runs, refused)
    const step = runs && stepAmong(runs)
    step?.run()
    return runs === undefined || step !== undefined
  }

  return { step: stepAmong(data?.runs ?? []), press }
}
