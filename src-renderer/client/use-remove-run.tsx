import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { KeyHint } from '../ui/key-hint.tsx'
import { useIsGone } from '../ui/use-is-gone.ts'
import { usePathname } from '../ui/use-pathname.ts'
import { removedRuns } from './removed-runs.ts'
import { binNotice, binTouches } from './use-bin.ts'
import { useCommand } from './use-request.ts'
import { useUndoRemoval } from './use-undo-removal.ts'

/** Puts a dataset into the bin, where a notice has the way back; a page of it `leaves` for the list then. */
export function useRemoveRun({ leaves = false } = {}) {
  const words = useTexts().datasets.bin
  const navigate = useNavigate()
  const isGone = useIsGone()
  const command = useCommand('run.remove', { touches: binTouches })
  const [asked, setAsked] = useState<Run>()
  const undo = useUndoRemoval()

  function tell(run: Run): void {
    removedRuns.add(run)
    notifications.show({
      id: binNotice(run.id),
      message: (
        <span className="row wide">
          {words.isIn(run.name)}
          <Button size="xs" rightSection={<UndoKey />} onClick={() => undo(run)}>
            {words.undo}
          </Button>
        </span>
      ),
    })
  }

  return {
    problem: asked && command.error ? { run: asked, error: command.error } : null,
    reset: command.reset,
    remove(run: Run): void {
      if (command.isPending) return
      setAsked(run)
      command.mutateAsync({ runId: run.id }).then(
        () => {
          tell(run)
          if (leaves && !isGone.current) void navigate({ to: '/datasets' })
        },
        () => undefined, // `problem` says why.
      )
    },
  }
}

/** Other pages have other steps for that key to take back, or none. */
function UndoKey() {
  const pathname = usePathname()
  if (pathname !== '/datasets') return null
  return <KeyHint keys="U" isSilent />
}
