import { type ReactNode, useEffect } from 'react'
import { useTexts } from '../locales/use-texts.tsx'
import { lastPlace, rememberPlace } from './last-places.ts'
import { useTallList } from './use-tall-list.ts'
import styles from './virtual-list.module.css'

type Props<T> = {
  label: string
  /** How many there are in all. */
  total: number
  /** False while `total` is only what has come. */
  isCounted?: boolean
  /** What stands at a place; undefined where it has not come. */
  at: (place: number) => T | undefined
  itemKey: (item: T) => string | number
  itemHeightPx: number
  children: (item: T, place: number) => ReactNode
  /** Told the places that are in sight, from 0. */
  onLook: (first: number, last: number) => void
  /** The line below the list, about the places that are in sight. */
  footer: (first: number, last: number) => ReactNode
  /** What the list shows: another one begins at its top, and on the way back to this one it stands where it was left. */
  listKey: string
}

/**
 * A list over everything, of which only what is in sight stands in the page, all items of one height. What has not come
 * yet is a still grey line.
 */
export function VirtualList<T>(props: Props<T>) {
  const { label, total, isCounted = true, at, itemKey, itemHeightPx, children, onLook, footer, listKey } = props
  const { common } = useTexts()
  const { scroller, first, last, drawn, heightPx, topOf } = useTallList({
    ...{ count: total, linePx: itemHeightPx, around: 6 },
    ...{ topKey: listKey, startAt: lastPlace(listKey) },
  })

  useEffect(() => {
    onLook(first, last)
    rememberPlace(listKey, first)
  }, [first, last, listKey, onLook])

  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard */}
      <section ref={scroller} className={styles.scroller} aria-label={label} tabIndex={0}>
        <ul className={styles.list} style={{ height: heightPx }}>
          {drawn.map((place) => {
            const item = at(place)
            return (
              <li
                key={item === undefined ? `pending-${place}` : itemKey(item)}
                aria-setsize={isCounted ? total : -1}
                aria-posinset={place + 1}
                data-place={place}
                className={styles.item}
                style={{ height: itemHeightPx, transform: `translateY(${topOf(place)}px)` }}
              >
                {item === undefined ? (
                  <div className={styles.pending}>
                    <span className="vh">{common.loading}</span>
                  </div>
                ) : (
                  children(item, place)
                )}
              </li>
            )
          })}
        </ul>
      </section>
      {footer(first, last)}
    </>
  )
}
