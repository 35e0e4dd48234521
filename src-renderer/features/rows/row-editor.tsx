import { Button, Textarea } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import type { Row } from '#contract/runs'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'

type Props = { row: Row; onSave: (text: string | null) => void; onCancel: () => void }

/** Changes a row's text; what the model wrote stays beside it. */
export function RowEditor({ row, onSave, onCancel }: Props) {
  const words = useTexts().rowsPage.editor
  const [draft, setDraft] = useState(row.editedText ?? row.text)
  const save = () => onSave(draft === row.text ? null : draft)

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
          <Button size="xs" variant="subtle" className="end" onClick={() => onSave(null)}>
            {words.restore}
          </Button>
        )}
      </div>
    </div>
  )
}
