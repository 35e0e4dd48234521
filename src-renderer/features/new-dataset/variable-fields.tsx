import { Select, Textarea } from '@mantine/core'
import type { Recipe } from '#contract/recipe'
import { useTexts } from '../../locales/use-texts.tsx'

type Props = {
  variables: Recipe['variables']
  values: Record<string, string>
  /** Small models have a choice of their own where the template names one. */
  isSmall: boolean
  onChange: (values: Record<string, string>) => void
}

/** What a template leaves open, such as the world that a figure belongs to. */
export function VariableFields({ variables, values, isSmall, onChange }: Props) {
  const { newDataset } = useTexts()
  const words = newDataset.advanced

  function set(name: string, value: string): void {
    const { [name]: _, ...rest } = values
    onChange(value === '' ? rest : { ...rest, [name]: value })
  }

  return (
    <fieldset className="stack s3">
      <legend>
        <b>{words.variables}</b>
      </legend>
      <p className="faint sm">{words.variablesHint}</p>
      {Object.entries(variables).map(([name, { label, default: usual, small, choices }]) => {
        const auto = (isSmall ? small : undefined) ?? usual
        return choices ? (
          <Select
            key={name}
            label={label}
            allowDeselect={false}
            value={values[name] ?? ''}
            onChange={(value) => set(name, value ?? '')}
            data={[
              { value: '', label: words.variableAuto(auto) },
              ...Object.keys(choices).map((value) => ({ value, label: value })),
            ]}
          />
        ) : (
          <Textarea
            key={name}
            label={label}
            autosize
            minRows={1}
            maxRows={6}
            placeholder={auto}
            value={values[name] ?? ''}
            onChange={(event) => set(name, event.currentTarget.value)}
          />
        )
      })}
    </fieldset>
  )
}
