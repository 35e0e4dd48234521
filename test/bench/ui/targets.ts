import type { Target } from '../engine/targets.ts'

/** What each figure of the interface must reach, with a million personas and a million rows. */
export const uiTargets: Record<string, Target> = {
  firstContentMs: { atMost: 300 },
  filterP95Ms: { atMost: 200 },
  pageMs: { atMost: 10 },
  frameWorkP95Ms: { atMost: 8 },
  longTasks: { atMost: 0 },
  blankRows: { atMost: 0 },
  heapMb: { atMost: 250 },
  inputLatencyMs: { atMost: 50 },
}
