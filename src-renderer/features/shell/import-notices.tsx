import { notifications } from '@mantine/notifications'
import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { ImportState } from '../../client/import-state.ts'
import { usePersonaImport } from '../../client/persona-import.tsx'
import { useTexts } from '../../locales/use-texts.tsx'

const noticeId = 'import-end'

/** Says that an import ended while its dialog was not open, and leads to what came of it. */
export function ImportNotices() {
  const words = useTexts().shell.imported
  const { state } = usePersonaImport()
  const { pathname, search } = useLocation()
  const isPersonas = pathname === '/personas'
  const isInSight = isPersonas && search.dialog === 'import'
  const before = useRef<ImportState['step']>(state.step)

  const tell = useEffectEvent((now: ImportState) => {
    if (isInSight) return
    const isDone = now.step === 'done'
    if (!isDone && !(now.step === 'mapping' && now.problem)) return
    notifications.show({
      id: noticeId,
      message: (
        <span className="row wide">
          {isDone ? words.done(now.fileName, now.result) : words.failed(now.fileName)}
          <Link
            to="/personas"
            search={(rest) => ({ ...(isPersonas ? rest : {}), dialog: 'import' as const })}
            className="notice-link"
            onClick={() => notifications.hide(noticeId)}
          >
            {isDone ? words.show : words.why}
          </Link>
        </span>
      ),
    })
  })
  useEffect(() => {
    if (before.current === 'starting' || before.current === 'running') tell(state)
    before.current = state.step
  }, [state])

  return null
}
