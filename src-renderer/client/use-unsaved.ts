import { useEffect } from 'react'
import { bridge } from './bridge-transport.ts'

let unsavedFields = 0

/**
 * Has the person asked before the app is closed over what is written and not saved. A browser asks by itself; a window
 * of our own asks in its words, and has to know before it ends the work.
 */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => (isUnsaved ? holdWindow() : undefined), [isUnsaved])
}

/** Until what comes back is called. */
export function holdWindow(): () => void {
  const count = (step: 1 | -1) => {
    unsavedFields += step
    void bridge?.setUnsaved(unsavedFields > 0)
  }
  const onBeforeUnload = (event: BeforeUnloadEvent) => event.preventDefault()
  // Electron would stop every reload, and say nothing.
  if (!bridge) window.addEventListener('beforeunload', onBeforeUnload)
  count(1)
  return () => {
    window.removeEventListener('beforeunload', onBeforeUnload)
    count(-1)
  }
}
