import { ActionIcon, Button, Popover, TextInput } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { SayError } from './say-error.tsx'

/** How a dataset is renamed, and what came of it. */
export type Renaming = {
  error: Error | null
  isPending: boolean
  reset: () => void
  rename: (name: string, done: () => void) => void
}

/** What is typed first takes the place of the old name. Of no component, so that it is called once for each opening. */
const selectAll = (field: HTMLInputElement | null) => field?.select()

/** A pencil behind the name of a dataset, and the field that it opens. */
export function RenameRun({ run, renaming }: { run: Run; renaming: Renaming }) {
  const { datasets } = useTexts()
  const words = datasets.rename
  const [isOpen, setIsOpen] = useState(false)
  const [name, setName] = useState(run.name)

  function open(): void {
    setName(run.name)
    renaming.reset()
    setIsOpen(true)
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    const wanted = name.trim()
    if (wanted === '') return
    if (wanted === run.name) return setIsOpen(false)
    renaming.rename(wanted, () => setIsOpen(false))
  }

  return (
    <Popover opened={isOpen} onChange={setIsOpen} trapFocus returnFocus position="bottom-start" width={340}>
      <Popover.Target>
        <ActionIcon size="sm" aria-label={words.open(run.name)} title={words.title} onClick={open}>
          <IconPencil size={16} stroke={1.5} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <form className="stack s3" onSubmit={submit}>
          <TextInput
            label={words.label}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
            error={name.trim() === '' && words.missing}
            data-autofocus
            ref={selectAll}
          />
          {renaming.error && <SayError error={renaming.error} />}
          <Button type="submit" variant="filled" loading={renaming.isPending} style={{ justifySelf: 'end' }}>
            {words.do}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
