import { useQueryClient } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import type { DiscardReason } from '#contract/discard-reasons'
import type { Input, Output } from '#contract/index'
import type { Row } from '#contract/rows'
import { useTexts } from '../locales/use-texts.tsx'
import { useReopened } from './api.tsx'
import { isNoAnswer } from './no-answer.ts'
import { patchRows } from './row-changes.ts'
import { isUndoRefusedForEver, undoRefusal } from './undo-refusal.ts'
import { inTurn, type RowChange, type UndoStep, undoSteps } from './undo-steps.ts'
import { requestKey, useCommand } from './use-request.ts'

const touches = ['row.page', 'row.newest', 'row.show', 'row.tally', 'row.similar', 'export.preview'] as const

/** What was done to many rows: how many it changed, and how many it left alone as they are being written. */
type ManyStep = {
  undoId: number
  changed: number
  skipped: number
  verdict: Row['verdict']
  discardReason?: DiscardReason
}

/** What was done last: many rows were judged, or one, as it stands now; or a step on one was taken back, or on so many. */
export type LastStep = ManyStep | { row: Row } | { back: Row | number }

/** What a step back brought: a row as it stood before, and what of it, or how many rows. */
export type TakenBack = { row: Row; what: 'verdict' | 'edit' | 'note' } | { changed: number }

/** What a person does to a run's rows, and the way back: the last step first. */
export function useReview(runId: number) {
  const cache = useQueryClient()
  const { undoOvertaken } = useTexts().common.error
  const one = useCommand('row.judge', { touches: [...touches] })
  const many = useCommand('row.judgeMany', { touches: [...touches] })
  const back = useCommand('row.undo', { touches: [...touches] })
  const undoable = useSyncExternalStore(undoSteps.subscribe, () => undoSteps.count(runId))
  const why = useCommand('row.explain', { touches: [...touches] })
  const [lastStep, setLastStep] = useState<LastStep>()
  const [error, setError] = useState<Error | null>(null)
  useReopened(() => setError((before) => (isNoAnswer(before) ? null : before)))

  /** Gives what it gave, or undefined where it was refused: `error` says why. */
  function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    return inTurn(runId, async () => {
      setLastStep(undefined)
      setError(null)
      return work()
    }).catch((problem: Error) => {
      setError(problem)
      return undefined
    })
  }

  async function undo(): Promise<TakenBack | undefined> {
    const step = undoSteps.last(runId)
    if (!step) return undefined
    let undone: TakenBack
    try {
      undone = await takeBack(step)
      setLastStep({ back: 'row' in undone ? undone.row : undone.changed })
    } catch (problem) {
      if (isUndoRefusedForEver(problem)) undoSteps.drop(runId, step)
      throw undoRefusal(problem, undoOvertaken)
    }
    undoSteps.drop(runId, step)
    return undone
  }

  async function takeBack(step: UndoStep): Promise<TakenBack> {
    if (!('rowId' in step)) return { changed: (await back.mutateAsync(step)).changed }
    const { rowId, before } = step
    const what = 'editedText' in before ? 'edit' : 'note' in before ? 'note' : 'verdict'
    return { row: await one.mutateAsync({ rowId, ...before }), what }
  }

  async function judge(rowId: number, change: RowChange): Promise<Row> {
    const changedRow = await one.mutateAsync({ rowId, ...change })
    // At once: the next key acts on the row as it stands now, and a field that shows what is stored must not fall back
    // to the text before.
    patchRows(cache, [changedRow])
    cache.setQueryData<Output<'row.show'>>(
      requestKey('row.show', { rowId }),
      (shown) => shown && { ...shown, row: changedRow },
    )
    return changedRow
  }

  return {
    /** Tells whether it was stored. */
    async change(row: Row, change: RowChange): Promise<boolean> {
      const { id: rowId, verdict, discardReason, editedText, note } = row
      // Only what changes: the rest of a row in a list may be cut, and must not be written back.
      const before: RowChange = {
        ...('verdict' in change ? { verdict, discardReason } : {}),
        ...('editedText' in change ? { editedText } : {}),
        ...('note' in change ? { note } : {}),
      }
      const isStored = await attempt(async () => {
        const changedRow = await judge(rowId, change)
        // An edit that another window made since is not replaced.
        const from: RowChange = {
          ...('editedText' in change ? { editedFrom: changedRow.editedText ?? changedRow.text } : {}),
          ...('note' in change ? { noteFrom: changedRow.note ?? '' } : {}),
        }
        undoSteps.add(runId, { rowId, before: { ...before, ...from } })
        if ('verdict' in change) setLastStep({ row: changedRow })
        return true
      })
      return isStored ?? false
    },
    /**
     * Says why a row was discarded, which is no step of its own: the way back from discarding takes the reason along.
     * Gives the row as it stands, which another window may have taken back; undefined where it was refused.
     */
    explain: ({ id }: Row, discardReason: DiscardReason): Promise<Row | undefined> =>
      attempt(() => judge(id, { discardReason })),
    /** Tells whether it was stored. */
    async changeMany(input: Omit<Input<'row.judgeMany'>, 'runId'>): Promise<boolean> {
      const isStored = await attempt(async () => {
        const { undoId, ...counts } = await many.mutateAsync({ ...input, runId })
        setLastStep({ ...counts, undoId, verdict: input.verdict })
        undoSteps.add(runId, { undoId })
        return true
      })
      return isStored ?? false
    },
    /** Says why what the last step judged was discarded, one row or many; their way back takes it along. */
    async explainLast(discardReason: DiscardReason): Promise<void> {
      if (!lastStep || 'back' in lastStep) return
      await attempt(async () => {
        // What is refused can be given again.
        setLastStep(lastStep)
        if ('row' in lastStep) return setLastStep({ row: await judge(lastStep.row.id, { discardReason }) })
        await why.mutateAsync({ undoId: lastStep.undoId, discardReason })
        setLastStep({ ...lastStep, discardReason })
      })
    },
    /** Gives what it brought; undefined where there was nothing to take back, or it was refused. */
    undo: (): Promise<TakenBack | undefined> => attempt(undo),
    undoable,
    /** Undefined as soon as something else is done. */
    lastStep,
    isBusy: many.isPending || back.isPending,
    error,
    /** What was refused is done with. */
    forgive: (): void => setError(null),
  }
}
