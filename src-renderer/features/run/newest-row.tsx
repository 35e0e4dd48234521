import { IconCheck, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { Row } from '#contract/rows'
import type { WritingRow } from '../../client/use-writing.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { oneLine } from '../../ui/one-line.ts'
import { isOverruled, shownState } from '../../ui/shown-state.ts'
import { StartedText } from '../../ui/started-text.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import styles from './run-page.module.css'

/** The end of a text tells how the writing goes on; no line holds more of it. */
const tailLength = 200
const shownLength = 400
const verdicts = [
  { verdict: 'kept', Sign: IconCheck },
  { verdict: 'discarded', Sign: IconX },
] as const

/** One line, whatever comes: what stands below must not move with each word that is written. */
export const Writing = memo(function Writing({ row }: { row: WritingRow }) {
  const { common } = useTexts()
  return (
    <>
      <StateSign state="running" label={common.state.running} />
      <p className={styles.tail}>
        <span className={styles.caret} dir="auto">
          {oneLine(row.text.slice(-tailLength), tailLength)}
        </span>
      </p>
      <p className={`${styles.who} cut`}>{row.persona}</p>
    </>
  )
})

type EndedProps = { row: Row; start: string; onVerdict: (row: Row, verdict: Row['verdict']) => void }

/**
 * A row that ended, with the verdict that a person may give it here and now. Plain buttons, because a dozen rows come and
 * go several times a second.
 */
export const Ended = memo(function Ended({ row, start, onVerdict }: EndedProps) {
  const { common, run: words, reasons, rowsPage } = useTexts()
  const text = row.editedText ?? row.text
  const line = oneLine(text, shownLength)
  const state = shownState(row)
  return (
    <>
      <StateSign state={state} label={common.state[state]} isOff={isOverruled(row)} />
      <Link
        to="/datasets/$runId/rows"
        params={{ runId: String(row.runId) }}
        search={{ row: row.id }}
        className={`${styles.text} ${row.verdict === 'discarded' ? 'dim' : ''}`}
        dir="auto"
      >
        {line ? <StartedText text={line} start={oneLine(start, start.length)} /> : words.newest.open(row.position + 1)}
      </Link>
      {text && (
        <span className={styles.verdict}>
          {verdicts.map(({ verdict, Sign }) => {
            const isGiven = row.verdict === verdict
            return (
              <button
                key={verdict}
                type="button"
                aria-label={words.newest.judge[verdict](row.position + 1)}
                aria-pressed={isGiven}
                className={`${styles.act} ${isGiven ? styles[verdict] : ''}`}
                onClick={() => onVerdict(row, isGiven ? null : verdict)}
              >
                <Sign size={16} stroke={1.5} aria-hidden />
              </button>
            )
          })}
        </span>
      )}
      <p className={styles.meta}>
        {state === 'held' && <span className="nowrap">{words.newest.toCompare}</span>}
        {row.verdict && <span className="nowrap">{rowsPage.verdict[row.verdict]}</span>}
        {row.reasons.length > 0 && (
          <span className="nowrap">{row.reasons.map((reason) => reasons[reason].word).join(', ')}</span>
        )}
        <span className="cut">{row.persona}</span>
      </p>
    </>
  )
})
