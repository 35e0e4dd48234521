import { useEffect, useRef } from 'react'
import type { Progress, Run } from '#contract/runs'
import { useTexts } from '../../locales/use-texts.tsx'
import { shownCounts } from '../../ui/shown-counts.ts'

/** What a run at rest keeps and what it makes again, in words. */
export function usePausedKept(run: Run, progress: Progress | undefined): string {
  const { run: words } = useTexts()
  const cutOff = useCutOff(run, progress)
  const { planned, waiting } = run.counts
  // What still counts as running is written, and waits for rows that were planned before it.
  const done = words.pausedKept(planned - waiting, planned)
  const again = cutOff > 0 ? [words.recovered.again(cutOff)] : []
  return [done, ...again].join(' ')
}

/** How many rows were mid-sentence when the run was last seen running: at rest it has put them back in line. */
function useCutOff(run: Run, progress: Progress | undefined): number {
  const last = useRef(0)
  const isRunning = run.status === 'running'
  const { running } = shownCounts(run, progress)
  useEffect(() => {
    if (isRunning) last.current = running
  }, [isRunning, running])
  return isRunning ? 0 : last.current
}
