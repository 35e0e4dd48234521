import type { Run } from '#contract/runs'

type Removed = Pick<Run, 'id' | 'name'>

/** What this window put into the bin and lies there still, the last one last. Forgotten with the page. */
let removed: readonly Removed[] = []

export const removedRuns = {
  last: (): Removed | undefined => removed.at(-1),
  drop(runId: number): void {
    removed = removed.filter(({ id }) => id !== runId)
  },
  add(run: Removed): void {
    removedRuns.drop(run.id)
    removed = [...removed, run]
  },
}
