import { type RefObject, useEffect, useRef } from 'react'

/** True once the part of the page that uses it is no longer shown: what comes late must not act for it. */
export function useIsGone(): RefObject<boolean> {
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])
  return isGone
}
