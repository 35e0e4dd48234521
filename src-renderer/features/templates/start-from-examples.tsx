import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { type SyntheticEvent, useMemo, useState } from 'react'
import type { Input } from '#contract/index'
import type { ExampleShape } from '#contract/template-drafts'
import { useDraft } from '../../client/use-draft.ts'
import { useCommand, useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Choice } from '../../ui/choice.tsx'
import { isSubmitKey } from '../../ui/is-submit-key.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Say } from '../../ui/say.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { ExampleFile, type SentFile } from './example-file.tsx'
import { FoundExamples } from './found-examples.tsx'
import styles from './start-from-examples.module.css'

const shapes: ExampleShape[] = ['paragraphs', 'lines', 'sections', 'jsonl', 'csv']
/** More than ten of the longest examples; a request holds 1 MB. */
const longestText = 300_000
const settleMs = 400

/** From a few rows of one's own to a template: paste them, see what was found and read off, go on in the editor. */
export function StartFromExamples({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { templates, format } = useTexts()
  const words = templates.draft
  const navigate = useNavigate()
  const save = useCommand('template.save', { touches: ['template.list', 'app.info'] })
  const [name, setName] = useState('')
  const pasted = useDraft('pasted examples', '')
  const text = pasted.typed ?? ''
  const [file, setFile] = useState<SentFile>()
  const [shape, setShape] = useState<ExampleShape | null>(null)
  const [isChecked, setIsChecked] = useState(false)

  const isTooLong = !file && text.length > longestText
  const asked: Input<'template.draft'> = {
    from: file ? { fileId: file.fileId } : { text: isTooLong ? '' : text },
    name: name.trim(),
    ...(shape ? { shape } : {}),
  }
  const wanted = JSON.stringify(asked)
  const [settled] = useDebouncedValue(wanted, settleMs)
  const input = useMemo((): Input<'template.draft'> => JSON.parse(settled), [settled])
  const isEmpty = !file && text.trim() === ''
  const answer = useRequest('template.draft', input, {
    enabled: opened && !isEmpty && !isTooLong && !('text' in input.from && input.from.text.trim() === ''),
    keepPrevious: true,
  })
  // What is shown must be what is created: not the draft of a moment ago.
  const isSettled = settled === wanted && answer.data !== undefined && !answer.isPlaceholderData
  const { shape: seenShape, parting } = (!isEmpty && answer.data) || {}
  const seen = parting ? words.partings[parting] : seenShape && words.shapes[seenShape]
  const draft = isEmpty || isTooLong ? null : answer.data?.draft

  function submit(event: SyntheticEvent): void {
    event.preventDefault()
    setIsChecked(true)
    if (!draft || !isSettled || name.trim() === '' || save.isPending) return
    save.mutate(
      { recipe: draft.recipe },
      {
        onSuccess({ key }) {
          pasted.drop()
          void navigate({ to: '/templates/$key', params: { key } })
        },
      },
    )
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.title}
      size="72rem"
      classNames={{ content: styles.content, body: styles.body }}
    >
      <form className={styles.form} onSubmit={submit} onKeyDown={(event) => isSubmitKey(event) && submit(event)}>
        <div className={styles.panes}>
          <div className="stack s4">
            <p className="dim">{words.lead}</p>
            <TextInput
              label={words.name}
              description={words.nameHint}
              placeholder={words.namePlaceholder}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={isChecked && name.trim() === '' && templates.edit.problems['name-missing']}
              maxLength={100}
              data-autofocus
            />
            {file ? (
              <div className="row wrap">
                <span className="chip">{file.name}</span>
                <Button size="xs" variant="subtle" onClick={() => setFile(undefined)}>
                  {words.paste}
                </Button>
              </div>
            ) : (
              <Textarea
                label={words.examples}
                description={words.examplesHint}
                placeholder={words.examplesPlaceholder}
                value={text}
                onChange={(event) => pasted.type(event.currentTarget.value)}
                error={isTooLong && words.tooLong(format.number(text.length), format.number(longestText))}
                rows={7}
                spellCheck={false}
                dir="auto"
              />
            )}
            <div className={styles.road}>
              <ExampleFile onSent={setFile} />
              <Choice
                label={words.shape}
                value={shape ?? 'auto'}
                onChange={(value) => setShape(shapes.find((each) => each === value) ?? null)}
                data={[
                  {
                    value: 'auto',
                    label: words.shapeAuto(seen ?? ''),
                  },
                  ...shapes.map((value) => ({ value, label: words.shapes[value] })),
                ]}
                allowDeselect={false}
              />
            </div>
          </div>
          <div className="stack s4">
            {!isEmpty && !isTooLong && (
              <Loaded of={answer} lines={4}>
                {(found) => <FoundExamples {...found} />}
              </Loaded>
            )}
            {isEmpty &&
              (isChecked ? <Say tone="ochre" title={words.none} /> : <p className="faint">{words.foundEmpty}</p>)}
            {save.error && <SayError error={save.error} />}
          </div>
        </div>
        <div className={styles.foot}>
          <Button
            type="submit"
            variant="filled"
            disabled={!isEmpty && (!draft || !isSettled)}
            loading={save.isPending}
            rightSection={<KeyHint keys="Ctrl Enter" />}
          >
            {words.do}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
