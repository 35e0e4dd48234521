import type { ItemState, Reason } from '#contract/runs'

// The contract's own lists would bring its checking library into the page; these are held complete by their types.
const states: Record<ItemState, true> = {
  accepted: true,
  rejected: true,
  duplicate: true,
  failed: true,
  running: true,
  waiting: true,
  cancelled: true,
}
const reasons: Record<Reason, true> = {
  'cut-off': true,
  repetition: true,
  empty: true,
  'no-start': true,
  'too-short': true,
  'bad-json': true,
  'wrong-form': true,
  'copied-example': true,
  'copied-instructions': true,
  'copied-persona': true,
  'same-text': true,
  'prompt-too-long': true,
  'model-crashed': true,
  'timed-out': true,
  stopped: true,
  'generation-failed': true,
}
export const allStates = Object.keys(states) as ItemState[]
export const allReasons = Object.keys(reasons) as Reason[]

export const allVerdicts = ['none', 'kept', 'discarded'] as const

export function asVerdict(text: string | undefined): (typeof allVerdicts)[number] | undefined {
  return allVerdicts.find((verdict) => verdict === text)
}

/** What stands in the address may be anything; an unknown state or reason filters nothing. */
export function asState(text: string | undefined): ItemState | undefined {
  return allStates.find((state) => state === text)
}

export function asReason(text: string | undefined): Reason | undefined {
  return allReasons.find((reason) => reason === text)
}
