import { useRef, useState } from 'react'
import type { Input } from '#contract/index'
import type { Row } from '#contract/rows'
import { useCommand } from './use-request.ts'

const touches = ['row.page', 'row.show', 'row.tally', 'row.similar', 'export.preview'] as const
const undosKept = 50

export type RowChange = Pick<Input<'row.judge'>, 'verdict' | 'discardReason' | 'editedText' | 'editedFrom' | 'note'>

/** The way back from one step; `rowId` where it was done to one row. */
type Step = { back: () => Promise<unknown>; rowId?: number }

/** What a person does to rows, and the way back: the last step first. */
export function useReview() {
  const one = useCommand('row.judge', { touches: [...touches] })
  const many = useCommand('row.judgeMany', { touches: [...touches] })
  const back = useCommand('row.undo', { touches: [...touches] })
  const steps = useRef<Step[]>([])
  const [undoable, setUndoable] = useState(0)
  const [changed, setChanged] = useState<number | undefined>()

  function remember(step: Step): void {
    steps.current = [...steps.current, step].slice(-undosKept)
    setUndoable(steps.current.length)
  }

  return {
    /** Tells whether it was stored; `error` says why it was not. */
    change(row: Row, change: RowChange): Promise<boolean> {
      setChanged(undefined)
      const { id: rowId, verdict, discardReason, editedText, note } = row
      // Only what changes: the rest of a row in a list may be cut, and must not be written back.
      const before: RowChange = {
        ...('verdict' in change ? { verdict, discardReason } : {}),
        ...('editedText' in change ? { editedText } : {}),
        ...('note' in change ? { note } : {}),
      }
      return one.mutateAsync({ rowId, ...change }).then(
        () => {
          remember({ rowId, back: () => one.mutateAsync({ rowId, ...before }) })
          return true
        },
        () => false,
      )
    },
    changeMany(input: Input<'row.judgeMany'>): void {
      many.mutate(input, {
        onSuccess({ changed: count, undoId }) {
          setChanged(count)
          remember({ back: () => back.mutateAsync({ undoId }) })
        },
      })
    },
    /** Gives the row that stands as before, where it was one. */
    undo(): Promise<number | undefined> {
      const step = steps.current.pop()
      setUndoable(steps.current.length)
      setChanged(undefined)
      return Promise.resolve(step?.back()).then(
        () => step?.rowId,
        () => undefined, // The command tells what went wrong.
      )
    },
    undoable,
    /** Rows that the last step for many changed. */
    changed,
    isBusy: many.isPending || back.isPending,
    error: one.error ?? many.error ?? back.error,
  }
}

export type Review = ReturnType<typeof useReview>
