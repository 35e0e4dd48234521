/**
 * No browser draws a much taller element whole (Firefox ends at 17.9 million pixels), and up to here the 32-bit floats
 * that pages are put together with know every pixel.
 */
export const tallestPx = 10_000_000
/** So much of both ends of a longer list scrolls pixel for pixel, so that its first and last lines are always reached. */
const exactPx = 500_000

/**
 * How a list that is taller than any element may be is scrolled. Places in the list and places of the scrollbar are both
 * distances of the view's upper edge from the top.
 */
export function createScale(listPx: number, viewPx: number) {
  const heightPx = Math.min(listPx, tallestPx)
  const listEnd = Math.max(0, listPx - viewPx)
  const scrollEnd = Math.max(0, heightPx - viewPx)
  const isExact = listPx <= tallestPx
  const ratio = isExact ? 1 : (listEnd - 2 * exactPx) / (scrollEnd - 2 * exactPx)

  return {
    /** The element's height. */
    heightPx,
    listEnd,
    scrollEnd,
    toList(scrollTop: number): number {
      if (isExact || scrollTop <= exactPx) return scrollTop
      if (scrollTop >= scrollEnd - exactPx) return listEnd - (scrollEnd - scrollTop)
      return exactPx + (scrollTop - exactPx) * ratio
    },
    toScroll(listTop: number): number {
      if (isExact || listTop <= exactPx) return listTop
      if (listTop >= listEnd - exactPx) return scrollEnd - (listEnd - listTop)
      return exactPx + (listTop - exactPx) / ratio
    },
  }
}

export type Scale = ReturnType<typeof createScale>

/** Where somebody is: the scrollbar's place, and how much further down the list stands than that. */
export type TallPlace = { scrollTop: number; shiftPx: number }

/** A step of more than so many views is a jump: nobody scrolls that far from one frame to the next. */
const jumpViews = 2

/**
 * The place after the scrollbar moved. A small step moves the list by as much; a jump, as of a dragged scrollbar, leads
 * to where the scrollbar stands in the whole.
 */
export function scrolled(before: TallPlace, scrollTop: number, scale: Scale, viewPx: number): TallPlace {
  const isStep = Math.abs(scrollTop - before.scrollTop) <= jumpViews * viewPx
  const isInside = scrollTop > 0 && scrollTop < scale.scrollEnd
  return isStep && isInside ? { scrollTop, shiftPx: before.shiftPx } : placeFor(scale.toList(scrollTop), scrollTop)
}

/** The place from which the view shows the list from `listTop` on: a step near by, else where the scrollbar belongs. */
export function placeAt(before: TallPlace, listTop: number, scale: Scale, viewPx: number): TallPlace {
  const wanted = Math.min(scale.listEnd, Math.max(0, listTop))
  const scrollTop = wanted - before.shiftPx
  const isStep = Math.abs(scrollTop - before.scrollTop) <= jumpViews * viewPx
  const isInside = scrollTop >= 0 && scrollTop <= scale.scrollEnd
  return isStep && isInside ? { scrollTop, shiftPx: before.shiftPx } : settled(wanted, scale)
}

/** The same place of the list, with the scrollbar where it belongs after many small steps. */
export function settled(listTop: number, scale: Scale): TallPlace {
  return placeFor(listTop, Math.round(scale.toScroll(listTop)))
}

// In whole pixels, so that lines never blur.
function placeFor(listTop: number, scrollTop: number): TallPlace {
  return { scrollTop, shiftPx: Math.round(listTop - scrollTop) }
}
