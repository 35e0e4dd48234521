import { type RefObject, useEffect, useRef } from 'react'

/**
 * The persona that has the focus may leave the list with what is done to it. Then the one that comes to its place has the
 * focus, so that keys go on from there. Called before something is done to some; what comes back, once that is done.
 */
export function useNextFocus(
  list: RefObject<HTMLElement | null>,
  total: number,
): (leaves: (personaId: number) => boolean) => () => void {
  const leaving = useRef<{ item: HTMLElement; place: number }>(undefined)

  // With each drawing: the next one may come later than the first one leaves.
  useEffect(() => {
    if (!leaving.current || leaving.current.item.isConnected) return
    const place = Math.min(leaving.current.place, total - 1)
    const hasFocus = document.activeElement !== document.body
    const next = list.current?.querySelector<HTMLElement>(`[data-place="${place}"] > [data-persona]`)
    if (!hasFocus) next?.focus()
    if (hasFocus || next) leaving.current = undefined
  })

  return (leaves) => {
    const item = document.activeElement?.closest<HTMLElement>('[data-persona]')
    // One that stays may still go out of sight, and the focus must not follow it.
    const isLeaving = item && leaves(Number(item.dataset['persona']))
    return () => {
      leaving.current = isLeaving ? { item, place: Number(item.parentElement?.dataset['place']) } : undefined
    }
  }
}
