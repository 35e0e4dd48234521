import { ActionIcon, Button } from '@mantine/core'
import { IconCheck, IconChevronDown, IconChevronUp, IconPencil, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Row } from '#contract/rows'
import type { Run } from '#contract/runs'
import type { RowChange } from '../../client/undo-steps.ts'
import { useRequest } from '../../client/use-request.ts'
import { useWriting } from '../../client/use-writing.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { isOverruled, isToBeWritten, shownState, stateInWork } from '../../ui/shown-state.ts'
import { StartedText } from '../../ui/started-text.tsx'
import { StateWord } from '../../ui/state-sign.tsx'
import { EditCheck } from './edit-check.tsx'
import { RowAttempts } from './row-attempts.tsx'
import { RowEditor } from './row-editor.tsx'
import { RowReasons } from './row-reasons.tsx'
import { RowSettings } from './row-settings.tsx'
import styles from './rows-page.module.css'
import { SimilarRows } from './similar-rows.tsx'

type Props = {
  run: Run
  rowId: number
  /** Why the last verdict was not stored. */
  problem: Error | null
  isEditing: boolean
  onEdit: (isEditing: boolean) => void
  /** Its last try stands open. */
  opensTry: boolean
  showsSimilar: boolean
  onSimilar: (shows: boolean) => void
  onRead: (rowId: number) => void
  onDiscard: (rowIds: number[]) => void
  onChange: (row: Row, change: RowChange) => Promise<boolean>
  onMove: (steps: number) => void
  onClose: () => void
}

/** One row whole: persona, text, verdict, and every try with what the model read. */
export function RowDetail({
  run,
  rowId,
  problem,
  isEditing,
  onEdit,
  opensTry,
  onChange,
  onMove,
  onClose,
  ...similar
}: Props) {
  const { rowsPage } = useTexts()
  const words = rowsPage.detail
  const shown = useRequest('row.show', { rowId })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard
    <aside className={styles.detail} aria-label={words.label} tabIndex={0}>
      <div className="row wrap">
        <h2 className="sect">{shown.data && words.title(shown.data.row.position + 1)}</h2>
        {shown.data && <RowState row={shown.data.row} />}
        <span className="row end">
          <ActionIcon size="sm" variant="default" aria-label={words.previous} onClick={() => onMove(-1)}>
            <IconChevronUp size={14} stroke={1.5} />
          </ActionIcon>
          <ActionIcon size="sm" variant="default" aria-label={words.next} onClick={() => onMove(1)}>
            <IconChevronDown size={14} stroke={1.5} />
          </ActionIcon>
          <ActionIcon size="sm" aria-label={words.close} onClick={onClose}>
            <IconX size={14} stroke={1.5} />
          </ActionIcon>
        </span>
      </div>
      <Loaded of={shown} lines={10}>
        {({ row, attempts }) => (
          <>
            {isEditing ? (
              <RowEditor
                key={row.id}
                row={row}
                problem={problem}
                onCancel={() => onEdit(false)}
                onSave={async (change) => {
                  const isStored = await onChange(row, change)
                  if (isStored) onEdit(false)
                  return isStored
                }}
              />
            ) : (
              <RowText row={row} start={run.start} />
            )}
            {!isEditing && run.templateKey !== '' && row.editedText !== null && (
              <EditCheck row={row} text={row.editedText} isStored />
            )}
            {isToBeWritten(row) && row.text && (
              <p className="dim">{isMadeAnew(row) ? words.earlierTry : words.madeAgain}</p>
            )}
            {!isMadeAnew(row) && (
              <Verdict
                row={row}
                onVerdict={(verdict) => void onChange(row, { verdict })}
                onEdit={isEditing || !row.text ? undefined : () => onEdit(true)}
                onSimilar={row.text && !similar.showsSimilar ? () => similar.onSimilar(true) : undefined}
              />
            )}
            {problem && !isEditing && <SayError error={problem} />}
            {row.note !== null && (
              <Told id="row-note" title={rowsPage.note}>
                {row.note}
              </Told>
            )}
            {similar.showsSimilar && (
              <SimilarRows
                row={row}
                onRead={similar.onRead}
                onDiscard={similar.onDiscard}
                onClose={() => similar.onSimilar(false)}
              />
            )}
            <Told id="row-persona" title={words.persona} isDim>
              {row.persona}
            </Told>
            {attempts.length > 0 && (
              <RowAttempts attempts={attempts} isImported={run.templateKey === ''} isOpen={opensTry} />
            )}
            <RowSettings run={run} attempt={attempts.at(-1)} />
          </>
        )}
      </Loaded>
    </aside>
  )
}

