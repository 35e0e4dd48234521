import { type RefObject, useEffect, useRef } from 'react'

/**
 * For a step of a dialog: what had the focus may be gone with the step before, or have been switched off meanwhile. Then what this
 * one names with `data-autofocus` has it, as soon as it can, so that Enter goes on. A focus that stands elsewhere stays there.
 */
export function useLostFocus<Within extends HTMLElement>(): RefObject<Within | null> {
  const step = useRef<Within>(null)
  // With each drawing: a button may be ready only later.
  useEffect(() => {
    if (document.activeElement !== document.body) return
    step.current?.querySelector<HTMLElement>('[data-autofocus]:not(:disabled)')?.focus()
  })
  return step
}
