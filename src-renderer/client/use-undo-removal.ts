import { useWindowEvent } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { isTyping } from '../ui/is-typing.ts'
import { keyOf } from './key-of.ts'
import { removedRuns } from './removed-runs.ts'
import { isUndoRefusedForEver } from './undo-refusal.ts'
import { backNotice, binNotice, binTouches } from './use-bin.ts'
import { useLetterKeys } from './use-letter-keys.ts'
import { useCommand } from './use-request.ts'

/** Takes a dataset back out of the bin that this window put there. */
export function useUndoRemoval(): (run: Pick<Run, 'id' | 'name'>) => void {
  const words = useTexts().datasets.bin
  const restore = useCommand('run.restore', { touches: binTouches })
  return (run) => {
    // At once, because the next key may be for the one before.
    removedRuns.drop(run.id)
    notifications.hide(binNotice(run.id))
    restore.mutateAsync({ runId: run.id }).then(
      () => void notifications.show({ id: backNotice(run.id), message: words.isBack(run.name) }),
      (problem: Error) => {
        if (!isUndoRefusedForEver(problem)) removedRuns.add(run)
        // The page that asked is gone by now, so that a refusal stands in a notice too.
        notifications.show({ message: problem.message, color: 'red' })
      },
    )
  }
}

/** On the list of datasets the last one comes back by a key, also when its notice is gone. */
export function useUndoRemovalKeys(): void {
  const isKey = useLetterKeys()
  const undo = useUndoRemoval()
  useWindowEvent('keydown', (event) => {
    if (isTyping(event) || event.altKey || event.repeat) return
    const withControl = event.ctrlKey || event.metaKey
    const isUndo = withControl ? keyOf(event) === 'z' && !event.shiftKey : keyOf(event) === 'u' && isKey(event)
    const last = removedRuns.last()
    if (isUndo && last) undo(last)
  })
}
