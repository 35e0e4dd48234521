// biome-ignore-all lint/a11y/useSemanticElements: lines placed by the virtual list cannot be rows of a table
import { IconCheck, IconNote, IconX } from '@tabler/icons-react'
import { memo } from 'react'
import type { Row } from '#contract/rows'
import { useTexts } from '../../locales/use-texts.tsx'
import { oneLine } from '../../ui/one-line.ts'
import { isOverruled, isToBeWritten, stateInWork } from '../../ui/shown-state.ts'
import { StartedText } from '../../ui/started-text.tsx'
import { StateSign, StateWord } from '../../ui/state-sign.tsx'
import type { RowColumn } from './row-filter.ts'
import styles from './rows-page.module.css'

/** No more of a text than fits a wide screen's line: each letter is measured by the browser. */
export const startLength = 240
/** Of the window's width for each letter drawn: the text has less than half of it, and narrow letters take three. */
const windowPxALetter = 8

/** Letters of a text that a line of the table has room for, in a window so wide; 0 where that is not known yet. */
export function lettersIn(windowPx: number): number {
  return windowPx === 0 ? startLength : Math.min(startLength, Math.ceil(windowPx / windowPxALetter))
}

type LineProps = {
  id: string
  row: Row
  /** Of the texts of its dataset. */
  start: string
  place: number
  topPx: number
  isChosen: boolean
  isSelected: boolean
  isInWork: boolean
  columns: ReadonlySet<RowColumn>
  /** No more of a text is drawn; of a persona half of it. */
  letters: number
}

// The click is heard by the lines' group.
const heardAbove = () => undefined

/** Drawn again only when something of the row changes; a plain checkbox, because some forty stand here at once. */
export const Line = memo(function Line(props: LineProps) {
  const { id, row, start, place, topPx, isChosen, isSelected: isTaken, isInWork, columns, letters } = props
  const { rowsPage: words, common, reasons, review, format } = useTexts()
  const state = stateInWork(row, isInWork)
  const isEarlier = isToBeWritten(row) && row.editedText === null && row.text !== ''
  const against = (isToBeWritten(row) ? [] : row.reasons).map((reason) => reasons[reason].word)
  if (row.discardReason) against.push(review.reasons[row.discardReason])
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={place + 2}
      aria-selected={isChosen}
      tabIndex={-1}
      className={styles.line}
      style={{ transform: `translateY(${topPx}px)` }}
      data-place={place}
      data-selected={isTaken}
    >
      <span role="gridcell" tabIndex={-1}>
        <input
          type="checkbox"
          tabIndex={-1}
          className={styles.box}
          aria-label={words.choose(row.position + 1)}
          checked={isTaken}
          onChange={heardAbove}
        />
      </span>
      {columns.has('number') && (
        <span role="gridcell" tabIndex={-1} className={`num faint ${styles.number}`}>
          {format.number(row.position + 1)}
        </span>
      )}
      {columns.has('state') && (
        <span role="gridcell" tabIndex={-1} className="cut">
          {row.verdict ? (
            <span className={styles.judged}>
              <StateSign state={state} label={common.state[state]} isOff={isOverruled(row)} />
              <VerdictSign row={row} verdict={row.verdict} hasWord />
            </span>
          ) : (
            <StateWord state={state} isOff={isOverruled(row)}>
              {state === 'held' ? common.heldShort : undefined}
            </StateWord>
          )}
        </span>
      )}
      {columns.has('persona') && (
        <span role="gridcell" tabIndex={-1} className="cut dim" dir="auto">
          {oneLine(row.persona, letters / 2)}
        </span>
      )}
      <span role="gridcell" tabIndex={-1} className={isEarlier ? 'cut dim' : 'cut'} dir="auto">
        {isEarlier && <span className={`chip ${styles.verdict}`}>{words.earlierTry}</span>}
        {row.verdict && !columns.has('state') && <VerdictSign row={row} verdict={row.verdict} />}
        {row.editedText !== null && <span className={`chip ${styles.verdict}`}>{words.edited}</span>}
        {row.note !== null && <NoteSign />}
        <StartedText text={oneLine(row.editedText ?? row.text, letters)} start={oneLine(start, start.length)} />
      </span>
      {columns.has('reason') && (
        <span role="gridcell" tabIndex={-1} className="cut dim">
          {against.join(', ')}
        </span>
      )}
    </div>
  )
})

type SignProps = { row: Row; verdict: NonNullable<Row['verdict']>; hasWord?: boolean }

/** A sign where the text needs the room; its words are there for whoever hears the table or points at it. */
function VerdictSign({ row, verdict, hasWord }: SignProps) {
  const { rowsPage: words, review } = useTexts()
  // Its own column is hidden where there is no room.
  const reason = row.discardReason && review.reasons[row.discardReason]
  const name = [words.verdict[verdict], ...(reason ? [reason] : [])].join(': ')
  const Sign = verdict === 'kept' ? IconCheck : IconX
  return (
    <span className={`${styles.sign} ${styles[verdict]}`} title={name}>
      <Sign size={12} stroke={2} aria-hidden />
      {hasWord && <span aria-hidden>{words.verdictWord[verdict]}</span>}
      <span className="vh">{name}</span>
    </span>
  )
}

/** Isolated, so that the text alone decides which way its line runs. */
function NoteSign() {
  const name = useTexts().rowsPage.notedIs.yes
  return (
    <>
      <bdi className={styles.note} title={name}>
        <IconNote size={14} stroke={1.5} aria-hidden />
        <span className="vh">{name}</span>
      </bdi>{' '}
    </>
  )
}

/** A still grey line where a row is on its way. */
export function PendingLine({ id, place, topPx }: Pick<LineProps, 'id' | 'place' | 'topPx'>) {
  const { common } = useTexts()
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={place + 2}
      tabIndex={-1}
      className={`${styles.line} ${styles.pending}`}
      style={{ transform: `translateY(${topPx}px)` }}
      data-place={place}
    >
      <span role="gridcell" tabIndex={-1}>
        <span className="vh">{common.loading}</span>
      </span>
    </div>
  )
}
