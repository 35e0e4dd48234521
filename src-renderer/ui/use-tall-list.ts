import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { createScale, placeAt, scrolled, settled, type TallPlace } from './tall-scale.ts'

type Options = {
  count: number
  linePx: number
  /** Height of a head that stays above the lines while they scroll. */
  headPx?: number
  /** Lines that are drawn beyond both edges of the view. */
  around: number
  /** The line to begin with. */
  startAt?: number
  /** The list goes back to its top whenever this changes. */
  topKey: string
}

/** A page that comes draws what is in sight first; lines beyond follow when that stands. */
const beyondMs = 300

/** What is in sight, by places from 0. `last` is -1 before the first measuring. */
type View = { first: number; last: number; shiftPx: number; viewPx: number }

export type TallList = {
  scroller: RefObject<HTMLDivElement | null>
  first: number
  last: number
  /** Places of the lines to be drawn. */
  drawn: number[]
  /** One name for a line that leaves the page and the one that comes for it, so that only what differs is drawn. */
  seatOf: (place: number) => number
  heightPx: number
  /** Where a line stands in the element of that height. */
  topOf: (place: number) => number
  /** Scrolls no further than it must. */
  show: (place: number) => void
  /** Lines that fit the view. */
  linesInView: number
}

/** Lines of one height, any number of them, of which those around the view are drawn: nothing here grows with the list. */
export function useTallList({ count, linePx, headPx = 0, around, startAt = 0, topKey }: Options): TallList {
  const scroller = useRef<HTMLDivElement>(null)
  const place = useRef<TallPlace>({ scrollTop: 0, shiftPx: 0 })
  const [view, setView] = useState<View>({ first: 0, last: -1, shiftPx: 0, viewPx: 0 })
  const latest = useRef(view)
  const scaleFor = (viewPx: number) => createScale(count * linePx, viewPx)

  function draw({ scrollTop, shiftPx }: TallPlace, viewPx: number, inThisFrame = false): void {
    const listTop = scrollTop + shiftPx
    const first = Math.max(0, Math.min(count - 1, Math.floor(listTop / linePx)))
    const next = { first, last: Math.min(count - 1, Math.floor((listTop + viewPx - 1) / linePx)), shiftPx, viewPx }
    const before = latest.current
    if (Object.entries(next).every(([key, value]) => before[key as keyof View] === value)) return
    latest.current = next
    // Scroll events come just before a frame: what is drawn later would leave white lines in it.
    if (inThisFrame) flushSync(() => setView(next))
    else setView(next)
  }

  function goTo(next: TallPlace, viewPx: number, inThisFrame = false): void {
    draw(next, viewPx, inThisFrame)
    const element = scroller.current
    if (element && element.scrollTop !== next.scrollTop) element.scrollTop = next.scrollTop
    place.current = { ...next, scrollTop: element?.scrollTop ?? 0 }
  }

  const viewHeight = () => Math.max(0, (scroller.current?.clientHeight ?? 0) - headPx)
  const listTop = () => place.current.scrollTop + place.current.shiftPx

  const onScroll = useEffectEvent(() => {
    const { viewPx } = latest.current
    place.current = scrolled(place.current, scroller.current?.scrollTop ?? 0, scaleFor(viewPx), viewPx)
    draw(place.current, viewPx, true)
  })
  const onScrollEnd = useEffectEvent(() => {
    const { viewPx } = latest.current
    const next = settled(listTop(), scaleFor(viewPx))
    if (Math.abs(next.scrollTop - place.current.scrollTop) > 1) goTo(next, viewPx, true)
  })
  const measure = useEffectEvent(() => draw(place.current, viewHeight()))
  const goToLine = useEffectEvent((at: number) => {
    const scale = scaleFor(viewHeight())
    goTo(settled(Math.min(scale.listEnd, at * linePx), scale), viewHeight())
  })
  const stay = useEffectEvent(() => {
    goTo(placeAt(place.current, listTop(), scaleFor(viewHeight()), viewHeight()), viewHeight())
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: where a list begins is asked once
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    goToLine(startAt)
    const observer = new ResizeObserver(() => measure())
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('scrollend', onScrollEnd, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('scrollend', onScrollEnd)
    }
  }, [])

  const [isWhole, setWhole] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setWhole(true), beyondMs)
    return () => clearTimeout(timer)
  }, [])

  const isNew = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the reason, not an ingredient
  useLayoutEffect(() => {
    if (!isNew.current) goToLine(0)
    isNew.current = false
  }, [topKey])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a list that grew or shrank is drawn from where it stood
  useLayoutEffect(() => stay(), [count])

  const { first, last, shiftPx, viewPx } = view
  // As many wherever the view stands, also between two lines.
  const lines = Math.ceil(viewPx / linePx) + 1
  const seats = lines + 2 * around
  const beyond = isWhole ? around : 0
  const from = Math.max(0, first - beyond)
  const to = Math.min(count - 1, first + lines - 1 + beyond)
  return {
    ...{ scroller, first },
    last: Math.min(last, count - 1),
    drawn: last < 0 ? [] : Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at),
    seatOf: (at) => at % seats,
    heightPx: scaleFor(viewPx).heightPx,
    topOf: (at) => at * linePx - shiftPx,
    show(at) {
      const height = latest.current.viewPx
      const top = at * linePx
      const over = top + linePx - height
      const wanted = top < listTop() ? top : over > listTop() ? over : undefined
      if (wanted !== undefined) goTo(placeAt(place.current, wanted, scaleFor(height), height), height)
    },
    linesInView: Math.floor(viewPx / linePx),
  }
}
