import { Button, Textarea } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { AppError } from '#contract/errors'
import type { Row } from '#contract/rows'
import type { RowChange } from '../../client/undo-steps.ts'
import { useUnsaved } from '../../client/use-unsaved.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { SayError } from '../../ui/say-error.tsx'

type Props = {
  row: Row
  /** Why the text was not stored. */
  problem: Error | null
  onSave: (change: RowChange) => void
  onCancel: () => void
}

/** Changes a row's text; what the model wrote stays beside it. */
export function RowEditor({ row, problem, onSave, onCancel }: Props) {
  const { rowsPage, common } = useTexts()
  const words = rowsPage.editor
  const [editedFrom] = useState(row.editedText ?? row.text)
  const [draft, setDraft] = useState(editedFrom)
  const editedText = draft === row.text ? null : draft
  useUnsaved(draft !== editedFrom)
  const save = () => onSave({ editedText, editedFrom })

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
  }

  return (
    <div className="stack">
      <Textarea
        label={words.label}
        description={words.hint}
        autosize
        minRows={4}
        maxRows={24}
        maxLength={1_000_000}
        dir="auto"
        autoFocus
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onFocus={({ currentTarget }) => currentTarget.setSelectionRange(draft.length, draft.length)}
      />
      {problem && (
        <SayError
          error={problem}
          retryLabel={common.error.replace}
          onRetry={
            problem instanceof AppError && problem.code === 'changed-elsewhere'
              ? () => onSave({ editedText })
              : undefined
          }
        />
      )}
      <div className="row wrap">
        <Button
          size="xs"
          variant="filled"
          disabled={draft.trim() === ''}
          rightSection={<KeyHint keys="Ctrl Enter" />}
          onClick={save}
        >
          {words.save}
        </Button>
        <Button size="xs" onClick={onCancel}>
          {words.cancel}
        </Button>
        {row.editedText !== null && (
          <Button size="xs" variant="subtle" className="end" onClick={() => onSave({ editedText: null, editedFrom })}>
            {words.restore}
          </Button>
        )}
      </div>
    </div>
  )
}
