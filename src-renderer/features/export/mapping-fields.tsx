import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { exportFields } from '#contract/export-shapes'
import type { ExportField, ExportMapping } from '#contract/exports'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './export-dialog.module.css'

type Props = { mapping: ExportMapping; disabled: boolean; onChange: (mapping: ExportMapping) => void }

/** The fields of a file as a small table: a name, and what stands under it. */
export function MappingFields({ mapping, disabled, onChange }: Props) {
  const { exporting: words } = useTexts()
  const problem = mappingProblem(mapping)
  const change = (at: number, entry: Partial<ExportMapping[number]>) =>
    onChange(mapping.map((each, place) => (place === at ? { ...each, ...entry } : each)))
  return (
    <fieldset className={styles.mapping}>
      <legend>{words.mapping}</legend>
      {mapping.map(({ key, field }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field is known by its place, its name is being typed
        <div key={at} className="row">
          <TextInput
            className="grow"
            aria-label={words.fieldNameOf(at + 1)}
            placeholder={words.fieldName}
            maxLength={100}
            value={key}
            disabled={disabled}
            onChange={(event) => change(at, { key: event.currentTarget.value })}
          />
          <Select
            className="grow"
            aria-label={words.fieldWhatOf(at + 1)}
            value={field}
            disabled={disabled}
            searchable
            allowDeselect={false}
            data={exportFields.map((value) => ({ value, label: words.fields[value] }))}
            onChange={(value) => value && change(at, { field: value as ExportField })}
          />
          <ActionIcon
            aria-label={words.removeField(key)}
            disabled={disabled || mapping.length === 1}
            onClick={() => onChange(mapping.filter((_, place) => place !== at))}
          >
            <IconX size={16} stroke={1.5} />
          </ActionIcon>
        </div>
      ))}
      <span>
        <Button
          size="xs"
          disabled={disabled || mapping.length === exportFields.length}
          leftSection={<IconPlus size={14} stroke={1.5} aria-hidden />}
          onClick={() => onChange([...mapping, nextField(mapping)])}
        >
          {words.addField}
        </Button>
      </span>
      {problem && <p role="alert">{words[problem]}</p>}
    </fieldset>
  )
}

/** What keeps a mapping from being used. */
export function mappingProblem(mapping: ExportMapping): 'noName' | 'twoNames' | undefined {
  const names = mapping.map(({ key }) => key.trim())
  if (names.includes('')) return 'noName'
  return new Set(names).size < names.length ? 'twoNames' : undefined
}

function nextField(mapping: ExportMapping): ExportMapping[number] {
  const field = exportFields.find((each) => !mapping.some((entry) => entry.field === each)) ?? 'answer'
  return { key: field, field }
}
