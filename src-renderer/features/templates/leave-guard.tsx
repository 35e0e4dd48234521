import { Button, Modal } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useHandFile } from '../../client/dropped-file.tsx'
import { useUnsaved } from '../../client/use-unsaved.ts'
import { useTexts } from '../../locales/use-texts.tsx'

/** Asks before unsaved changes are lost: that cannot be undone. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const words = useTexts().templates.edit
  useUnsaved(isDirty)
  const blocker = useBlocker({ shouldBlockFn: () => isDirty, enableBeforeUnload: false, withResolver: true })
  const hand = useHandFile()

  function stay(): void {
    // A file whose drop led away would else be taken in at the next visit to its page.
    hand(undefined)
    blocker.reset?.()
  }

  return (
    <Modal opened={blocker.status === 'blocked'} onClose={stay} title={words.leaveTitle}>
      <div className="stack s4">
        <p>{words.leaveText}</p>
        <div className="row">
          <Button className="end" onClick={() => blocker.proceed?.()}>
            {words.leave}
          </Button>
          <Button variant="filled" onClick={stay}>
            {words.stay}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
