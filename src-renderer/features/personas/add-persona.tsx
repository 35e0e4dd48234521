import { Button, Modal, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, type SyntheticEvent, useRef, useState } from 'react'
import type { Output } from '#contract/index'
import { personaTextLimit } from '#contract/persona-facets'
import { personaRoutes } from '../../client/persona-routes.ts'
import { useDraft } from '../../client/use-draft.ts'
import { useCommand, useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { isSubmitKey } from '../../ui/is-submit-key.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { hidePersonaNotice, type PersonaActions } from './use-persona-actions.tsx'

type Props = { opened: boolean; actions: PersonaActions; onClose: () => void }

/** Adds personas by hand, one after another. Each is told, with the way to its list and the way back. */
export function AddPersona({ opened, actions, onClose }: Props) {
  const { personas } = useTexts()
  const words = personas.adding
  const field = useRef<HTMLTextAreaElement>(null)
  const draft = useDraft('new persona', '')
  const text = draft.typed ?? ''
  const [isMissing, setIsMissing] = useState(false)
  const length = text.trim().length
  const tooLong = length > personaTextLimit && personas.editing.tooLong(length, personaTextLimit)
  const add = useCommand('persona.add', { touches: personaRoutes })

  function submit(event: SyntheticEvent, andClose: boolean): void {
    event.preventDefault()
    setIsMissing(length === 0)
    if (length === 0 || tooLong) return field.current?.focus()
    add.mutate(
      { text },
      {
        onSuccess: (persona) => {
          actions.tellAdded(persona, <Added {...persona} />)
          draft.drop()
          if (andClose) onClose()
          else field.current?.focus()
        },
      },
    )
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isSubmitKey(event)) submit(event, true)
  }

  return (
    <Modal opened={opened} onClose={onClose} title={words.title} size="lg">
      <form className="stack s4" onSubmit={(event) => submit(event, true)} onKeyDown={onKeyDown}>
        <Textarea
          ref={field}
          label={words.label}
          description={words.hint}
          placeholder={words.placeholder}
          value={text}
          onChange={(event) => {
            draft.type(event.currentTarget.value)
            setIsMissing(false)
          }}
          error={tooLong || (isMissing && words.empty)}
          autosize
          minRows={3}
          maxRows={12}
          data-autofocus
        />
        {add.error && <SayError error={add.error} />}
        <div className="row">
          <Button className="end" loading={add.isPending} onClick={(event) => submit(event, false)}>
            {words.doMore}
          </Button>
          <Button type="submit" variant="filled" loading={add.isPending} rightSection={<KeyHint keys="Ctrl Enter" />}>
            {words.do}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Which list a persona went to or stood in, and the way there: what the page is narrowed by may leave that list out. */
function Added({ sourceId, isEdited, stood }: Output<'persona.add'>) {
  const words = useTexts().personas.adding
  const { data: sources } = useRequest('persona.sources', {})
  const source = sources?.find(({ id }) => id === sourceId)?.name ?? ''
  return (
    <>
      {stood === 'nowhere' ? words.added(source) : words.known[stood](source, isEdited)}
      <Link to="/personas" search={{ sourceId }} className="notice-link" onClick={hidePersonaNotice}>
        {words.show}
      </Link>
    </>
  )
}
