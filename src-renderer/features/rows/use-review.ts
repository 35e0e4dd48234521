import { useRef, useState } from 'react'
import type { Input } from '#contract/index'
import type { Row } from '#contract/runs'
import { useCommand } from '../../client/use-request.ts'

const touches = ['row.page', 'row.show', 'export.preview'] as const
const undosKept = 50

type Change = Pick<Input<'row.judge'>, 'verdict' | 'editedText' | 'note'>

/** What a person does to rows, and the way back: the last step first. */
export function useReview() {
  const one = useCommand('row.judge', { touches: [...touches] })
  const many = useCommand('row.judgeMany', { touches: [...touches] })
  const back = useCommand('row.undo', { touches: [...touches] })
  const steps = useRef<(() => Promise<unknown>)[]>([])
  const [undoable, setUndoable] = useState(0)
  const [changed, setChanged] = useState<number | undefined>()

  function remember(undo: () => Promise<unknown>): void {
    steps.current = [...steps.current, undo].slice(-undosKept)
    setUndoable(steps.current.length)
  }

  return {
    change(row: Row, change: Change): void {
      setChanged(undefined)
      const { id: rowId, verdict, editedText, note } = row
      // Only what changes: the rest of a row in a list may be cut, and must not be written back.
      const before: Change = {
        ...('verdict' in change ? { verdict } : {}),
        ...('editedText' in change ? { editedText } : {}),
        ...('note' in change ? { note } : {}),
      }
      one.mutate({ rowId, ...change }, { onSuccess: () => remember(() => one.mutateAsync({ rowId, ...before })) })
    },
    changeMany(input: Input<'row.judgeMany'>): void {
      many.mutate(input, {
        onSuccess({ changed: count, undoId }) {
          setChanged(count)
          remember(() => back.mutateAsync({ undoId }))
        },
      })
    },
    undo(): void {
      const step = steps.current.pop()
      setUndoable(steps.current.length)
      setChanged(undefined)
      step?.().catch(() => undefined) // The command tells what went wrong.
    },
    undoable,
    /** Rows that the last step for many changed. */
    changed,
    isBusy: many.isPending || back.isPending,
    error: one.error ?? many.error ?? back.error,
  }
}

export type Review = ReturnType<typeof useReview>
