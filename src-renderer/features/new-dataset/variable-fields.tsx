import { Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Recipe } from '#contract/recipe'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Choice } from '../../ui/choice.tsx'
import { SayError } from '../../ui/say-error.tsx'
import styles from './new-dataset-page.module.css'

type Props = {
  templateKey: string | undefined
  values: Record<string, string>
  /** Those of the dataset before. */
  last: Record<string, string> | undefined
  /** Small models have a choice of their own where the template names one. */
  isSmall: boolean
  onChange: (values: Record<string, string>) => void
}

/** Of the field for a text of one's own. */
export const ownTextId = (name: string) => `variable-${name}-own`

/** What a template leaves open, such as the world that a figure belongs to; nothing where it leaves nothing open. */
export function VariableFields({ templateKey, values, last, isSmall, onChange }: Props) {
  const { data, error, refetch } = useRequest(
    'template.show',
    { key: templateKey ?? '' },
    { enabled: templateKey !== undefined },
  )

  function set(name: string, value: string | undefined): void {
    const { [name]: _, ...rest } = values
    onChange(value === undefined ? rest : { ...rest, [name]: value })
  }

  if (error) {
    return (
      <div className={styles.field}>
        <span />
        <SayError error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  const bringsTexts = data?.recipe.steps[0]?.examples.some(({ background }) => background !== undefined)
  return Object.entries(data?.recipe.variables ?? {}).map(([name, variable]) => (
    <VariableField
      key={`${templateKey} ${name}`}
      name={name}
      templateKey={templateKey ?? ''}
      variable={variable}
      value={values[name]}
      last={last?.[name]}
      bringsTexts={bringsTexts === true}
      isSmall={isSmall}
      onChange={(value) => set(name, value)}
    />
  ))
}

type FieldProps = {
  name: string
  templateKey: string
  variable: Recipe['variables'][string]
  /** Undefined where it is as the template would have it; empty where a text of one's own is still to be written. */
  value: string | undefined
  last: string | undefined
  /** Whether its examples bring texts of their own, for those that people write. */
  bringsTexts: boolean
  isSmall: boolean
  onChange: (value: string | undefined) => void
}

/** No choice of a template is called so: their names begin with no white space. */
const own = ' own'
/** Of a choice's text: what it is about. */
const shownLength = 160

function VariableField(props: FieldProps) {
  const { name, templateKey, variable, value, last = '', bringsTexts, isSmall, onChange } = props
  const { variables: words } = useTexts().newDataset
  const id = `variable-${name}`
  const { label, default: usual, small, choices } = variable
  const auto = (isSmall ? small : undefined) ?? usual
  const names = Object.keys(choices ?? {})
  // What is written may come to be called as a choice is.
  const [wantsOwn, setWantsOwn] = useState(false)
  /** By letters one only passes it. */
  const [wasPicked, setWasPicked] = useState(false)
  const isOwn = value !== undefined && (wantsOwn || !names.includes(value))
  const hasText = choices === undefined || isOwn
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <div className="stack">
        {choices && (
          <Choice
            id={id}
            allowDeselect={false}
            description={isOwn ? undefined : shortly(choices[value ?? auto] ?? '')}
            inputWrapperOrder={['label', 'input', 'description']}
            value={isOwn ? own : value === undefined || value === auto ? '' : value}
            onOptionSubmit={(next) => setWasPicked(next === own)}
            onChange={(next) => {
              setWantsOwn(next === own)
              onChange(next === own ? (names.includes(last) ? '' : last) : next || undefined)
            }}
            data={[
              ...names.map((each) =>
                each === auto ? { value: '', label: words.auto(each) } : { value: each, label: each },
              ),
              { value: own, label: words.own },
            ]}
          />
        )}
        {hasText && (
          <Textarea
            {...(choices ? { id: ownTextId(name), 'aria-label': words.ownOf(label) } : { id })}
            ref={wasPicked ? focusOnce : undefined}
            description={choices ? words.ownHint(bringsTexts) : undefined}
            autosize
            minRows={choices ? 3 : 1}
            maxRows={10}
            placeholder={choices ? words.ownPlaceholder : auto}
            value={value ?? ''}
            onChange={(event) => onChange(event.currentTarget.value || (choices ? '' : undefined))}
          />
        )}
        {hasText && choices && isSmall && <p className="faint sm">{words.ownSmallModel}</p>}
        {hasText && choices && !bringsTexts && (
          <p className="sm">
            <Link to="/templates/$key" params={{ key: templateKey }}>
              {words.ownExamples}
            </Link>
          </p>
        )}
      </div>
    </div>
  )
}

/** Who chose to write a text writes it next, behind what stands there. As a ref it is called once, when the field comes. */
function focusOnce(field: HTMLTextAreaElement | null): void {
  field?.focus()
  field?.setSelectionRange(field.value.length, field.value.length)
}

function shortly(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > shownLength ? `${line.slice(0, line.lastIndexOf(' ', shownLength))} …` : line
}
