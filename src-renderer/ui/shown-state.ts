import type { Row } from '#contract/rows'
import type { ShownState } from './state-sign.tsx'

/** A row's state as it is shown: one that is written to its end, with nothing against it, is not being written any more. */
export function shownState({
  state,
  finishReason,
  reasons,
}: Pick<Row, 'state' | 'finishReason' | 'reasons'>): ShownState {
  return state === 'running' && finishReason !== null && reasons.length === 0 ? 'held' : state
}

/** Whether a person discarded what the checks let pass: it is no good row any more, whatever they say. */
export function isOverruled({ verdict, ...row }: Pick<Row, 'state' | 'finishReason' | 'reasons' | 'verdict'>): boolean {
  const state = shownState(row)
  return verdict === 'discarded' && (state === 'accepted' || state === 'held')
}
