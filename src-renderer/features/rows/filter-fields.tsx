import { Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RowFilter } from '#contract/rows'
import type { ItemState } from '#contract/runs'
import { useTexts } from '../../locales/use-texts.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useSearchDraft } from '../../ui/use-search-draft.ts'
import { allReasons, allStates, allVerdicts, stateSearch } from './row-filter.ts'
import type { Narrow } from './row-filters.tsx'
import styles from './rows-page.module.css'

/** Its lists open within the popover: outside of it a press would close that. */
const choice = { clearable: true, comboboxProps: { withinPortal: false } }

/** Everything that rows can be narrowed by, apart from the words of the search. */
export function FilterFields({ filter, onNarrow }: { filter: RowFilter; onNarrow: Narrow }) {
  const { rowsPage: words, reasons } = useTexts()
  return (
    <div className="stack s3">
      <States states={filter.states ?? []} onNarrow={onNarrow} />
      <Choice
        {...choice}
        searchable
        label={words.reason}
        placeholder={words.reasonAny}
        value={filter.reason ?? null}
        onChange={(reason) => onNarrow({ reason: reason ?? undefined })}
        data={allReasons.map((value) => ({ value, label: reasons[value].word }))}
      />
      <Choice
        {...choice}
        label={words.judged}
        placeholder={words.judgedAny}
        value={filter.verdict ?? null}
        onChange={(verdict) => onNarrow({ verdict: verdict ?? undefined })}
        data={allVerdicts.map((value) => ({ value, label: words.judgedAs[value] }))}
      />
      <YesOrNo
        {...{ label: words.changed, placeholder: words.changedAny, options: words.editedIs }}
        value={filter.edited}
        onChange={(edited) => onNarrow({ edited })}
      />
      <YesOrNo
        {...{ label: words.note, placeholder: words.noteAny, options: words.notedIs }}
        value={filter.noted}
        onChange={(noted) => onNarrow({ noted })}
      />
      <PersonaWords words={filter.persona ?? ''} onChange={(persona) => onNarrow({ persona })} />
      <fieldset className={styles.pair}>
        <legend>{words.length}</legend>
        <Length label={words.lengthFrom} value={filter.minLength} onChange={(minLength) => onNarrow({ minLength })} />
        <Length label={words.lengthTo} value={filter.maxLength} onChange={(maxLength) => onNarrow({ maxLength })} />
      </fieldset>
    </div>
  )
}

type YesOrNoProps = {
  label: string
  placeholder: string
  options: Record<'yes' | 'no', string>
  value: boolean | undefined
  onChange: (value: 'yes' | 'no' | undefined) => void
}

function YesOrNo({ options, value, onChange, ...field }: YesOrNoProps) {
  return (
    <Choice
      {...{ ...choice, ...field }}
      value={value === undefined ? null : value ? 'yes' : 'no'}
      onChange={(next) => onChange((next as 'yes' | 'no' | null) ?? undefined)}
      data={(['yes', 'no'] as const).map((each) => ({ value: each, label: options[each] }))}
    />
  )
}

function States({ states, onNarrow }: { states: readonly ItemState[]; onNarrow: Narrow }) {
  const { rowsPage: words, common } = useTexts()
  return (
    <fieldset className={styles.pair}>
      <legend>{words.state}</legend>
      {allStates.map((state) => (
        <Checkbox
          key={state}
          size="xs"
          label={state === 'running' ? words.writtenOrInLine : common.state[state]}
          checked={states.includes(state)}
          onChange={(event) => {
            const isWanted = event.currentTarget.checked
            onNarrow(stateSearch(allStates.filter((each) => (each === state ? isWanted : states.includes(each)))))
          }}
        />
      ))}
    </fieldset>
  )
}

function PersonaWords({ words: query, onChange }: { words: string; onChange: (words: string) => void }) {
  const { rowsPage: words } = useTexts()
  const [draft, setDraft] = useSearchDraft(query, onChange)
  return (
    <TextInput
      label={words.persona}
      placeholder={words.personaAny}
      maxLength={500}
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
    />
  )
}

type LengthProps = { label: string; value: number | undefined; onChange: (value: number | undefined) => void }

/** Taken when the field is left or Enter is pressed, not with each digit. */
function Length({ label, value, onChange }: LengthProps) {
  const [typed, setTyped] = useState<number | string>(value ?? '')
  const take = () => onChange(typed === '' ? undefined : Number(typed))
  return (
    <NumberInput
      aria-label={label}
      placeholder={label}
      min={1}
      max={1_000_000}
      clampBehavior="strict"
      allowDecimal={false}
      hideControls
      value={typed}
      onChange={setTyped}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  )
}
