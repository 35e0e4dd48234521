import type { Run } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'

/** How many rows there are of each state and verdict; not asked for before one has ended. */
export function useTally(run: Run) {
  const { planned, waiting, running } = run.counts
  return useRequest('row.tally', { runId: run.id }, { enabled: waiting + running < planned })
}

/** How many rows a person said to keep; none until it is known. */
export function useKept(run: Run): number {
  const tally = useTally(run).data ?? []
  return tally.reduce((sum, { verdict, count }) => sum + (verdict === 'kept' ? count : 0), 0)
}
