import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect, useRef, useState } from 'react'
import type { Input, Payload } from '#contract/index'
import type { PersonaDetail } from '#contract/personas'
import { useEvent } from '../../client/api.tsx'
import { personaRoutes } from '../../client/persona-routes.ts'
import { useCommand } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'

const touches = { touches: personaRoutes }
const undosKept = 20
/** One notice for all steps: the button on it takes the last one back. */
const noticeId = 'persona-undo'

/** What a person does to personas, and the way back: the last step first. */
export function usePersonaActions() {
  const words = useTexts().personas.done
  const archive = useCommand('persona.archive', touches)
  const restore = useCommand('persona.restore', touches)
  const undoMany = useCommand('persona.undo', touches)
  const edit = useCommand('persona.edit', touches)
  const revert = useCommand('persona.revert', touches)
  const steps = useRef<(() => Promise<unknown>)[]>([])
  const [marking, setMarking] = useState<Payload<'persona.marking'>>()
  const isBusy = archive.isPending || restore.isPending || undoMany.isPending
  useEvent('persona.marking', setMarking)
  useEffect(() => {
    if (!isBusy) setMarking(undefined)
  }, [isBusy])

  function tell(message: string, canUndo: boolean): void {
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

  function remember(message: string, undoStep: () => Promise<unknown>): void {
    steps.current = [...steps.current, undoStep].slice(-undosKept)
    tell(message, true)
  }

  function undo(): void {
    // The command tells what went wrong.
    steps.current
      .pop()?.()
      .then(
        () => tell(words.undone, false),
        () => notifications.hide(noticeId),
      )
  }

  return {
    undo,

    setArchived(isArchived: boolean, which: Input<'persona.archive'>, onDone?: () => void): void {
      const [command, tellCount] = isArchived ? [archive, words.archived] : [restore, words.restored]
      command.mutate(which, {
        onSuccess({ changed, undoId }) {
          if (changed > 0) remember(tellCount(changed), () => undoMany.mutateAsync({ undoId }))
          else tell(tellCount(0), false)
          onDone?.()
        },
      })
    },

    /** Undefined goes back to the text that it came with. `replaces` what another window wrote meanwhile, too. */
    /** Refused where another text than `editedFrom` stands there by now; without it, whatever stands there is replaced. */
    setText(before: PersonaDetail, text: string | undefined, onDone: () => void, editedFrom?: string): void {
      const personaId = before.id
      const undoStep = () =>
        before.original ? edit.mutateAsync({ personaId, text: before.text }) : revert.mutateAsync({ personaId })
      const onSuccess = (after: PersonaDetail) => {
        if (after.text !== before.text) remember(after.original ? words.edited : words.reverted, undoStep)
        onDone()
      }
      if (text === undefined) revert.mutate({ personaId }, { onSuccess })
      else edit.mutate({ personaId, text, ...(editedFrom === undefined ? {} : { editedFrom }) }, { onSuccess })
    },

    isBusy,
    /** How far it has come with many. */
    marking,
    error: archive.error ?? restore.error ?? undoMany.error,
    isSaving: edit.isPending || revert.isPending,
    editError: edit.error ?? revert.error,
    forgetEditError(): void {
      edit.reset()
      revert.reset()
    },
  }
}

export type PersonaActions = ReturnType<typeof usePersonaActions>
