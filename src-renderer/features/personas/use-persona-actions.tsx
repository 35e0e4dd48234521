import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Input, Output, Payload } from '#contract/index'
import type { PersonaDetail } from '#contract/personas'
import { useEvent, useReopened } from '../../client/api.tsx'
import { isNoAnswer } from '../../client/no-answer.ts'
import { personaRoutes } from '../../client/persona-routes.ts'
import { isUndoRefusedForEver, undoRefusal } from '../../client/undo-refusal.ts'
import { useCommand } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { useIsGone } from '../../ui/use-is-gone.ts'

const touches = { touches: personaRoutes }
const undosKept = 20
/** One notice for all steps: the button on it takes the last one back. */
const noticeId = 'persona-undo'

export const hidePersonaNotice = () => notifications.hide(noticeId)

/** The way back from something that was done, and what is told once it was gone. */
type UndoStep = { takeBack: () => Promise<unknown>; undone: string }

/** What a person does to personas, and the way back: the last step first. */
export function usePersonaActions() {
  const { personas, common } = useTexts()
  const words = personas.done
  const { undoOvertaken } = common.error
  const archive = useCommand('persona.archive', touches)
  const restore = useCommand('persona.restore', touches)
  const undoMany = useCommand('persona.undo', touches)
  const edit = useCommand('persona.edit', touches)
  const revert = useCommand('persona.revert', touches)
  // What undoing an edit is refused belongs to the page, not to the dialog.
  const undoEdit = useCommand('persona.edit', touches)
  const undoRevert = useCommand('persona.revert', touches)
  const steps = useRef<UndoStep[]>([])
  const [marking, setMarking] = useState<Payload<'persona.marking'>>()
  const isAtWork = useRef(false)
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  useReopened(() => setError((before) => (isNoAnswer(before) ? null : before)))
  const isSaving = edit.isPending || revert.isPending
  /** Counts the dialogs, so that a save knows whether its own is still open. */
  const dialog = useRef(0)
  const isGone = useIsGone()
  useEvent('persona.marking', setMarking)
  useEffect(() => {
    if (!isBusy) setMarking(undefined)
  }, [isBusy])

  function tell(message: ReactNode, canUndo: boolean): void {
    notifications.hide(noticeId)
    notifications.show({
      id: noticeId,
      message: (
        <span className="row wide">
          {message}
          {canUndo && (
            <Button size="xs" rightSection={<KeyHint keys="U" />} onClick={undo}>
              {words.undo}
            </Button>
          )}
        </span>
      ),
    })
  }

  function tellRefusal(problem: Error): void {
    if (isGone.current) notifications.show({ message: problem.message, color: 'red' })
    else setError(problem)
  }

  /** Does nothing while another works: the two would share the personas, and undoing one of them would be half a step. */
  function attempt(work: () => Promise<void>): void {
    if (isAtWork.current) return
    isAtWork.current = true
    setIsBusy(true)
    setError(null)
    void work()
      .catch(tellRefusal)
      .finally(() => {
        isAtWork.current = false
        setIsBusy(false)
      })
  }

  function remember(message: ReactNode, takeBack: UndoStep['takeBack'], undone = words.undone): void {
    steps.current = [...steps.current, { takeBack, undone }].slice(-undosKept)
    tell(message, true)
  }

  async function takeBack(step: UndoStep): Promise<void> {
    const drop = () => {
      steps.current = steps.current.filter((each) => each !== step)
    }
    try {
      await step.takeBack()
    } catch (problem) {
      notifications.hide(noticeId)
      if (isUndoRefusedForEver(problem)) drop()
      throw undoRefusal(problem, undoOvertaken)
    }
    drop()
    tell(step.undone, false)
  }

  function undo(): void {
    const step = steps.current.at(-1)
    if (step) attempt(() => takeBack(step))
  }

  return {
    undo,

    /** Tells what adding one came to. The way back leads to the archive, as a dataset may be made from it by now. */
    tellAdded({ id, stood }: Output<'persona.add'>, message: ReactNode): void {
      if (stood === 'library') tell(message, false)
      else remember(message, () => archive.mutateAsync({ personaIds: [id] }), words.undoneAdded)
    },

    /** `onDone` gives what goes with the way back. */
    setArchived(isArchived: boolean, which: Input<'persona.archive'>, onDone: () => () => void): void {
      const [command, tellCount] = isArchived ? [archive, words.archived] : [restore, words.restored]
      attempt(async () => {
        const { changed, undoId } = await command.mutateAsync(which)
        const onUndone = onDone()
        if (changed === 0) return tell(tellCount(0), false)
        remember(tellCount(changed), async () => {
          await undoMany.mutateAsync({ undoId })
          onUndone()
        })
      })
    },

    /**
     * Undefined goes back to the text that it came with. Refused where another text than `editedFrom` stands there by now;
     * without it, whatever stands there is replaced. `onDone` hears whether its dialog is still open.
     */
    setText(
      before: PersonaDetail,
      text: string | undefined,
      onDone: (isOpen: boolean) => void,
      editedFrom?: string,
    ): void {
      if (isSaving) return
      const personaId = before.id
      const own = dialog.current
      const isOpen = () => !isGone.current && dialog.current === own
      const undoStep = (from: string) =>
        before.original
          ? undoEdit.mutateAsync({ personaId, text: before.text, editedFrom: from })
          : undoRevert.mutateAsync({ personaId, editedFrom: from })
      const saved =
        text === undefined
          ? revert.mutateAsync({ personaId })
          : edit.mutateAsync({ personaId, text, ...(editedFrom === undefined ? {} : { editedFrom }) })
      saved.then(
        (after) => {
          if (after.text !== before.text)
            remember(after.original ? words.edited : words.reverted, () => undoStep(after.text))
          onDone(isOpen())
        },
        (problem) => {
          // Else `editError` says why.
          if (!isOpen()) tellRefusal(problem)
        },
      )
    },

    isBusy,
    /** How far it has come with many. */
    marking,
    /** What the last step was refused for; a save says so in `editError`. */
    error,
    isSaving,
    editError: edit.error ?? revert.error,
    forgetEditError(): void {
      dialog.current += 1
      edit.reset()
      revert.reset()
    },
  }
}

export type PersonaActions = ReturnType<typeof usePersonaActions>
