import { useTexts } from '../locales/use-texts.tsx'
import type { ShownCounts } from './shown-counts.ts'
import styles from './state-bar.module.css'
import { StateSign } from './state-sign.tsx'

/** What is certain comes first, what is open last; so the bar fills from the left. */
const order = ['accepted', 'rejected', 'duplicate', 'failed', 'held', 'running', 'waiting', 'cancelled'] as const
/** These stand in the legend with their zeros. */
const always: readonly (typeof order)[number][] = ['accepted', 'rejected', 'duplicate', 'failed', 'waiting']

type BarProps = {
  counts: ShownCounts
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

/** Sign, word and number of each state; the five end states always, with their zeros. */
export function StateLegend({ counts }: { counts: ShownCounts }) {
  const { common, format } = useTexts()
  return (
    <ul className={styles.legend}>
      {order
        .filter((state) => always.includes(state) || countOf(counts, state) > 0)
        .map((state) => (
          <li key={state}>
            <StateSign state={state === 'held' ? 'running' : state} />
            {common.state[state]} <b>{format.number(countOf(counts, state))}</b>
          </li>
        ))}
    </ul>
  )
}

function countOf(counts: ShownCounts, state: (typeof order)[number]): number {
  return counts[state] ?? 0
}
