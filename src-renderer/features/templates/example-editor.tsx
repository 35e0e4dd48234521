import { Button, Textarea } from '@mantine/core'
import { type MouseEvent, useEffect, useRef } from 'react'
import type { Step } from '#contract/recipe'
import { useTexts } from '../../locales/use-texts.tsx'
import { quietOff } from '../../ui/quiet-off.ts'
import type { ExampleDraft } from './template-draft.ts'

type Props = {
  step: Step
  example: ExampleDraft
  at: number
  whole: number
  isNew: boolean
  /** Whether the template has examples that bring a background of their own. */
  hasBackground: boolean
  onChange: (example: ExampleDraft) => void
  onMove: (to: number) => void
  onRemove: () => void
  onClose: () => void
}

/** One example, opened: its texts, its place, its end. */
export function ExampleEditor(props: Props) {
  const { step, example, at, whole, isNew, hasBackground, onChange, onMove, onRemove, onClose } = props
  const words = useTexts().templates.exampleTable
  const pressed = useRef<HTMLButtonElement>(null)
  const isJson = step.output.form === 'json'

  // Where an example goes to another place, the key that moved it stays under the finger.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked each time the place changes
  useEffect(() => pressed.current?.focus(), [at])

  function move(event: MouseEvent<HTMLButtonElement>, to: number): void {
    pressed.current = event.currentTarget
    if (to >= 0 && to < whole) onMove(to)
  }

  return (
    <div className="stack s3">
      <p className="faint sm" role="status">
        {words.number(at + 1, whole)}
      </p>
      <Textarea
        label={words.persona}
        value={example.persona}
        onChange={(event) => onChange({ ...example, persona: event.currentTarget.value })}
        autosize
        minRows={1}
        maxRows={6}
        autoFocus={isNew}
      />
      <Textarea
        label={words.answer}
        description={isJson ? words.answerJson : step.start ? words.answerHint(step.start.trim()) : undefined}
        value={example.answer}
        onChange={(event) => onChange({ ...example, answer: event.currentTarget.value })}
        autosize
        minRows={3}
        maxRows={16}
        {...(isJson ? { spellCheck: false, classNames: { input: 'mono' } } : {})}
      />
      {hasBackground && (
        <Textarea
          label={words.background}
          description={words.backgroundHint}
          value={example.background ?? ''}
          onChange={(event) => onChange({ ...example, background: event.currentTarget.value })}
          autosize
          minRows={1}
          maxRows={8}
        />
      )}
      <div className="row wrap">
        <Button size="xs" {...quietOff(at === 0)} onClick={(event) => move(event, at - 1)}>
          {words.up}
        </Button>
        <Button size="xs" {...quietOff(at === whole - 1)} onClick={(event) => move(event, at + 1)}>
          {words.down}
        </Button>
        <Button size="xs" onClick={onRemove}>
          {words.remove}
        </Button>
        <Button size="xs" variant="subtle" className="end" onClick={onClose}>
          {words.done}
        </Button>
      </div>
    </div>
  )
}