type ToldProps = { id: string; title: string; isDim?: boolean; children: string }

/** A text beside the row's own, under a head of its own. */
function Told({ id, title, isDim = false, children }: ToldProps) {
  return (
    <section className="stack s1" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p className={isDim ? 'read dim' : 'read'} dir="auto">
        {children}
      </p>
    </section>
  )
}

function RowState({ row }: { row: Row }) {
  const isInWork = useWriting(row.runId).some(({ rowId }) => rowId === row.id)
  return <StateWord state={stateInWork(row, isInWork)} isOff={isOverruled(row)} />
}

/** Whether what stands here is about to be replaced. */
function isMadeAnew(row: Row): boolean {
  return shownState(row) === 'running'
}

function RowText({ row, start }: { row: Row; start: string }) {
  const { rowsPage, review } = useTexts()
  const words = rowsPage.detail
  const text = row.editedText ?? row.text
  const isEdited = row.editedText !== null
  const whySetAside = (
    <>
      {!isToBeWritten(row) && <RowReasons row={row} />}
      {row.duplicateOf !== null && (
        <p>
          <Link to="." search={{ row: row.duplicateOf }} replace>
            {words.duplicateOf}
          </Link>
        </p>
      )}
    </>
  )
  return (
    <section className="stack" aria-label={words.text}>
      {!isEdited && whySetAside}
      {text ? (
        <p className="read" dir="auto">
          <StartedText text={text} start={start} />
        </p>
      ) : (
        <p className="dim">{words.noText}</p>
      )}
      {isEdited && (
        <details className={styles.attempt}>
          <summary>
            {words.edited} <span className="faint">{words.original}</span>
          </summary>
          <p className="read dim" dir="auto">
            {row.text}
          </p>
        </details>
      )}
      {isEdited && row.reasons.length > 0 && <p className="dim">{review.beforeEdit}</p>}
      {isEdited && whySetAside}
    </section>
  )
}

type VerdictProps = {
  row: Row
  onVerdict: (verdict: Row['verdict']) => void
  /** Undefined while it is edited, and where there is nothing to edit. */
  onEdit: (() => void) | undefined
  /** Undefined while they stand below, and for a row without text. */
  onSimilar: (() => void) | undefined
}

function Verdict({ row, onVerdict, onEdit, onSimilar }: VerdictProps) {
  const { rowsPage, review } = useTexts()
  const words = rowsPage.detail
  const isKept = row.verdict === 'kept'
  const isDiscarded = row.verdict === 'discarded'
  return (
    <div className={`stack s1 ${styles.verbs}`}>
      <div className="row wrap">
        <Button
          size="xs"
          aria-pressed={isKept}
          className={isKept ? styles.kept : undefined}
          leftSection={<IconCheck size={14} stroke={1.5} aria-hidden />}
          rightSection={<KeyHint keys="A" isSilent />}
          onClick={() => onVerdict(isKept ? null : 'kept')}
        >
          {words.keep}
        </Button>
        <Button
          size="xs"
          aria-pressed={isDiscarded}
          className={isDiscarded ? styles.discarded : undefined}
          leftSection={<IconX size={14} stroke={1.5} aria-hidden />}
          rightSection={<KeyHint keys="R" isSilent />}
          onClick={() => onVerdict(isDiscarded ? null : 'discarded')}
        >
          {words.discard}
        </Button>
        {onEdit && (
          <Button
            size="xs"
            leftSection={<IconPencil size={14} stroke={1.5} aria-hidden />}
            rightSection={<KeyHint keys="E" isSilent />}
            onClick={onEdit}
          >
            {words.edit}
          </Button>
        )}
        {onSimilar && (
          <Button size="xs" rightSection={<KeyHint keys="F" isSilent />} onClick={onSimilar}>
            {review.similar.find}
          </Button>
        )}
        {row.verdict && <span className="chip">{rowsPage.verdict[row.verdict]}</span>}
      </div>
      {row.discardReason && <p>{words.discardedFor(review.reasons[row.discardReason])}</p>}
      {row.verdict && <p className="faint sm">{isKept ? words.keepHint : words.discardHint}</p>}
    </div>
  )
}
