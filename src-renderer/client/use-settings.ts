import type { Settings } from '#contract/settings'
import { firstError } from './first-error.ts'
import { useCommand, useRequest } from './use-request.ts'

/** The stored settings, kept up by events, and how to change them. `onRefused` hears a refused change where its page is gone. */
export function useSettings({ onRefused }: { onRefused?: (error: Error) => void } = {}) {
  const shown = useRequest('settings.show', {})
  const change = useCommand('settings.change', { touches: ['settings.show'], onRefused })
  const reset = useCommand('settings.reset', { touches: ['settings.show'] })
  return {
    settings: shown.data,
    /** What the settings could not be read for. */
    unread: firstError(shown),
    change: (changes: Partial<Settings>) => change.mutate(changes),
    reset: () => reset.mutate({}),
    isChanging: change.isPending || reset.isPending,
    error: change.error ?? reset.error,
  }
}
