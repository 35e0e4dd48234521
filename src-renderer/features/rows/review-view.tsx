import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { discardReasons } from '#contract/discard-reasons'
import type { Run } from '#contract/runs'
import { useEvent } from '../../client/api.tsx'
import { keyOf } from '../../client/key-of.ts'
import type { RowChange } from '../../client/undo-steps.ts'
import { useLetterKeys } from '../../client/use-letter-keys.ts'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { isTyping } from '../../ui/is-typing.ts'
import { KeySheet } from '../../ui/key-sheet.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'
import { StartedText } from '../../ui/started-text.tsx'
import { NothingLeft } from './nothing-left.tsx'
import { isToJudge, type Queue, queueFilter } from './queues.ts'
import styles from './review-page.module.css'
import { Findings, Whence } from './review-sides.tsx'
import { ReviewVerbs } from './review-verbs.tsx'
import { RowEditor } from './row-editor.tsx'
import { SimilarRows } from './similar-rows.tsx'
import { useJudging } from './use-judging.ts'
import { useQueue } from './use-queue.ts'

type Props = { run: Run; queue: Queue }

/** The row that is judged, what it comes from, what the checks say, and the keys. */
export function ReviewView({ run, queue }: Props) {
  const { review: words, rowsPage } = useTexts()
  const search = useSearch({ from: '/datasets/$runId/review' })
  const navigate = useNavigate({ from: '/datasets/$runId/review' })
  const isKey = useLetterKeys()
  const [isEditing, setIsEditing] = useState(false)
  /** An edit of the row that is read was just stored. */
  const [isSaved, setIsSaved] = useState(false)
  const [showsSimilar, setShowsSimilar] = useState(false)
  const [showsKeys, setShowsKeys] = useState(false)
  const note = useRef<HTMLTextAreaElement>(null)
  const rows = useQueue({
    ...{ runId: run.id, queue, startId: search.row },
    onRead(rowId) {
      setIsEditing(false)
      setIsSaved(false)
      void navigate({ search: ({ row: _, ...rest }) => (rowId ? { ...rest, row: rowId } : rest), replace: true })
    },
  })
  const judging = useJudging(run.id, rows)
  const shown = useRequest('row.show', { rowId: rows.row?.id ?? 0 }, { enabled: Boolean(rows.row), keepPrevious: true })
  const row = shown.data?.row.id === rows.row?.id ? shown.data?.row : rows.row
  const attempts = shown.data?.row.id === row?.id ? (shown.data?.attempts ?? []) : []

  // The first of a queue that was empty while rows were still being written.
  useEvent('row.changed', ({ runId, state }) => {
    const isForQueue = queueFilter(runId, queue).states?.includes(state)
    if (rows.row === null && runId === run.id && isForQueue) rows.retry()
  })

  /** What could not be stored stays in its field. */
  const saveEdit = async (what: RowChange) => {
    const isStored = await judging.store(what)
    if (isStored) setIsEditing(false)
    setIsSaved(isStored)
    return isStored
  }
  const undo = () => {
    setIsSaved(false)
    judging.undo()
  }
  const edit = () => {
    // At once, because the next letters are typed into it; once more where a key before has moved on meanwhile.
    setIsEditing(true)
    rows.act(async (standing) => {
      if (standing?.text && standing.id !== row?.id) setIsEditing(true)
      return {}
    })
  }
  const onEdit = row?.text ? edit : undefined
  const findSimilar = row?.text ? () => setShowsSimilar(!showsSimilar) : undefined

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (isTyping(event)) return
    const key = keyOf(event)
    if ((event.ctrlKey || event.metaKey) && key === 'z' && !event.shiftKey) return undo()
    if (event.ctrlKey || event.metaKey || event.altKey || !isKey(event)) return
    if (key === '?') return setShowsKeys(true)
    const reason = discardReasons[Number(key) - 1]
    // A key held a moment longer must not judge the row that it brought.
    if (event.repeat && (reason || key === 'a' || key === 'r')) return
    if (reason) return judging.why(reason)
    const verb = {
      ...{ a: judging.keep, r: judging.discard, e: onEdit, u: undo, f: findSimilar },
      ...{ j: rows.forward, k: rows.back, ArrowRight: rows.forward, ArrowLeft: rows.back },
      n: () => note.current?.focus(),
    }[key]
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

  const onUndo = judging.undoable > 0 ? undo : undefined
  if (rows.row === undefined || !row) {
    return (
      <div className={rows.row === null ? styles.empty : styles.waiting}>
        {rows.error && <SayError error={rows.error} onRetry={rows.retry} />}
        {!rows.error && rows.row === undefined && <SkeletonLines lines={12} />}
        {judging.error && <SayError error={judging.error} />}
        {rows.row === null && (
          <NothingLeft run={run} queue={queue} decided={rows.decided} onWhy={judging.why} onUndo={onUndo} />
        )}
      </div>
    )
  }
  const text = row.editedText ?? row.text
  // Beside the text that is edited it is said once.
  const problem = isEditing && judging.error ? null : (rows.error ?? judging.error)
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
            <p className="faint sm end" role="status">
              {rows.decided?.said}
            </p>
            {row.editedText !== null && <span className="chip">{rowsPage.edited}</span>}
          </div>
          {problem && <SayError error={problem} />}
          {isEditing ? (
            <RowEditor
              key={row.id}
              row={row}
              problem={judging.error}
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
              onDiscard={judging.discardOthers}
              onClose={() => setShowsSimilar(false)}
            />
          </aside>
        ) : (
          <Findings
            run={run}
            row={row}
            discarded={rows.decided?.discarded}
            noteRef={note}
            onWhy={judging.why}
            onNote={judging.store}
            onNoteBack={judging.forgive}
          />
        )}
      </div>
      <ReviewVerbs
        verdict={row.verdict}
        onUndo={onUndo}
        onEdit={isEditing ? undefined : onEdit}
        onSimilar={findSimilar}
        onBack={rows.back}
        onDiscard={judging.discard}
        onKeep={judging.keep}
        onSkip={rows.forward}
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
