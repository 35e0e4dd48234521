import { Button, Textarea } from '@mantine/core'
import { type Ref, useState } from 'react'
import type { Row } from '#contract/rows'
import type { RowChange } from '../../client/undo-steps.ts'
import { useDraft } from '../../client/use-draft.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'

type Props = {
  row: Row
  inputRef: Ref<HTMLTextAreaElement>
  /** Tells whether it was stored. */
  onNote: (change: RowChange) => Promise<boolean>
  onTakeBack: () => void
}

/** What a person notes of a row: stored when the field is left, and never over what another window stored meanwhile. */
export function ReviewNote({ row, inputRef, onNote, onTakeBack }: Props) {
  const { review: words } = useTexts()
  const label = words.note(row.position + 1)
  const draft = useDraft(`note ${row.id}`, row.note ?? '')
  const [isRefused, setIsRefused] = useState(false)

  async function store(guard: Pick<RowChange, 'noteFrom'>): Promise<void> {
    if (draft.typed === undefined) return
    const isStored = await onNote({ note: draft.typed.trim() === '' ? null : draft.typed, ...guard })
    setIsRefused(!isStored)
    if (isStored) draft.drop()
  }

  function takeBack(): void {
    draft.drop()
    setIsRefused(false)
    onTakeBack()
  }

  return (
    <div className="stack s1">
      <Textarea
        ref={inputRef}
        label={
          <span className="row">
            {label} <KeyHint keys="N" />
          </span>
        }
        aria-label={label}
        description={draft.typed === undefined ? words.noteKept : words.noteTyped}
        placeholder={words.notePlaceholder}
        inputWrapperOrder={['label', 'input', 'description']}
        rows={3}
        maxLength={10_000}
        dir="auto"
        value={draft.typed ?? row.note ?? ''}
        onChange={(event) => draft.type(event.currentTarget.value)}
        onBlur={() => void store({ noteFrom: draft.from })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      {isRefused && (
        <div className="row">
          <Button size="xs" onClick={() => void store({})}>
            {words.noteReplace}
          </Button>
          <Button size="xs" variant="subtle" onClick={takeBack}>
            {words.noteDrop}
          </Button>
        </div>
      )}
    </div>
  )
}
