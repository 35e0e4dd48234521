import type { Run, RunCounts } from '#contract/runs'

/** Counts as they are drawn: while a run rests nothing is being written, whatever was mid-sentence is made again. */
export function shownCounts({ status, counts }: Pick<Run, 'status' | 'counts'>): RunCounts {
  if (status === 'running') return counts
  return { ...counts, waiting: counts.waiting + counts.running, running: 0 }
}
