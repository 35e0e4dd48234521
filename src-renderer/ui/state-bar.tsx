import { useTexts } from '../locales/use-texts.tsx'
import type { DecidedCounts } from './shown-counts.ts'
import styles from './state-bar.module.css'
import { type ShownState, StateSign } from './state-sign.tsx'

type Part = ShownState | 'discarded'

/** What is ready comes first, what is open last; so the bar fills from the left. */
const order: readonly Part[] = [
  'accepted',
  'held',
  'discarded',
  'rejected',
  'duplicate',
  'failed',
  'running',
  'waiting',
  'cancelled',
]
/** These stand in the legend with their zeros. */
const always: readonly Part[] = ['accepted', 'rejected', 'duplicate', 'failed', 'waiting']
/** While rows come a verdict must not move what stands below, so its number has its place from the beginning. */
const underWay: readonly Part[] = ['held', 'discarded', 'running']

type BarProps = {
  counts: DecidedCounts
  /** 18 px on a run's own page, 8 in a card or island, 6 in a table. */
  size?: 'full' | 'thin' | 'mini'
}

/** All rows of a dataset as one bar: colour and pattern tell the state, length the share. */
export function StateBar({ counts, size = 'full' }: BarProps) {
  const { common } = useTexts()
  const label = order
    .filter((state) => countOf(counts, state) > 0 || always.includes(state))
    .map((state) => common.stateCount[state](countOf(counts, state)))
    .join(', ')
  return (
    <div className={`${styles.bar} ${styles[size]}`} role="img" aria-label={label}>
      {order.map((state) => {
        const count = countOf(counts, state)
        return count > 0 && <i key={state} className={styles[state]} style={{ flexGrow: count }} />
      })}
    </div>
  )
}

type LegendProps = {
  counts: DecidedCounts
  /** Rows are still to come: every number has the room that it may need, and nothing below moves meanwhile. */
  isOpen: boolean
}

/** Sign, word and number of each state; the five end states always, with their zeros. */
export function StateLegend({ counts, isOpen }: LegendProps) {
  const { common, format } = useTexts()
  const words = { ...common.state, ...common.readyState }
  const fixed = isOpen ? [...always, ...underWay] : always
  const minWidth = isOpen ? `${format.number(counts.planned).length}ch` : undefined
  return (
    <ul className={styles.legend}>
      {order
        .filter((state) => fixed.includes(state) || countOf(counts, state) > 0)
        .map((state) => (
          <li key={state}>
            {state === 'discarded' ? <i className={styles.discardedSign} /> : <StateSign state={state} />}
            {words[state]} <b style={{ minWidth }}>{format.number(toldOf(counts, state))}</b>
          </li>
        ))}
    </ul>
  )
}

/** What is ready is one number, as above the bar, and behind it how many of these wait to be compared. */
function toldOf(counts: DecidedCounts, state: Part): number {
  return countOf(counts, state) + (state === 'accepted' ? countOf(counts, 'held') : 0)
}

function countOf(counts: DecidedCounts, state: Part): number {
  return counts[state] ?? 0
}
