import { Button, Checkbox, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import type { Output } from '#contract/index'
import type { MappingInput } from '../../client/persona-import.tsx'
import { useRequest } from '../../client/use-request.ts'
import { type Texts, useTexts } from '../../locales/use-texts.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { useLostFocus } from '../../ui/use-lost-focus.ts'
import styles from './import-dialog.module.css'
import { ImportPreview } from './import-preview.tsx'

type Props = {
  fileId: string
  fileName: string
  problem: Error | undefined
  isStarting: boolean
  onStart: (mapping: MappingInput) => void
  onAnother: () => void
}

type Inspection = Output<'persona.inspect'>

const patternDelayMs = 300

/** Second step: how the file becomes personas, with its first lines as they would come in. */
export function ImportMappingForm({ fileId, fileName, problem, isStarting, onStart, onAnother }: Props) {
  const { personaImport: words } = useTexts()
  const step = useLostFocus<HTMLFormElement>()
  const [field, setField] = useState<string | null>(null)
  const [pattern, setPattern] = useState<string>()
  const [settledPattern] = useDebouncedValue(pattern, patternDelayMs)
  const [name, setName] = useState(fileName.replace(/\.[^.]+$/, ''))
  const [licence, setLicence] = useState('')
  const [asRows, setAsRows] = useState(false)

  const { data: first, error: firstError, refetch } = useRequest('persona.inspect', { fileId })
  const fields = first?.fields ?? []
  const isPatternKnown = fields.some((each) => settledPattern?.includes(`{${each}}`))
  const chosen = pattern === undefined ? (field ?? first?.field ?? null) : isPatternKnown ? settledPattern : null
  const inspection = useRequest(
    'persona.inspect',
    { fileId, ...(asRows ? { asRows } : {}), ...(chosen == null ? {} : { field: chosen }) },
    { keepPrevious: true },
  )
  const look = inspection.data

  if (firstError) {
    return (
      <div className="stack">
        <SayError error={firstError} onRetry={() => void refetch()} />
        <Button style={{ justifySelf: 'start' }} onClick={onAnother}>
          {words.another}
        </Button>
      </div>
    )
  }

  const isReady = first !== undefined && (fields.length === 0 || chosen != null) && pattern === settledPattern

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!isReady) return
    onStart({ fileId, name, licence, asRows, ...(chosen == null ? {} : { field: chosen }) })
  }

  return (
    <form ref={step} className="stack s4" onSubmit={submit}>
      {problem && <SayError error={problem} />}
      {fields.length > 0 && (
        <div className={styles.columns}>
          {pattern === undefined ? (
            <Choice
              label={words.field}
              placeholder={words.fieldChoose}
              description={
                first?.isGuess && field === null ? words.fieldGuess : fields.length > 1 ? words.fieldAlone : undefined
              }
              inputWrapperOrder={['label', 'input', 'description']}
              data={fields}
              value={field ?? first?.field ?? null}
              onChange={setField}
              searchable={fields.length >= 10}
              allowDeselect={false}
            />
          ) : (
            <TextInput
              label={words.patternLabel}
              description={words.fieldHint}
              value={pattern}
              onChange={(event) => setPattern(event.currentTarget.value)}
              error={pattern === settledPattern && !isPatternKnown && words.patternUnknown(fields)}
              spellCheck={false}
            />
          )}
          {fields.length > 1 && (
            <Checkbox
              mt={30}
              label={words.pattern}
              checked={pattern !== undefined}
              onChange={(event) =>
                setPattern(event.currentTarget.checked ? patternOf(fields, field ?? first?.field) : undefined)
              }
            />
          )}
        </div>
      )}
      <Loaded of={inspection} lines={6}>
        {(seen) => <ImportPreview {...seen} skipped={skippedOf(seen)} />}
      </Loaded>
      <div className={styles.columns}>
        <TextInput
          label={words.name}
          description={words.nameHint}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={200}
        />
        <TextInput
          label={words.licence}
          description={words.licenceHint}
          value={licence}
          onChange={(event) => setLicence(event.currentTarget.value)}
          maxLength={200}
        />
      </div>
      {first?.hasRows && (
        <Checkbox
          label={words.asRows}
          description={words.asRowsHint}
          checked={asRows}
          onChange={(event) => setAsRows(event.currentTarget.checked)}
        />
      )}
      <div className="row">
        <Button onClick={onAnother}>{words.another}</Button>
        <Button type="submit" variant="filled" className="end" disabled={!isReady} loading={isStarting} data-autofocus>
          {doWords(look, asRows, words)}
        </Button>
      </div>
    </form>
  )
}

function skippedOf({ preview, further }: Inspection): number {
  return [...preview, ...further].filter(({ reason }) => reason !== null).length
}

/** How many come in, as far as that is known: with rows even those whose persona is here already. */
function doWords(look: Inspection | undefined, asRows: boolean, words: Texts['personaImport']): string {
  if (look === undefined || look.looked === 0) return words.doUnknown
  const { looked, isWhole, known } = look
  const skipped = skippedOf(look)
  if (!isWhole) return skipped > 0 ? words.doOthers : words.doAll
  return asRows ? words.doLines(looked - skipped) : words.doNew(looked - skipped - known.library - known.file)
}

/** The chosen field and the one that follows, or comes before where none does: numbers and keys mostly stand first. */
function patternOf(fields: readonly string[], chosen: string | null | undefined): string {
  const at = Math.max(0, fields.indexOf(chosen ?? ''))
  const other = fields[at + 1] ?? fields[at - 1]
  return `{${fields[at]}}, {${other}}`
}
