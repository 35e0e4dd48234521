import type { Run } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'

/** How many rows there are of each state and verdict; not asked for before one has ended. */
export function useTally(run: Run) {
  const { planned, waiting, running } = run.counts
  return useRequest('row.tally', { runId: run.id }, { enabled: waiting + running < planned })
}

/** What a person decided about a run's rows; empty until it is known. */
export function useVerdicts(run: Run) {
  const tally = useTally(run).data ?? []
  const judged = { kept: 0, discarded: 0 }
  for (const { verdict, count } of tally) if (verdict) judged[verdict] += count
  return judged
}
