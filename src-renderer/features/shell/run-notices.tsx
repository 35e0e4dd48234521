import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Output } from '#contract/index'
import { useEvent } from '../../client/api.tsx'
import { removedRuns } from '../../client/removed-runs.ts'
import { backNotice, binNotice } from '../../client/use-bin.ts'
import { requestKey } from '../../client/use-request.ts'
import { newestRuns, openRuns } from '../../client/use-running-run.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { readyRows } from '../../ui/shown-counts.ts'
import { datasetIn } from './dataset-in.ts'

const noticeOf = (runId: number) => `run-end-${runId}`

/** Says that a dataset ended or paused while another page was open, and no longer that it can be had back from the bin. */
export function RunNotices({ pathname }: { pathname: string }) {
  const { shell } = useTexts()
  const cache = useQueryClient()
  const shown = datasetIn(pathname)
  // Whoever went there has seen it.
  useEffect(() => {
    if (shown !== undefined) notifications.hide(noticeOf(shown))
  }, [shown])

  useEvent('run.done', (run) => {
    const runs = [openRuns, newestRuns].flatMap(
      (list) => cache.getQueryData<Output<'run.list'>>(requestKey('run.list', list))?.runs ?? [],
    )
    // Tries are left out of the list, and end on the page that asked for them.
    const isDataset = runs.some(({ id }) => id === run.id)
    const isNamed = pathname === '/datasets/new' && run.status === 'paused'
    const isInSight = pathname === '/' || shown === run.id || isNamed
    if (!isDataset || isInSight || run.status === 'stopped') return
    const id = noticeOf(run.id)
    // That it paused before would stand in its way.
    notifications.hide(id)
    notifications.show({
      id,
      message: (
        <span className="row wide">
          {run.status === 'finished'
            ? shell.done.finished(run.name, readyRows(run, run.counts), run.counts.planned)
            : shell.done.paused(run.name)}
          <Link to="/datasets/$runId" params={{ runId: String(run.id) }} className="notice-link">
            {shell.done.open}
          </Link>
        </span>
      ),
    })
  })

  // Its way back is gone, or gone already; or it is back no longer.
  const hasLeftBin = (runId: number) => {
    removedRuns.drop(runId)
    notifications.hide(binNotice(runId))
  }
  useEvent('run.removed', ({ runId, removedAt }) => {
    if (removedAt === null) hasLeftBin(runId)
    else notifications.hide(backNotice(runId))
  })
  useEvent('run.swept', ({ problem }) => void (problem && notifications.show({ message: problem, color: 'red' })))
  useEvent('run.erased', ({ runId }) => hasLeftBin(runId))

  return null
}
