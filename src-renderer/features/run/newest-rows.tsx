import { Link } from '@tanstack/react-router'
import { memo, useState } from 'react'
import type { Row } from '#contract/rows'
import type { Run } from '#contract/runs'
import { useChangedRows } from '../../client/use-changed-rows.ts'
import { useRequest } from '../../client/use-request.ts'
import { useWriting, type WritingRow } from '../../client/use-writing.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import styles from './run-page.module.css'

const mostShown = 12
/** The end of a text tells how the writing goes on; its beginning was read already. */
const tailLength = 260

/** Rows as they are written, then those that just ended. */
export function NewestRows({ run }: { run: Run }) {
  const { newest: words } = useTexts().run
  const writing = useWriting(run.id)
  const [came, setCame] = useState<readonly Row[]>([])
  const { planned, waiting, running } = run.counts
  // Rows end in about the order they were planned in, so the last ones stand just before those still to do.
  const [from] = useState(Math.max(0, planned - waiting - running - mostShown))
  const { data: before } = useRequest('row.page', {
    runId: run.id,
    from,
    limit: mostShown,
    states: ['accepted', 'rejected', 'duplicate', 'failed'],
  })

  useChangedRows(run.id, (rows) => {
    const ended = rows
      .filter(({ state }) => state !== 'running' && state !== 'waiting')
      .slice(-mostShown)
      .reverse()
    const ids = new Set(ended.map(({ id }) => id))
    setCame((known) => [...ended, ...known.filter(({ id }) => !ids.has(id))].slice(0, mostShown))
  })

  const known = new Set(came.map(({ id }) => id))
  const earlier = (before?.rows ?? []).filter(({ id }) => !known.has(id)).reverse()
  const ended = [...came, ...earlier].slice(0, mostShown)
  const isOpen = run.status === 'running'
  const isEmpty = ended.length === 0 && writing.length === 0
  return (
    <section className="card none" aria-labelledby="newest">
      <div className={`row ${styles.head}`}>
        <h2 id="newest">{words.title}</h2>
      </div>
      {isEmpty && <p className={`dim ${styles.item}`}>{isOpen ? words.empty : words.none}</p>}
      <ul className={styles.newest}>
        {isOpen &&
          writing.map((row) => (
            <li key={row.rowId} className={styles.item}>
              <Writing row={row} />
            </li>
          ))}
        {ended.map((row) => (
          <li key={row.id} className={styles.item}>
            <Ended row={row} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const Writing = memo(function Writing({ row }: { row: WritingRow }) {
  const { common } = useTexts()
  const text = row.text.length > tailLength ? `…${row.text.slice(-tailLength)}` : row.text
  return (
    <>
      <StateSign state="running" label={common.state.running} />
      <p className={`${styles.text} ${styles.caret}`} dir="auto">
        {text}
      </p>
      <p className={styles.meta}>
        <span className="cut">{row.persona}</span>
      </p>
    </>
  )
})

const Ended = memo(function Ended({ row }: { row: Row }) {
  const { common, run: words, reasons } = useTexts()
  return (
    <>
      <StateSign state={row.state} label={common.state[row.state]} />
      <Link
        to="/datasets/$runId/rows"
        params={{ runId: String(row.runId) }}
        search={{ row: row.id }}
        className={styles.text}
        dir="auto"
      >
        {row.text.slice(0, 400) || words.newest.open(row.position + 1)}
      </Link>
      <p className={styles.meta}>
        {row.reasons.length > 0 && (
          <span className="nowrap">{row.reasons.map((reason) => reasons[reason].word).join(', ')}</span>
        )}
        <span className="cut">{row.persona}</span>
      </p>
    </>
  )
})
