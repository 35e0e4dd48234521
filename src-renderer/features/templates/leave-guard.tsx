import { Button, Modal } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useUnsaved } from '../../client/use-unsaved.ts'
import { useTexts } from '../../locales/use-texts.tsx'

/** Asks before unsaved changes are lost: that cannot be undone. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const words = useTexts().templates.edit
  useUnsaved(isDirty)
  const blocker = useBlocker({ shouldBlockFn: () => isDirty, enableBeforeUnload: false, withResolver: true })
  return (
    <Modal opened={blocker.status === 'blocked'} onClose={() => blocker.reset?.()} title={words.leaveTitle}>
      <div className="stack s4">
        <p>{words.leaveText}</p>
        <div className="row">
          <Button className="end" onClick={() => blocker.proceed?.()}>
            {words.leave}
          </Button>
          <Button variant="filled" onClick={() => blocker.reset?.()}>
            {words.stay}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
