import type { Output } from '#contract/index'
import type { RowFilter } from '#contract/rows'

type Tally = Output<'row.tally'>[number]
type Narrowing = Omit<RowFilter, 'runId'>

/** What stands in each queue of the review, as a filter and as a rule for counting. */
const meanings = {
  accepted: { states: ['accepted'], verdict: 'none' },
  rejected: { states: ['rejected'], verdict: 'none' },
  duplicate: { states: ['duplicate'], verdict: 'none' },
  kept: { verdict: 'kept' },
  discarded: { verdict: 'discarded' },
  edited: { edited: true },
} as const satisfies Record<string, Narrowing>

export type Queue = keyof typeof meanings
export const allQueues = Object.keys(meanings) as Queue[]

export function queueFilter(runId: number, queue: Queue): RowFilter {
  const meaning: Narrowing = meanings[queue]
  return { runId, ...meaning }
}

/** Whether a row leaves the queue as soon as it is judged. */
export function isToJudge(queue: Queue): boolean {
  const { verdict }: Narrowing = meanings[queue]
  return verdict === 'none'
}

/** How many rows stand in a queue, and among how many it is a part: of its state where it has one, else of all. */
export function queueCounts(tally: readonly Tally[], queue: Queue): { here: number; whole: number } {
  const { states, verdict, edited }: Narrowing = meanings[queue]
  const isOfState = (each: Tally) => states === undefined || states.includes(each.state)
  const isHere = (each: Tally) =>
    isOfState(each) &&
    (verdict === undefined || (each.verdict ?? 'none') === verdict) &&
    (edited === undefined || each.edited === edited)
  const sum = (some: readonly Tally[]) => some.reduce((total, { count }) => total + count, 0)
  return { here: sum(tally.filter(isHere)), whole: sum(tally.filter(isOfState)) }
}
