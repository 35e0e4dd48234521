import { notifications } from '@mantine/notifications'
import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { ExportState } from '../../client/export-state.ts'
import { useExports } from '../../client/exports.tsx'
import { useTexts } from '../../locales/use-texts.tsx'
import { datasetIn } from './dataset-in.ts'

const noticeOf = (runId: number) => `export-end-${runId}`

const isUnsaved = (state: ExportState | undefined) => state?.step === 'done' && state.downloadError !== undefined

/** At the end of an export the file is handed out where its dialog is open; everywhere else a notice gives it and leads there. */
export function ExportNotices() {
  const words = useTexts().shell.exported
  const { states, download } = useExports()
  const { pathname, search } = useLocation()
  const before = useRef(states)

  const tell = useEffectEvent((runId: number, state: ExportState) => {
    const done = state.step === 'done' && !state.downloadError ? state : undefined
    if (search.dialog === 'export' && datasetIn(pathname) === runId) {
      if (done) download(runId)
      return
    }
    const failed = state.step === 'done' ? words.unsaved : words.failed
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
            {done ? words.done(done.name, done.result.rows) : failed(state.name)}
            <Link
              to="/datasets/$runId"
              params={{ runId: String(runId) }}
              search={{ dialog: 'export' }}
              className="notice-link"
              onClick={() => {
                notifications.hide(id)
                if (done) download(runId)
              }}
            >
              {done ? words.show : words.why}
            </Link>
          </span>
          {done && (
            <span className="sm" style={{ overflowWrap: 'anywhere' }}>
              {done.result.path}
            </span>
          )}
        </span>
      ),
    })
  })
  useEffect(() => {
    for (const [runId, state] of states) {
      const was = before.current.get(runId)
      const hasEnded = state.step !== 'running' && was?.step === 'running'
      if (hasEnded || (isUnsaved(state) && !isUnsaved(was))) tell(runId, state)
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
