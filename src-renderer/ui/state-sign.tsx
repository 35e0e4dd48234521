import type { ReactNode } from 'react'
import type { ItemState } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import styles from './state-sign.module.css'

const dashedRing = (
  <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="2.6 2.1" />
)

/** Written rows that wait for those planned before them stand apart from what is being written. */
export type ShownState = ItemState | 'held'

const drawings: Record<ShownState, ReactNode> = {
  accepted: (
    <path fillRule="evenodd" d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm3.4 4.2L7 9.6 4.9 7.5 3.6 8.8 7 12.2l5.7-5.7Z" />
  ),
  rejected: (
    <path
      fillRule="evenodd"
      d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm0 2a5 5 0 0 0-4 8L11 4a5 5 0 0 0-3-1Zm4 2L5 12a5 5 0 0 0 7-7Z"
    />
  ),
  duplicate: (
    <>
      <path d="M1 1h9v3.2H4.2V10H1Z" />
      <path fillRule="evenodd" d="M6 6h9v9H6Zm2 2v5h5V8Z" />
    </>
  ),
  failed: <path fillRule="evenodd" d="M8 1 15.6 14.5H.4ZM7 5.5v4.6h2V5.5Zm0 5.8v1.9h2v-1.9Z" />,
  running: <path fillRule="evenodd" d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm0 2v10A5 5 0 0 0 8 3Z" />,
  held: (
    <path
      fillRule="evenodd"
      d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm0 2a5 5 0 1 0 0 10A5 5 0 0 0 8 3Zm0 2.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6Z"
    />
  ),
  waiting: dashedRing,
  cancelled: dashedRing,
}

/** The sign of a state, without its word: only where the word stands beside it, or with a `label` for screen readers. */
export function StateSign({ state, label, isOff = false }: { state: ShownState; label?: string; isOff?: boolean }) {
  return (
    <>
      <svg
        className={`${styles.sign} ${isOff ? styles.off : styles[state]}`}
        viewBox="0 0 16 16"
        fill="currentColor"
        aria-hidden="true"
      >
        {drawings[state]}
      </svg>
      {label && <span className="vh">{label}</span>}
    </>
  )
}

type WordProps = { state: ShownState; children?: ReactNode; isOff?: boolean }

/**
 * Sign and word in the state's colour. `children` replaces the word, not the sign; `isOff`: a person decided against it,
 * and the colour is gone.
 */
export function StateWord({ state, children, isOff = false }: WordProps) {
  const { common } = useTexts()
  return (
    <span className={`${styles.word} ${isOff ? styles.off : styles[`${state}Word`]}`}>
      <StateSign state={state} isOff={isOff} />
      {children ?? common.state[state]}
    </span>
  )
}
