import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { useIsGone } from '../ui/use-is-gone.ts'
import { binNotice, binTouches } from './use-bin.ts'
import { useCommand } from './use-request.ts'

/** Puts a dataset into the bin and leads to the list, where a notice has the way back. */
export function useRemoveRun() {
  const words = useTexts().datasets.bin
  const navigate = useNavigate()
  const isGone = useIsGone()
  const command = useCommand('run.remove', { touches: binTouches })
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
    error: command.error,
    reset: command.reset,
    remove(run: Run): void {
      if (command.isPending) return
      command.mutateAsync({ runId: run.id }).then(
        () => {
          tell(run)
          if (!isGone.current) void navigate({ to: '/datasets' })
        },
        () => undefined, // `error` says why.
      )
    },
  }
}
