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
/** Of the window's height, what a page has round its list, before any was measured. */
const roundListPx = 150

/**
 * The height of the view that was measured last, of whichever list: the next one begins with it and is measured when it
 * stands. To ask at once would lay the page out in the midst of its drawing.
 */
let lastViewPx: number | undefined

/** What is in sight, by places from 0. */
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
  const scaleFor = (viewPx: number) => createScale(count * linePx, viewPx)

  function placeOfLine(at: number, viewPx: number): TallPlace {
    const scale = scaleFor(viewPx)
    return settled(Math.min(scale.listEnd, at * linePx), scale)
  }

  function viewAt({ scrollTop, shiftPx }: TallPlace, viewPx: number): View {
    const listTop = scrollTop + shiftPx
    const first = Math.max(0, Math.min(count - 1, Math.floor(listTop / linePx)))
    return { first, last: Math.min(count - 1, Math.floor((listTop + viewPx - 1) / linePx)), shiftPx, viewPx }
  }

  const [start] = useState(() => {
    const viewPx = lastViewPx ?? Math.max(0, window.innerHeight - roundListPx)
    const place = placeOfLine(startAt, viewPx)
    return { place, view: viewAt(place, viewPx) }
  })
  const place = useRef(start.place)
  const [view, setView] = useState(start.view)
  const latest = useRef(view)

  function draw(at: TallPlace, viewPx: number, inThisFrame = false): void {
    const next = viewAt(at, viewPx)
    const before = latest.current
    if (Object.entries(next).every(([key, value]) => before[key as keyof View] === value)) return
    latest.current = next
    // Scroll events come just before a frame: what is drawn later would leave white lines in it.
    if (inThisFrame) flushSync(() => setView(next))
    else setView(next)
  }

  function scrollThere(): void {
    const element = scroller.current
    if (!element) return
    element.scrollTop = place.current.scrollTop
    place.current = { ...place.current, scrollTop: element.scrollTop }
  }

  function goTo(next: TallPlace, inThisFrame = false): void {
    draw(next, latest.current.viewPx, inThisFrame)
    const isSame = next.scrollTop === place.current.scrollTop
    place.current = next
    // Only where it must: to ask for it or to set it lays the page out.
    if (!isSame) scrollThere()
  }

  const listTop = () => place.current.scrollTop + place.current.shiftPx

  const onScroll = useEffectEvent(() => {
    const { viewPx } = latest.current
    place.current = scrolled(place.current, scroller.current?.scrollTop ?? 0, scaleFor(viewPx), viewPx)
    draw(place.current, viewPx, true)
  })
  const onScrollEnd = useEffectEvent(() => {
    const { viewPx } = latest.current
    const next = settled(listTop(), scaleFor(viewPx))
    if (Math.abs(next.scrollTop - place.current.scrollTop) > 1) goTo(next, true)
  })
  const measure = useEffectEvent(() => {
    lastViewPx = Math.max(0, (scroller.current?.clientHeight ?? 0) - headPx)
    draw(place.current, lastViewPx)
  })
  const goToLine = useEffectEvent((at: number) => goTo(placeOfLine(at, latest.current.viewPx)))
  const stay = useEffectEvent(() => {
    const { viewPx } = latest.current
    goTo(placeAt(place.current, listTop(), scaleFor(viewPx), viewPx))
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: where a list begins is asked once
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    if (place.current.scrollTop > 0) scrollThere()
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
    drawn: Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at),
    seatOf: (at) => at % seats,
    heightPx: scaleFor(viewPx).heightPx,
    topOf: (at) => at * linePx - shiftPx,
    show(at) {
      const height = latest.current.viewPx
      const top = at * linePx
      const over = top + linePx - height
      const wanted = top < listTop() ? top : over > listTop() ? over : undefined
      if (wanted !== undefined) goTo(placeAt(place.current, wanted, scaleFor(height), height))
    },
    linesInView: Math.floor(viewPx / linePx),
  }
}
