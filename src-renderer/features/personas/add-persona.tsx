import { Button, Modal, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useRef, useState } from 'react'
import { personaTextLimit } from '#contract/persona-facets'
import { personaRoutes } from '../../client/persona-routes.ts'
import { useDraft } from '../../client/use-draft.ts'
import { useCommand, useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'

export function AddPersona({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { personas } = useTexts()
  const words = personas.adding
  const field = useRef<HTMLTextAreaElement>(null)
  const { data: sources } = useRequest('persona.sources', {})
  const draft = useDraft('new persona', '')
  const text = draft.typed ?? ''
  const [isMissing, setIsMissing] = useState(false)
  const length = text.trim().length
  const tooLong = length > personaTextLimit && personas.editing.tooLong(length, personaTextLimit)
  const add = useCommand('persona.add', { touches: personaRoutes })

  function submit(event: FormEvent, andClose: boolean): void {
    event.preventDefault()
    setIsMissing(length === 0)
    if (length === 0 || tooLong) return field.current?.focus()
    add.mutate(
      { text },
      {
        onSuccess: ({ sourceId, isEdited, stood }) => {
          const source = sources?.find(({ id }) => id === sourceId)?.name ?? ''
          notifications.show({ message: stood === 'nowhere' ? words.added : words.known[stood](source, isEdited) })
          draft.drop()
          if (andClose) onClose()
          else field.current?.focus()
        },
      },
    )
  }

  return (
    <Modal opened={opened} onClose={onClose} title={words.title} size="lg">
      <form className="stack s4" onSubmit={(event) => submit(event, true)}>
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
          <Button type="submit" variant="filled" loading={add.isPending}>
            {words.do}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
