import { Button, Textarea } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { AppError } from '#contract/errors'
import type { Row } from '#contract/rows'
import type { RowChange } from '../../client/undo-steps.ts'
import { useDraft } from '../../client/use-draft.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { isSubmitKey } from '../../ui/is-submit-key.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { EditCheck } from './edit-check.tsx'

type Props = {
  row: Row
  /** Why the text was not stored. */
  problem: Error | null
  /** Tells whether it was stored. */
  onSave: (change: RowChange) => Promise<boolean>
  onCancel: () => void
}

/** Changes a row's text; what the model wrote stays beside it. Left without a word, it keeps what was typed. */
export function RowEditor({ row, problem, onSave, onCancel }: Props) {
  const { rowsPage, common } = useTexts()
  const words = rowsPage.editor
  const draft = useDraft(`row ${row.id}`, row.editedText ?? row.text)
  const text = draft.typed ?? draft.from
  const isEmpty = text.trim() === ''
  const editedText = text === row.text ? null : text

  async function store(change: RowChange): Promise<void> {
    if (await onSave(change)) draft.drop()
  }

  function save(): void {
    if (!isEmpty) void store({ editedText, editedFrom: draft.from })
  }

  function cancel(): void {
    draft.drop()
    onCancel()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    }
    if (isSubmitKey(event)) save()
  }

  return (
    <div className="stack">
      <Textarea
        label={words.label}
        description={draft.cameBack ? words.cameBack : words.hint}
        autosize
        minRows={4}
        maxRows={24}
        maxLength={1_000_000}
        dir="auto"
        autoFocus
        value={text}
        onChange={(event) => draft.type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onFocus={({ currentTarget }) => currentTarget.setSelectionRange(text.length, text.length)}
      />
      {problem && (
        <SayError
          error={problem}
          retryLabel={common.error.replace}
          onRetry={
            problem instanceof AppError && problem.code === 'changed-elsewhere'
              ? () => void store({ editedText })
              : undefined
          }
        />
      )}
      <div className="row wrap">
        <Button
          size="xs"
          variant="filled"
          disabled={isEmpty}
          rightSection={<KeyHint keys="Ctrl Enter" />}
          onClick={save}
        >
          {words.save}
        </Button>
        <Button size="xs" onClick={cancel}>
          {words.cancel}
        </Button>
        {row.editedText !== null && (
          <Button
            size="xs"
            variant="subtle"
            className="end"
            onClick={() => void store({ editedText: null, editedFrom: draft.from })}
          >
            {words.restore}
          </Button>
        )}
      </div>
      {/* Below, so that the buttons keep their place. */}
      {draft.typed !== undefined && !isEmpty && <EditCheck row={row} text={text} />}
    </div>
  )
}
