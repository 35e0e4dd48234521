import type { RowFilter, RowSort } from '#contract/rows'
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
  'missing-part': true,
  'copied-example': true,
  'copied-name': true,
  'copied-instructions': true,
  'copied-background': true,
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

/** No text is longer, and the core takes no greater number. */
const longest = 1_000_000

export const allVerdicts = ['none', 'kept', 'discarded'] as const

export const rowColumns = ['number', 'state', 'persona', 'text', 'reason'] as const
export type RowColumn = (typeof rowColumns)[number]

/** What the address says of the rows that are shown; every field may be anything. */
export type RowSearch = {
  /** One or more, with commas between. */
  state?: string
  reason?: string
  verdict?: string
  edited?: 'yes' | 'no'
  noted?: 'yes' | 'no'
  query?: string
  persona?: string
  minLength?: number
  maxLength?: number
  sort?: RowSort
}

const isYesOrNo = (word: string | undefined): boolean => word === 'yes' || word === 'no'

/** A filter of the core; a word that is not known filters nothing. */
export function filterFrom(runId: number, search: RowSearch): RowFilter {
  const { query, persona, minLength, maxLength, edited, noted } = search
  const named = search.state?.split(',') ?? []
  const states = allStates.filter((each) => named.includes(each))
  const reason = allReasons.find((each) => each === search.reason)
  const verdict = allVerdicts.find((each) => each === search.verdict)
  return {
    runId,
    ...(states.length > 0 ? { states } : {}),
    ...(reason ? { reason } : {}),
    ...(verdict ? { verdict } : {}),
    ...(isYesOrNo(edited) ? { edited: edited === 'yes' } : {}),
    ...(isYesOrNo(noted) ? { noted: noted === 'yes' } : {}),
    ...(query ? { query } : {}),
    ...(persona ? { persona } : {}),
    ...(minLength === undefined ? {} : { minLength: Math.min(minLength, longest) }),
    ...(maxLength === undefined ? {} : { maxLength: Math.min(maxLength, longest) }),
  }
}

/** The address's word for some states; none at all narrows nothing. */
export function stateSearch(states: readonly ItemState[]): Pick<RowSearch, 'state'> | { state: undefined } {
  return { state: states.length > 0 ? states.join(',') : undefined }
}

/** How a press on a column's head goes on: one order, the other way round. */
export function nextSort(column: RowColumn, sort: RowSort): RowSort | undefined {
  if (column === 'number') return sort === 'planned' ? 'newest' : 'planned'
  if (column === 'text') return sort === 'longest' ? 'shortest' : 'longest'
  return undefined
}

/** What a column's head tells of the order. */
export function sortedAs(column: RowColumn, sort: RowSort): 'ascending' | 'descending' | undefined {
  if (column === 'number') return { planned: 'ascending' as const, newest: 'descending' as const }[sort as string]
  if (column === 'text') return { shortest: 'ascending' as const, longest: 'descending' as const }[sort as string]
  return undefined
}
