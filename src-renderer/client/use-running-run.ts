import type { Progress, Run } from '#contract/runs'
import { useRequest } from './use-request.ts'

/** The first page of datasets: one answer that start page and list share. */
export const newestRuns = { limit: 50 }

/** The datasets that are running or paused, however old. */
export const openRuns = { isOpen: true, limit: 200 }

/** A list of datasets, and behind it those that are open and too old to stand in it. */
export function withOpen(runs: readonly Run[], open: readonly Run[]): Run[] {
  const listed = new Set(runs.map(({ id }) => id))
  return [...runs, ...open.filter(({ id }) => !listed.has(id))]
}

/** The dataset that is being written, with its pace and time left, kept up by events; undefined while none is. */
export function useRunningRun(): { run: Run; progress: Progress | undefined; others: number } | undefined {
  const { data } = useRequest('run.list', openRuns)
  const running = data?.runs.filter(({ status }) => status === 'running') ?? []
  const run = running.at(-1)
  const { data: progress } = useRequest('run.progress', { runId: run?.id ?? 0 }, { enabled: run !== undefined })
  return run && { run, progress, others: running.length - 1 }
}

/** Another dataset than this one that is being written: two at once are refused. */
export function useOtherRun(runId: number): Run | undefined {
  const running = useRunningRun()?.run
  return running?.id === runId ? undefined : running
}
