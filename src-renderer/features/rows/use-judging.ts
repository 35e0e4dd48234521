import type { DiscardReason } from '#contract/discard-reasons'
import type { Row } from '#contract/rows'
import type { RowChange } from '../../client/undo-steps.ts'
import { useReview } from '../../client/use-review.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import type { Decision, useQueue } from './use-queue.ts'

/** What is done to the rows of a queue, in the order of the keys, and what is told of it. */
export function useJudging(runId: number, { act }: Pick<ReturnType<typeof useQueue>, 'act'>) {
  const { review: words, rowsPage } = useTexts()
  const { change, changeMany, explain, undo, ...review } = useReview(runId)

  function told({ position }: Row, verdict: 'kept' | 'discarded', reason?: DiscardReason | null, noted?: Row): string {
    const how = rowsPage.verdict[verdict]
    return words.decided(position + 1, reason ? `${how} (${words.reasons[reason]})` : how, noted && noted.position + 1)
  }

  /** One answer is enough: the next number is about the row that is read. */
  async function giveReason(row: Row, discardReason: DiscardReason, noted?: Row): Promise<Decision | undefined> {
    const now = await explain(row, discardReason)
    if (now && now.verdict !== 'discarded') return { said: words.noMoreDiscarded(row.position + 1) }
    return now && { said: told(now, 'discarded', now.discardReason, noted) }
  }

  return {
    ...review,
    keep: () =>
      act(async (row) => {
        if (!row || !(await change(row, { verdict: 'kept' }))) return {}
        return { goesOn: true, decided: { said: told(row, 'kept') } }
      }),
    /** Goes on at once; the reason may follow. */
    discard: () =>
      act(async (row) => {
        if (!row || !(await change(row, { verdict: 'discarded' }))) return {}
        return { goesOn: true, decided: { said: words.discarded(row.position + 1), discarded: row } }
      }),
    /** Why the row before was discarded, as long as that is asked; else discards the one that is read for that reason. */
    why: (discardReason: DiscardReason) =>
      act(async (row, before) => {
        if (before?.discarded) {
          return { decided: (await giveReason(before.discarded, discardReason, before.noted)) ?? before }
        }
        if (!row || !(await change(row, { verdict: 'discarded', discardReason }))) return {}
        return { goesOn: true, decided: { said: told(row, 'discarded', discardReason) } }
      }),
    /** Stores it and stays; tells whether it was stored. A note leaves the question open why the row before was discarded. */
    store: (what: RowChange) =>
      new Promise<boolean>((tell) =>
        act(async (row, before) => {
          const isStored = row !== undefined && (await change(row, what))
          tell(isStored)
          if (!isStored) return { decided: before }
          // What U takes back is this now.
          if (!('note' in what)) return {}
          return { decided: { said: words.noted(row.position + 1), discarded: before?.discarded, noted: row } }
        }),
      ),
    discardOthers: (rowIds: number[]) =>
      act(async (_, before) => ((await changeMany({ rowIds, verdict: 'discarded' })) ? {} : { decided: before })),
    undo: () =>
      act(async () => {
        const back = await undo()
        if (!back) return {}
        if ('changed' in back) return { decided: { said: rowsPage.takenBack(back.changed) } }
        const { row, what } = back
        return { rowId: row.id, decided: { said: words.takenBack[what](row.position + 1) } }
      }),
  }
}
