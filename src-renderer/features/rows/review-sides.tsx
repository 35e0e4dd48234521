import { Link } from '@tanstack/react-router'
import type { Ref } from 'react'
import type { DiscardReason } from '#contract/discard-reasons'
import type { Attempt, Row } from '#contract/rows'
import type { Run } from '#contract/runs'
import type { RowChange } from '../../client/undo-steps.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { isOverruled, shownState } from '../../ui/shown-state.ts'
import { StateWord } from '../../ui/state-sign.tsx'
import { EditCheck } from './edit-check.tsx'
import { ReviewNote } from './review-note.tsx'
import styles from './review-page.module.css'
import { RowReasons } from './row-reasons.tsx'
import { WhyDiscarded } from './why-discarded.tsx'

type WhenceProps = { run: Run; row: Row; attempts: readonly Attempt[] }

/** What a row was made of: persona, template, model, and how it went. */
export function Whence({ run, row, attempts }: WhenceProps) {
  const { review: words, rowsPage, format } = useTexts()
  const last = attempts.at(-1)
  const text = row.editedText ?? row.text
  const body = text.startsWith(run.start) ? text.slice(run.start.length) : text
  const count = body.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard
    <aside className={styles.side} aria-label={words.whence} tabIndex={0}>
      <section className="stack s1">
        <h2>{words.persona}</h2>
        <p className="read" dir="auto">
          {row.persona}
        </p>
      </section>
      <section className="stack s1">
        <h2>{words.template}</h2>
        <p>{run.templateName || words.imported}</p>
      </section>
      <dl className="facts sm">
        {run.modelName && (
          <>
            <dt>{words.facts.model}</dt>
            <dd>{run.modelName}</dd>
          </>
        )}
        <dt>{words.facts.length}</dt>
        <dd>{words.words(count)}</dd>
        {last && run.templateKey !== '' && (
          <>
            <dt>{words.facts.seed}</dt>
            <dd className="num">{last.seed}</dd>
            <dt>{words.facts.time}</dt>
            <dd>{format.duration(last.durationMs / 1000)}</dd>
            <dt>{words.facts.tries}</dt>
            <dd className="num">{format.number(attempts.length)}</dd>
          </>
        )}
      </dl>
      <p className="sm">
        <Link to="/datasets/$runId/rows" params={{ runId: String(run.id) }} search={{ row: row.id, open: 'try' }}>
          {attempts.length > 0 ? words.prompt : rowsPage.detail.title(row.position + 1)}
        </Link>
      </p>
    </aside>
  )
}

type FindingsProps = {
  run: Run
  row: Row
  /** The row before, which was just discarded: a number says why. */
  discarded: Row | undefined
  noteRef: Ref<HTMLTextAreaElement>
  onWhy: (reason: DiscardReason) => void
  onNote: (change: RowChange) => Promise<boolean>
  /** A refused note is given up. */
  onNoteBack: () => void
}

/** What the checks say of a row, and what the person has against it. */
export function Findings({ run, row, discarded, noteRef, onWhy, onNote, onNoteBack }: FindingsProps) {
  const { review: words, rowsPage } = useTexts()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard
    <aside className={styles.side} aria-label={words.checks} tabIndex={0}>
      <section className="stack s1">
        <h2>{words.checks}</h2>
        <p className={`row wrap ${styles.judgement}`}>
          <StateWord state={shownState(row)} isOff={isOverruled(row)} />
          {row.verdict && <span className="chip">{rowsPage.verdict[row.verdict]}</span>}
        </p>
        {run.templateKey !== '' && row.editedText !== null && (
          <>
            <EditCheck row={row} text={row.editedText} isStored />
            <p className="dim">{words.beforeEdit}</p>
          </>
        )}
        {run.templateKey !== '' && row.state === 'accepted' && <p className="dim">{words.passed}</p>}
        <RowReasons row={row} />
      </section>
      <WhyDiscarded row={discarded ?? row} isBefore={discarded !== undefined} onChoose={onWhy} />
      <ReviewNote key={row.id} row={row} inputRef={noteRef} onNote={onNote} onTakeBack={onNoteBack} />
    </aside>
  )
}
