import { useEffect, useRef } from 'react'

/**
 * Keeps what is typed between the wish for a dialog and the moment when its field has the focus, so that it goes neither
 * to the page behind nor nowhere. `take` gives it, once and for all until the next one is waited for.
 */
export function useEarlyTyping(isWaited: boolean): { take: () => string } {
  const waiting = useRef<{ typed: string }>(undefined)

  useEffect(() => {
    if (!isWaited) return
    waiting.current = { typed: '' }
    const keep = (event: KeyboardEvent) => {
      const { current } = waiting
      if (!current || event.isComposing || event.ctrlKey || event.metaKey) return
      const isDeleting = event.key === 'Backspace' || event.key === 'Delete'
      if (event.key.length > 1 && event.key !== 'Enter' && !isDeleting) return
      event.preventDefault()
      event.stopImmediatePropagation()
      // The key that asked for it may still be held down.
      if (event.repeat) return
      if (event.key === 'Backspace') current.typed = current.typed.slice(0, -1)
      else if (event.key.length === 1) current.typed += event.key
    }
    window.addEventListener('keydown', keep, { capture: true })
    return () => {
      waiting.current = undefined
      window.removeEventListener('keydown', keep, { capture: true })
    }
  }, [isWaited])

  return {
    take(): string {
      const typed = waiting.current?.typed ?? ''
      waiting.current = undefined
      return typed
    },
  }
}
