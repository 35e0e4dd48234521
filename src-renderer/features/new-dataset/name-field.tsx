import { TextInput } from '@mantine/core'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './new-dataset-page.module.css'

export function NameField({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const { newDataset: words } = useTexts()
  return (
    <div className={styles.field}>
      <label htmlFor="dataset-name">{words.name}</label>
      <TextInput
        id="dataset-name"
        value={value}
        maxLength={200}
        data-autofocus
        placeholder={words.namePlaceholder}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
}
