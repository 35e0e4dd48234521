import { notifications } from '@mantine/notifications'
import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { ExportState } from '../../client/export-state.ts'
import { useExports } from '../../client/exports.tsx'
import { useTexts } from '../../locales/use-texts.tsx'
import { datasetIn } from './dataset-in.ts'

const noticeOf = (runId: number) => `export-end-${runId}`

/** At the end of an export the file is handed out where its dialog is open; everywhere else a notice leads there. */
export function ExportNotices() {
  const words = useTexts().shell.exported
  const { states, download } = useExports()
  const { pathname, search } = useLocation()
  const before = useRef(states)

  const tell = useEffectEvent((runId: number, state: ExportState) => {
    const isDone = state.step === 'done'
    if (search.dialog === 'export' && datasetIn(pathname) === runId) {
      if (isDone) download(runId)
      return
    }
    const id = noticeOf(runId)
    // The end of the one before would stand in its way.
    notifications.hide(id)
    notifications.show({
      id,
      // Whoever is away for a minute wants to know it too.
      autoClose: false,
      message: (
        <span className="stack s0">
          <span className="row wide">
            {isDone ? words.done(state.name, state.result.rows) : words.failed(state.name)}
            <Link
              to="/datasets/$runId"
              params={{ runId: String(runId) }}
              search={{ dialog: 'export' }}
              className="nowrap"
              style={{ color: 'inherit', textDecoration: 'underline' }}
              onClick={() => notifications.hide(id)}
            >
              {isDone ? words.show : words.why}
            </Link>
          </span>
          {isDone && (
            <span className="sm" style={{ overflowWrap: 'anywhere' }}>
              {state.result.path}
            </span>
          )}
        </span>
      ),
    })
  })
  useEffect(() => {
    for (const [runId, state] of states) {
      if (state.step !== 'running' && before.current.get(runId)?.step === 'running') tell(runId, state)
    }
    // What was seen in its dialog since then, or is being made again there, is no news any more.
    for (const runId of before.current.keys()) {
      const step = states.get(runId)?.step
      if (step === undefined || step === 'running') notifications.hide(noticeOf(runId))
    }
    before.current = states
  }, [states])

  return null
}
