import type { Run } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'

/** How many rows there are of each state and verdict; not asked for before one has ended. */
export function useTally(run: Run) {
  const { planned, waiting, running } = run.counts
  return useRequest('row.tally', { runId: run.id }, { enabled: waiting + running < planned })
}

/** What a person decided about a run's rows, and how many an export takes after that; empty until it is known. */
export function useVerdicts(run: Run) {
  const tally = useTally(run).data ?? []
  const judged = { keptGood: 0, keptOther: 0, discardedGood: 0, discardedOther: 0 }
  for (const { state, verdict, count } of tally)
    if (verdict) judged[`${verdict}${state === 'accepted' ? 'Good' : 'Other'}`] += count
  const { keptGood, keptOther, discardedGood, discardedOther } = judged
  return {
    kept: keptGood + keptOther,
    discarded: discardedGood + discardedOther,
    discardedGood,
    exported: run.counts.accepted - discardedGood + keptOther,
  }
}
