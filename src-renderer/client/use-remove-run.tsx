import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { useIsGone } from '../ui/use-is-gone.ts'
import { binNotice, binTouches } from './use-bin.ts'
import { useCommand } from './use-request.ts'

/** Puts a dataset into the bin, where a notice has the way back; a page of it `leaves` for the list then. */
export function useRemoveRun({ leaves = false } = {}) {
  const words = useTexts().datasets.bin
  const navigate = useNavigate()
  const isGone = useIsGone()
  const command = useCommand('run.remove', { touches: binTouches })
  const [asked, setAsked] = useState<Run>()
  const restore = useCommand('run.restore', { touches: binTouches })

  function undo({ id: runId }: Run): void {
    notifications.hide(binNotice(runId))
    // The page that asked is gone by now, so that a refusal stands in a notice too.
    restore.mutateAsync({ runId }).catch(({ message }: Error) => notifications.show({ message, color: 'red' }))
  }

  function tell(run: Run): void {
    notifications.show({
      id: binNotice(run.id),
      message: (
        <span className="row wide">
          {words.isIn(run.name)}
          <Button size="xs" onClick={() => undo(run)}>
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
