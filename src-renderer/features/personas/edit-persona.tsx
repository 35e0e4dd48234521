import { Button, Modal, Textarea } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { AppError } from '#contract/errors'
import { personaTextLimit } from '#contract/persona-facets'
import type { PersonaDetail, PersonaSource } from '#contract/personas'
import { useDraft } from '../../client/use-draft.ts'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { isSubmitKey } from '../../ui/is-submit-key.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { useEarlyTyping } from './use-early-typing.ts'
import type { PersonaActions } from './use-persona-actions.tsx'

type Props = {
  personaId: number | undefined
  sources: readonly PersonaSource[]
  actions: PersonaActions
  onClose: () => void
}

/** Changes a persona's text. Where it came from stays, and the text that it came with can be brought back. */
export function EditPersona({ personaId, sources, actions, onClose }: Props) {
  const words = useTexts().personas.editing
  const persona = useRequest('persona.show', { personaId: personaId ?? 0 }, { enabled: personaId !== undefined })
  const isRefused = persona.data === undefined && persona.error !== null
  const early = useEarlyTyping(personaId !== undefined && !isRefused)

  // Also whoever leaves the page for another has left the dialog.
  const leave = useEffectEvent(actions.forgetEditError)
  useEffect(() => () => leave(), [])

  function close(): void {
    actions.forgetEditError()
    onClose()
  }

  return (
    <Modal opened={personaId !== undefined} onClose={close} title={words.title} size="lg">
      <Loaded of={persona} lines={4}>
        {(before) => (
          <EditForm
            key={before.id}
            stored={before}
            source={sources.find(({ id }) => id === before.sourceId)}
            actions={actions}
            takeTyped={early.take}
            onDone={close}
          />
        )}
      </Loaded>
    </Modal>
  )
}

type FormProps = {
  stored: PersonaDetail
  source: PersonaSource | undefined
  actions: PersonaActions
  /** Gives what was typed before the field was there. */
  takeTyped: () => string
  onDone: () => void
}

function EditForm({ stored, source, actions, takeTyped, onDone }: FormProps) {
  const { personas, common, format } = useTexts()
  const words = personas.editing
  const [before, setBefore] = useState(stored)
  const draft = useDraft(`persona ${stored.id}`, before.text)
  // What another window stores shows here until something is typed; from then on it does not touch what was.
  if (draft.typed === undefined && stored !== before) setBefore(stored)
  const text = draft.typed ?? before.text
  const [wasTried, setWasTried] = useState(false)
  const length = text.trim().length
  const problem =
    length > personaTextLimit ? words.tooLong(length, personaTextLimit) : wasTried && length === 0 ? words.empty : null
  const { original } = before
  const field = useRef<HTMLTextAreaElement>(null)

  const begin = useEffectEvent(() => {
    const typed = takeTyped()
    // At once: the next letter goes behind what the field shows.
    if (typed) flushSync(() => draft.type(text + typed))
    field.current?.focus({ preventScroll: true })
  })
  // The text comes after its dialog has looked for a field, and found its cross alone.
  useEffect(() => {
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length)
    // Not before the dialog has seen where the focus is to go back to.
    const timeout = setTimeout(begin)
    return () => clearTimeout(timeout)
  }, [])

  function finish(isOpen: boolean): void {
    draft.drop()
    if (isOpen) onDone()
  }

  function save(replaces = false): void {
    setWasTried(true)
    if (length > 0 && length <= personaTextLimit)
      actions.setText(before, text, finish, replaces ? undefined : draft.from)
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    save()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isSubmitKey(event)) save()
  }

  return (
    <form className="stack s4" onSubmit={submit} onKeyDown={onKeyDown}>
      <Textarea
        ref={field}
        label={words.label}
        description={draft.cameBack ? words.cameBack : words.hint}
        value={text}
        onChange={(event) => draft.type(event.currentTarget.value)}
        error={problem}
        autosize
        minRows={3}
        maxRows={12}
        data-autofocus
      />
      {source && (
        <dl className="facts">
          <dt>{words.from}</dt>
          <dd>{source.name}</dd>
          <dt>{words.licence}</dt>
          <dd>{source.licence || words.noLicence}</dd>
        </dl>
      )}
      {original && (
        <section className="stack s1" aria-label={words.original(format.moment(original.editedAt))}>
          <p className="faint sm">{words.original(format.moment(original.editedAt))}</p>
          <p
            className="well"
            dir="auto"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard
            tabIndex={0}
            style={{ maxHeight: '10rem', overflow: 'auto', overflowWrap: 'anywhere' }}
          >
            {original.text}
          </p>
        </section>
      )}
      {actions.editError && (
        <SayError
          error={actions.editError}
          retryLabel={common.error.replace}
          onRetry={isChangedElsewhere(actions.editError) ? () => save(true) : undefined}
        />
      )}
      <div className="row">
        {original && (
          <Button loading={actions.isSaving} onClick={() => actions.setText(before, undefined, finish)}>
            {words.restore}
          </Button>
        )}
        {draft.typed !== undefined && (
          <Button className="end" onClick={draft.drop}>
            {words.takeBack}
          </Button>
        )}
        <Button
          className={draft.typed === undefined ? 'end' : undefined}
          type="submit"
          variant="filled"
          loading={actions.isSaving}
          rightSection={<KeyHint keys="Ctrl Enter" />}
        >
          {words.save}
        </Button>
      </div>
    </form>
  )
}

function isChangedElsewhere(error: Error): boolean {
  return error instanceof AppError && error.code === 'changed-elsewhere'
}
