import { ActionIcon, Button, Popover, TextInput } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { Run } from '#contract/runs'
import { useCommand } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'

/** Another name for a dataset, also while it is being written. */
export function RenameRun({ run }: { run: Run }) {
  const { datasets } = useTexts()
  const words = datasets.rename
  const [isOpen, setIsOpen] = useState(false)
  const [name, setName] = useState(run.name)
  const rename = useCommand('run.rename', { touches: ['run.list', 'run.show'] })

  function open(): void {
    setName(run.name)
    rename.reset()
    setIsOpen(true)
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    const wanted = name.trim()
    if (wanted === '') return
    if (wanted === run.name) return setIsOpen(false)
    rename.mutate({ runId: run.id, name: wanted }, { onSuccess: () => setIsOpen(false) })
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
          />
          {rename.error && <SayError error={rename.error} />}
          <Button type="submit" variant="filled" loading={rename.isPending} style={{ justifySelf: 'end' }}>
            {words.do}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
