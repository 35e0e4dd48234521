import { type FocusEvent, type MouseEvent, type RefObject, useState } from 'react'

/**
 * The row of a list that keys act on, and that is drawn so: the one that the mouse was moved to or the focus came to,
 * whichever was last. What slides under a mouse that rests is nobody's choice.
 */
export function useMarked(list: RefObject<HTMLElement | null>) {
  const [marked, setMarked] = useState<number>()
  const withFocus = () => rowOf(list.current?.querySelector(':focus-visible'))
  function onMouse({ type, target, movementX, movementY }: MouseEvent): void {
    const under = rowOf(target as Element)
    const isMoved = type === 'mousemove' && (movementX !== 0 || movementY !== 0)
    setMarked(isMoved || under === marked ? under : withFocus())
  }
  return {
    marked,
    markOn: {
      onMouseMove: onMouse,
      onMouseOver: onMouse,
      onFocus: ({ target }: FocusEvent) => setMarked(rowOf(target)),
      onBlur: ({ target }: FocusEvent) => setMarked((id) => (id === rowOf(target) ? undefined : id)),
      onMouseLeave: () => setMarked(withFocus()),
    },
  }
}

function rowOf(within: Element | null | undefined): number | undefined {
  const id = within?.closest<HTMLElement>('[data-row]')?.dataset['row']
  return id === undefined ? undefined : Number(id)
}
