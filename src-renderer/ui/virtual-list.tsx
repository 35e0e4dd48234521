import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import styles from './virtual-list.module.css'

type Props<T> = {
  label: string
  items: readonly T[]
  /** How many there are in all, also those that have not come yet. */
  total: number
  itemKey: (item: T) => string | number
  estimatePx: number
  children: (item: T, index: number) => ReactNode
  /** Called while the last items are near; the caller fetches the next page, once. */
  onNearEnd: () => void
  /** The places that are in sight, from 0. */
  onRange?: (first: number, last: number) => void
  /** The list goes back to its top whenever this changes: the filter. */
  topKey: string
}

/** So many items before its end the next page is asked for: about three screens. */
const lookAhead = 40
/** Grey lines that stand for what is on its way; more would make the scrollbar jump. */
const mostPending = 20

/**
 * A list over everything, of which only what is in sight stands in the page. Items are measured, so their heights may
 * differ. What has not come yet is a still grey line.
 */
export function VirtualList<T>({
  label,
  items,
  total,
  itemKey,
  estimatePx,
  children,
  onNearEnd,
  onRange,
  topKey,
}: Props<T>) {
  const scroller = useRef<HTMLDivElement>(null)
  const pending = Math.min(mostPending, Math.max(0, total - items.length))
  const virtualizer = useVirtualizer({
    count: items.length + pending,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatePx,
    getItemKey: (index) => {
      const item = items[index]
      return item === undefined ? `pending-${index}` : itemKey(item)
    },
    overscan: 8,
  })
  const shown = virtualizer.getVirtualItems()
  const lastShown = shown.at(-1)?.index ?? -1
  const { startIndex = 0, endIndex = -1 } = virtualizer.range ?? {}

  const fetchMore = useEffectEvent(onNearEnd)
  const isNearEnd = lastShown >= items.length - lookAhead && items.length < total
  // `items.length` belongs here: a page that came in may still leave the end near.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (isNearEnd) fetchMore()
  }, [isNearEnd, items.length])

  const tellRange = useEffectEvent((first: number, last: number) => onRange?.(first, last))
  useEffect(() => tellRange(startIndex, Math.min(endIndex, items.length - 1)), [startIndex, endIndex, items.length])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the reason, not an ingredient
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
  }, [topKey])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard
    <section ref={scroller} className={styles.scroller} aria-label={label} tabIndex={0}>
      <ul className={styles.list} style={{ height: virtualizer.getTotalSize() }}>
        {shown.map(({ key, index, start }) => {
          const item = items[index]
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={total}
              aria-posinset={index + 1}
              className={styles.item}
              style={{ transform: `translateY(${start}px)` }}
            >
              {item === undefined ? (
                <div className={styles.pending} style={{ height: estimatePx }} />
              ) : (
                children(item, index)
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
