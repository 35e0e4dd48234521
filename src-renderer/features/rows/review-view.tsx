import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { type DiscardReason, discardReasons } from '#contract/discard-reasons'
import type { Run } from '#contract/runs'
import { useEvent } from '../../client/api.tsx'
import type { RowChange } from '../../client/undo-steps.ts'
import { useLetterKeys } from '../../client/use-letter-keys.ts'
import { useRequest } from '../../client/use-request.ts'
import { useReview } from '../../client/use-review.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { isTyping } from '../../ui/is-typing.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { KeySheet } from '../../ui/key-sheet.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'
import { StartedText } from '../../ui/started-text.tsx'
import { isToJudge, type Queue, queueFilter } from './queues.ts'
import styles from './review-page.module.css'
import { Findings, Whence } from './review-sides.tsx'
import { ReviewVerbs } from './review-verbs.tsx'
import { RowEditor } from './row-editor.tsx'
import { SimilarRows } from './similar-rows.tsx'
import { useQueue } from './use-queue.ts'

type Props = { run: Run; queue: Queue }

/** The row that is judged, what it comes from, what the checks say, and the keys. */
export function ReviewView({ run, queue }: Props) {
  const { review: words, rowsPage } = useTexts()
  const search = useSearch({ from: '/datasets/$runId/review' })
  const navigate = useNavigate({ from: '/datasets/$runId/review' })
  const review = useReview(run.id)
  const isKey = useLetterKeys()
  const [asksWhy, setAsksWhy] = useState(false)
  /** A key that was meant for the next row came while the discarded one still stood. */
  const [isEarly, setIsEarly] = useState(false)
  const [isEditing, setIsEditing] = useState(false)
  /** An edit of the row that is read was just stored. */
  const [isSaved, setIsSaved] = useState(false)
  /** What was decided about the row before, in words: a key that was meant otherwise is seen at once. */
  const [lastDecision, setLastDecision] = useState('')
  const decision = useRef('')
  const [showsSimilar, setShowsSimilar] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  const note = useRef<HTMLTextAreaElement>(null)
  const rows = useQueue({
    ...{ runId: run.id, queue, startId: search.row },
    onRead(rowId) {
      setAsksWhy(false)
      setIsEarly(false)
      setIsEditing(false)
      setIsSaved(false)
      setLastDecision(decision.current)
      decision.current = ''
      void navigate({ search: ({ row: _, ...rest }) => (rowId ? { ...rest, row: rowId } : rest), replace: true })
    },
  })
  const shown = useRequest('row.show', { rowId: rows.row?.id ?? 0 }, { enabled: Boolean(rows.row), keepPrevious: true })
  const row = shown.data?.row.id === rows.row?.id ? shown.data?.row : rows.row
  const attempts = shown.data?.row.id === row?.id ? (shown.data?.attempts ?? []) : []

  // The first of a queue that was empty while rows were still being written.
  useEvent('row.changed', ({ runId, state }) => {
    const isForQueue = queueFilter(runId, queue).states?.includes(state)
    if (rows.row === null && runId === run.id && isForQueue) rows.retry()
  })

  /** Stores it and stays; tells whether it was stored. */
  const store = (what: RowChange) =>
    new Promise<boolean>((tell) =>
      rows.act(async (judged) => {
        const isStored = await review.change(judged, what)
        // What U takes back is this now.
        if (isStored) setLastDecision('')
        tell(isStored)
        return false
      }),
    )
  const keep = () =>
    rows.act(async (judged) => {
      const isStored = await review.change(judged, { verdict: 'kept' })
      if (isStored) decision.current = words.decided(judged.position + 1, rowsPage.verdict.kept)
      return isStored
    })
  const discard = (discardReason: DiscardReason | undefined) => {
    // At once, because the next key may be the reason.
    setAsksWhy(discardReason === undefined)
    setIsEarly(false)
    rows.act(async (judged) => {
      const what = { verdict: 'discarded', ...(discardReason ? { discardReason } : {}) } as const
      const isStored = await review.change(judged, what)
      if (!isStored) setAsksWhy(false)
      const goesOn = isStored && discardReason !== undefined
      if (goesOn) {
        const because = [rowsPage.verdict.discarded, words.reasons[discardReason]].join(', ')
        decision.current = words.decided(judged.position + 1, because)
      }
      return goesOn
    })
  }
  const forward = () => {
    if (asksWhy && row) decision.current = words.decided(row.position + 1, rowsPage.verdict.discarded)
    rows.forward()
  }
  /** What could not be stored stays in its field. */
  const saveEdit = async (what: RowChange) => {
    const isStored = await store(what)
    if (isStored) setIsEditing(false)
    setIsSaved(isStored)
    return isStored
  }
  const undo = () => {
    setIsSaved(false)
    setAsksWhy(false)
    setLastDecision('')
    decision.current = ''
    rows.lead(async () => {
      const rowId = await review.undo()
      if (rowId === row?.id) setLastDecision(words.takenBack)
      else if (rowId !== undefined) decision.current = words.takenBack
      return rowId
    })
  }
  const early = () => setIsEarly(true)
  const edit = row?.text ? () => setIsEditing(true) : undefined
  const findSimilar = row?.text ? () => setShowsSimilar(!showsSimilar) : undefined

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (isTyping(event)) return
    if ((event.ctrlKey || event.metaKey) && event.key === 'z') return undo()
    if (event.ctrlKey || event.metaKey || event.altKey || !isKey(event)) return
    if (event.key === '?') return setShowsKeys(true)
    const reason = discardReasons[Number(event.key) - 1]
    if (reason) return discard(reason)
    const verb = {
      // Whoever takes the next row to be there already must not keep or edit the one that was just discarded.
      ...(asksWhy ? { a: early, e: early } : { a: keep, e: edit }),
      ...{ r: asksWhy ? forward : () => discard(undefined), u: undo, f: findSimilar },
      ...{ j: forward, k: rows.back, ArrowRight: forward, ArrowLeft: rows.back },
      n: () => note.current?.focus(),
    }[event.key]
    if (!verb) return
    // Else the letter would be the first one that is typed.
    event.preventDefault()
    verb()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])

  const onUndo = review.undoable > 0 ? undo : undefined
  if (rows.row === undefined || !row) {
    return (
      <div className={rows.row === null ? styles.empty : styles.waiting}>
        {rows.error && <SayError error={rows.error} onRetry={rows.retry} />}
        {!rows.error && rows.row === undefined && <SkeletonLines lines={12} />}
        {review.error && <SayError error={review.error} />}
        {rows.row === null && <NothingLeft run={run} queue={queue} onUndo={onUndo} />}
      </div>
    )
  }
  const text = row.editedText ?? row.text
  // Beside the text that is edited it is said once.
  const problem = isEditing && review.error ? null : (rows.error ?? review.error)
  return (
    <>
      <div className={styles.panes} data-similar={showsSimilar}>
        <Whence run={run} row={row} attempts={attempts} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard */}
        <article className={styles.text} aria-label={words.row(row.position + 1)} tabIndex={0}>
          <div className={`row ${styles.judgement}`}>
            <p className="faint sm num" role="status">
              {words.row(row.position + 1)} {rows.wrapped && words.wrapped[isToJudge(queue) ? 'toJudge' : 'judged']}
              {isSaved && !isEditing && `· ${words.saved}`}
            </p>
            <p role="status">{asksWhy && <b>{isEarly ? words.stillDiscarded : words.goOn}</b>}</p>
            <p className="faint sm end" role="status">
              {!asksWhy && lastDecision}
            </p>
            {row.editedText !== null && <span className="chip">{rowsPage.edited}</span>}
          </div>
          {problem && <SayError error={problem} />}
          {isEditing ? (
            <RowEditor
              key={row.id}
              row={row}
              problem={review.error}
              onCancel={() => setIsEditing(false)}
              onSave={saveEdit}
            />
          ) : (
            <JudgedText text={text} start={run.start} />
          )}
        </article>
        {showsSimilar ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard
          <aside className={styles.side} aria-label={words.similar.title} tabIndex={0}>
            <SimilarRows
              row={row}
              onRead={rows.read}
              onDiscard={(rowIds) => void review.changeMany({ rowIds, verdict: 'discarded' })}
              onClose={() => setShowsSimilar(false)}
            />
          </aside>
        ) : (
          <Findings
            run={run}
            row={row}
            asksWhy={asksWhy}
            noteRef={note}
            onDiscard={discard}
            onNote={store}
            onNoteBack={review.forgive}
          />
        )}
      </div>
      <ReviewVerbs
        verdict={row.verdict}
        onUndo={onUndo}
        isDone={asksWhy}
        onEdit={isEditing ? undefined : edit && (asksWhy ? early : edit)}
        onSimilar={findSimilar}
        onBack={rows.back}
        onDiscard={() => discard(undefined)}
        onKeep={asksWhy ? early : keep}
        onSkip={forward}
      />
      <KeySheet sheet={words.sheet} opened={showsKeys} onClose={() => setShowsKeys(false)} />
    </>
  )
}

