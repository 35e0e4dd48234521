import type { ItemState, RunCounts } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import styles from './state-bar.module.css'
import { StateSign } from './state-sign.tsx'

/** What is certain comes first, what is open last; so the bar fills from the left. */
const order = ['accepted', 'rejected', 'duplicate', 'failed', 'running', 'waiting', 'cancelled'] as const

type BarProps = {
  counts: RunCounts
  /** 18 px on a run's own page, 8 in a card or island, 6 in a table. */
  size?: 'full' | 'thin' | 'mini'
}

/** All rows of a dataset as one bar: colour and pattern tell the state, length the share. */
export function StateBar({ counts, size = 'full' }: BarProps) {
  const { common } = useTexts()
  const shown = order.filter((state) => counts[state] > 0)
  const label = order
    .filter((state) => counts[state] > 0 || (state !== 'cancelled' && state !== 'running'))
    .map((state) => common.stateCount[state](counts[state]))
    .join(', ')
  return (
    <div className={`${styles.bar} ${styles[size]}`} role="img" aria-label={label}>
      {shown.map((state) => (
        <i key={state} className={styles[state]} style={{ flexGrow: counts[state] }} />
      ))}
    </div>
  )
}

/** Sign, word and number of each state; the five end states always, with their zeros. */
export function StateLegend({ counts }: { counts: RunCounts }) {
  const { common, format } = useTexts()
  const always: ItemState[] = ['accepted', 'rejected', 'duplicate', 'failed', 'waiting']
  return (
    <ul className={styles.legend}>
      {order
        .filter((state) => always.includes(state) || counts[state] > 0)
        .map((state) => (
          <li key={state}>
            <StateSign state={state} />
            {common.state[state]} <b>{format.number(counts[state])}</b>
          </li>
        ))}
    </ul>
  )
}
