import { ActionIcon, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useTexts } from '../locales/use-texts.tsx'
import { useSearchDraft } from './use-search-draft.ts'

type Props = {
  label: string
  placeholder: string
  className?: string | undefined
  query: string
  onSearch: (query: string) => void
}

/** Words to search for, sent when the typing rests. */
export function SearchField({ label, placeholder, className = '', query, onSearch }: Props) {
  const { common } = useTexts()
  const [draft, setDraft] = useSearchDraft(query, onSearch)
  return (
    <TextInput
      type="search"
      className={className}
      aria-label={label}
      placeholder={placeholder}
      maxLength={500}
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
      rightSection={
        draft !== '' && (
          <ActionIcon size="xs" aria-label={common.clearSearch} onClick={() => setDraft('')}>
            <IconX size={14} stroke={1.5} />
          </ActionIcon>
        )
      }
    />
  )
}