/** The text that is judged; an answer in JSON with a line for each value. */
function JudgedText({ text, start }: { text: string; start: string }) {
  const { rowsPage } = useTexts()
  if (text === '') return <p className="dim">{rowsPage.detail.noText}</p>
  const json = asLines(text)
  if (json === undefined) {
    return (
      <p className={styles.judged} dir="auto">
        <StartedText text={text} start={start} />
      </p>
    )
  }
  return <pre className={styles.json}>{json}</pre>
}

function asLines(text: string): string | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return undefined // Not JSON: it is read as it stands.
  }
}

function NothingLeft({ run, queue, onUndo }: Props & { onUndo: (() => void) | undefined }) {
  const { review: words } = useTexts()
  const params = { runId: String(run.id) }
  const isGrowing = run.status === 'running'
  return (
    <EmptyState
      small
      title={words.emptyTitle}
      text={isGrowing ? words.running : words.emptyText[queue](run.counts.planned)}
      action={
        <LinkButton variant="filled" to="/datasets/$runId/rows" params={params} search={{ dialog: 'export' }}>
          {words.toExport}
        </LinkButton>
      }
      other={
        <>
          <LinkButton variant="subtle" to="/datasets/$runId/rows" params={params} search={{}}>
            {words.toRows}
          </LinkButton>
          {onUndo && (
            <Button
              variant="subtle"
              rightSection={
                <span aria-hidden="true">
                  <KeyHint keys="U" />
                </span>
              }
              onClick={onUndo}
            >
              {words.verbs.undo}
            </Button>
          )}
        </>
      }
    />
  )
}
