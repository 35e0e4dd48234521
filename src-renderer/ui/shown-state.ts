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

/** Whether a text is still to come: what stands there is of an earlier try, and so are the reasons against it. */
export function isToBeWritten(row: Pick<Row, 'state' | 'finishReason' | 'reasons'>): boolean {
  const state = shownState(row)
  return state === 'waiting' || state === 'running'
}

/** Whether a person discarded what the checks let pass: it is no good row any more, whatever they say. */
export function isOverruled({ verdict, ...row }: Pick<Row, 'state' | 'finishReason' | 'reasons' | 'verdict'>): boolean {
  const state = shownState(row)
  return verdict === 'discarded' && (state === 'accepted' || state === 'held')
}

/**
 * The state of a row in a list that follows what is written. Begun is what has words: the core counts also rows in line
 * for a free place, and those that it was about to begin.
 */
export function stateInWork(row: Pick<Row, 'state' | 'finishReason' | 'reasons'>, isInWork: boolean): ShownState {
  if (!isToBeWritten(row)) return shownState(row)
  return isInWork ? 'running' : 'waiting'
}
