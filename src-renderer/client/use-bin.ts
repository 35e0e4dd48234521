import { notifications } from '@mantine/notifications'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { useCommand } from './use-request.ts'

/** What is asked again when a dataset goes into the bin or leaves it. */
export const binTouches = ['run.list', 'run.show', 'run.estimate', 'app.info'] as const

/** The notice that a dataset is in the bin. */
export const binNotice = (runId: number) => `run-removed-${runId}`

/** The notice that a dataset is back from the bin. */
export const backNotice = (runId: number) => `run-back-${runId}`

/** Brings datasets back from the bin, or takes them away for good. */
export function useBin() {
  const words = useTexts().datasets.bin
  const restore = useCommand('run.restore', { touches: binTouches })
  const erase = useCommand('run.erase', { touches: ['run.list', 'run.estimate', 'app.info'] })

  function reset(): void {
    restore.reset()
    erase.reset()
  }

  return {
    reset,
    error: restore.error ?? erase.error,
    isErasing: erase.isPending,
    restore({ id: runId }: Run, done?: () => void): void {
      erase.reset()
      restore.mutate({ runId }, { onSuccess: () => done?.() })
    },
    erase({ id: runId, name }: Run, done: () => void): void {
      restore.reset()
      erase.mutate(
        { runId },
        {
          onSuccess() {
            notifications.show({ message: words.erased(name) })
            done()
          },
        },
      )
    },
  }
}
