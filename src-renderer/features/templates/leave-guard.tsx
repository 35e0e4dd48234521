import { Button, Modal } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTexts } from '../../locales/use-texts.tsx'

/** Asks before unsaved changes are lost: that cannot be undone. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const words = useTexts().templates.edit
  const blocker = useBlocker({ shouldBlockFn: () => isDirty, enableBeforeUnload: isDirty, withResolver: true })
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
