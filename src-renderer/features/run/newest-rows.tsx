import { useDebouncedValue, useWindowEvent } from '@mantine/hooks'
import { type KeyboardEvent, useRef } from 'react'
import type { Row } from '#contract/rows'
import type { Run } from '#contract/runs'
import { keyOf } from '../../client/key-of.ts'
import { useLetterKeys } from '../../client/use-letter-keys.ts'
import { useReview } from '../../client/use-review.ts'
import { useWriting } from '../../client/use-writing.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { isTyping } from '../../ui/is-typing.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { useStable } from '../../ui/use-stable.ts'
import { Ended, Writing } from './newest-row.tsx'
import styles from './run-page.module.css'
import { useMarked } from './use-marked.ts'
import { useNewest } from './use-newest.ts'

const lateMs = 1000

/** More lines than these would push what can be judged out of sight. */
const mostWriting = 4

/** Rows as they are written, then those that just ended, which can be judged meanwhile: they hold still for that. */
export function NewestRows({ run }: { run: Run }) {
  const { newest: words } = useTexts().run
  const writing = useWriting(run.id)
  const { rows, waiting, hold, release, isPending, error, refetch } = useNewest(run)
  const review = useReview(run.id)
  const isKey = useLetterKeys()
  const list = useRef<HTMLUListElement>(null)
  const { marked, markOn } = useMarked(list)
  const judged = rows.find(({ id, text }) => id === marked && text)
  // A run that ends or is picked up moves what stands here: a press that comes so soon was meant for another row.
  const [lastStatus] = useDebouncedValue(run.status, lateMs)
  const setVerdict = useStable((row: Row, verdict: Row['verdict']) => {
    if (lastStatus === run.status) void review.change(row, { verdict })
  })

  function lines(): HTMLElement[] {
    return Array.from(list.current?.querySelectorAll<HTMLElement>('a') ?? [])
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !isKey(event)) return
    if (keyOf(event) === 'u') return void review.undo()
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset['row']
    const at = rows.findIndex((row) => String(row.id) === id)
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[keyOf(event)]
    if (at < 0 || !step) return
    event.preventDefault()
    lines()[at + step]?.focus()
  }

  // On the window: the mouse marks a row without taking the focus there.
  useWindowEvent('keydown', (event) => {
    if (isTyping(event) || event.repeat || event.ctrlKey || event.metaKey || event.altKey || !isKey(event)) return
    const verdict = ({ a: 'kept', r: 'discarded' } as const)[keyOf(event)]
    if (!judged || !verdict) return
    const line = list.current?.querySelector(`[data-row="${judged.id}"]`)
    // What has the focus may have been scrolled away: it is shown before it is judged.
    if (line && !isInSight(line)) return line.scrollIntoView({ block: 'nearest' })
    setVerdict(judged, judged.verdict === verdict ? null : verdict)
  })

  const isOpen = run.status === 'running'
  const more = writing.length - mostWriting
  const isEmpty = !isPending && !error && rows.length === 0 && writing.length === 0
  return (
    <section className="card none" aria-labelledby="newest">
      <div className={`row ${styles.head}`}>
        <h2 id="newest">{words.title}</h2>
        <span className="dim sm" role="status">
          {waiting > 0 && words.waiting(waiting)}
        </span>
        {rows.length > 0 && (
          // Its room is kept, so that nothing moves under the mouse.
          <span className="row end sm faint" style={judged ? undefined : { visibility: 'hidden' }}>
            <KeyHint keys="A" /> {words.keeps} <KeyHint keys="R" /> {words.discards}
          </span>
        )}
      </div>
      {review.error && <SayError error={review.error} />}
      {error && <SayError error={error} onRetry={() => void refetch()} />}
      {isEmpty && <p className={`dim ${styles.item}`}>{isOpen ? words.empty : words.none}</p>}
      {isOpen && writing.length > 0 && (
        <ul className={styles.writing} aria-label={words.writing}>
          {writing.slice(0, mostWriting).map((row) => (
            <li key={row.rowId}>
              <Writing row={row} />
            </li>
          ))}
          {more > 0 && <li className="faint">{words.writingToo(more)}</li>}
        </ul>
      )}
      <ul
        ref={list}
        className={styles.newest}
        aria-labelledby="newest"
        onKeyDown={onKeyDown}
        onMouseEnter={hold}
        onMouseMove={markOn.onMouseMove}
        onMouseOver={markOn.onMouseOver}
        onMouseLeave={({ currentTarget }) => {
          markOn.onMouseLeave()
          // A button that was pressed with the mouse keeps the focus too, and holds nothing.
          if (!currentTarget.querySelector(':focus-visible')) release()
        }}
        onFocus={(event) => {
          markOn.onFocus(event)
          hold()
        }}
        onBlur={(event) => {
          markOn.onBlur(event)
          if (!event.currentTarget.contains(event.relatedTarget)) release()
        }}
      >
        {rows.map((row) => (
          <li key={row.id} className={styles.item} data-row={row.id} data-marked={row.id === marked}>
            <Ended row={row} start={run.start} onVerdict={setVerdict} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Where its sign stands: a notice may cover the middle. */
function isInSight(line: Element): boolean {
  const { left, top, height } = line.getBoundingClientRect()
  return line.contains(document.elementFromPoint(left + 24, top + height / 2))
}
