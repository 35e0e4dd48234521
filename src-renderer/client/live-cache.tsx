import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Output } from '#contract/index'
import type { Progress, Run } from '#contract/runs'
import { useApi, useEvent, useReopened } from './api.tsx'
import { personaRoutes } from './persona-routes.ts'
import { followConnection } from './query-client.ts'
import { createRowChanges } from './row-changes.ts'
import { undoSteps } from './undo-steps.ts'
import { forget, requestKey } from './use-request.ts'
import { openRuns } from './use-running-run.ts'

type Page = Output<'run.list'>

/** Keeps what is shown in step with the core: events are written into the cache, and a gap in them empties it. */
export function LiveCache() {
  const api = useApi()
  const cache = useQueryClient()
  const strangers = useRef(new Set<number>())
  const [rowChanges] = useState(() => createRowChanges(cache))
  useEffect(() => rowChanges.close, [rowChanges])

  useEffect(() => followConnection(api), [api])

  // The first opening comes with the first questions.
  useReopened(() => void cache.invalidateQueries().catch(() => undefined))

  useEvent('run.progress', (progress) => {
    cache.setQueryData(requestKey('run.progress', { runId: progress.runId }), progress)
    const isListed = patchRun(cache, progress.runId, (run) => {
      const now = { ...run, ...standing(progress) }
      // Tokens are counted with each row that was written.
      if (!run.exported || run.tokens === progress.tokens) return now
      ageFiles(cache, run.id)
      return { ...now, exported: { ...run.exported, isCurrent: false } }
    })
    const open = cache.getQueryData<Page>(requestKey('run.list', openRuns))
    const isKnown = open ? open.runs.some(({ id }) => id === progress.runId) : isListed
    // Asked for once in a sitting: tries never appear in the list.
    if (isKnown || strangers.current.has(progress.runId)) return
    strangers.current.add(progress.runId)
    // Its personas are used from now on.
    forget(cache, [...personaRoutes, 'run.list'])
  })

  useEvent('run.done', (run) => {
    strangers.current.delete(run.id)
    patchRun(cache, run.id, () => run)
    forget(cache, [
      'run.list',
      'run.show',
      'run.progress',
      'run.pace',
      'run.reasons',
      'run.estimate',
      'row.page',
      'row.newest',
      'row.tally',
      'export.list',
      'model.list',
      'app.info',
    ])
  })

  useEvent('row.changed', rowChanges.add)

  useEvent('row.written', rowChanges.addWritten)

  useEvent('row.judged', ({ runId, ...handling }) => {
    forget(cache, ['row.page', 'row.newest', 'row.show', 'row.tally', 'row.similar', 'export.list'])
    // Not asked for: counting the rows of one that grows takes a while among a million.
    patchRun(cache, runId, (run) => ({ ...run, ...handling }))
  })

  useEvent('export.done', ({ result }) => {
    if (result) forget(cache, ['run.list', 'run.show', 'export.list'])
  })

  useEvent('run.renamed', ({ runId, name }) => {
    patchRun(cache, runId, (run) => ({ ...run, name }))
    // Those that are searched for words may lack or hold it now.
    forget(cache, ['run.list'])
  })

  useEvent('run.removed', ({ runId, removedAt }) => {
    patchRun(cache, runId, (run) => ({ ...run, removedAt }))
    forget(cache, ['run.list', 'run.estimate', 'app.info'])
  })

  useEvent('run.erased', ({ runId }) => {
    undoSteps.forget(runId)
    // What stands there is gone, not old.
    void cache.resetQueries({ queryKey: requestKey('run.show', { runId }) })
    forget(cache, ['run.list', 'run.estimate', 'row.page', 'row.show', 'row.tally', 'app.info'])
  })

  // Their personas may be unused again.
  useEvent('run.swept', () => forget(cache, personaRoutes))

  useEvent('row.indexed', () => forget(cache, ['row.page']))

  useEvent('persona.indexed', () => forget(cache, personaRoutes))

  useEvent('settings.changed', (settings) => {
    cache.setQueryData(requestKey('settings.show', {}), settings)
  })

  useEvent('import.done', () => {
    // Its dataset may have come back from the bin.
    forget(cache, [...personaRoutes, 'run.list', 'run.show', 'app.info'])
  })

  return null
}

function standing({ status, counts, parallel, wantedParallel, tokens, seconds }: Progress): Partial<Run> {
  return { status, counts, parallel, wantedParallel, tokens, seconds }
}

/** No file of a run holds the row that was just written. */
function ageFiles(cache: QueryClient, runId: number): void {
  cache.setQueryData<Output<'export.list'>>(requestKey('export.list', { runId }), (files) =>
    files?.map((file) => ({ ...file, isCurrent: false })),
  )
}

/** Rewrites one run wherever it is shown; tells whether it stood in a list. */
function patchRun(cache: QueryClient, runId: number, change: (run: Run) => Run): boolean {
  let isListed = false
  const has = ({ runs }: Page) => runs.some(({ id }) => id === runId)
  const inPage = (page: Page): Page => ({
    ...page,
    runs: page.runs.map((run) => (run.id === runId ? change(run) : run)),
  })
  for (const { queryKey, state } of cache.getQueryCache().findAll({ queryKey: requestKey('run.list') })) {
    const data = state.data as Page | InfiniteData<Page> | undefined
    if (!data || !('pages' in data ? data.pages.some(has) : has(data))) continue
    isListed = true
    // A list that lacks something is asked for anew when it is shown: written to, it would count as whole.
    if (state.isInvalidated) continue
    const patched = 'pages' in data ? { ...data, pages: data.pages.map(inPage) } : inPage(data)
    cache.setQueryData(queryKey, patched, { updatedAt: state.dataUpdatedAt })
  }
  cache.setQueryData<Run>(requestKey('run.show', { runId }), (run) => run && change(run))
  return isListed
}
