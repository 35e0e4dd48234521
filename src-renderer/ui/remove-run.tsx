import { ActionIcon, Modal, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { quietOff } from './quiet-off.ts'
import { SayError } from './say-error.tsx'

/** How a dataset is put into the bin, and what came of it. */
export type Removing = {
  error: Error | null
  reset: () => void
  remove: (run: Run) => void
}

/** Into the bin with it, without a question, as there is a way back. */
export function RemoveRun({ run, removing }: { run: Run; removing: Removing }) {
  const words = useTexts().datasets.bin
  const isOff = run.status === 'running'
  return (
    <>
      <Tooltip label={isOff ? words.putOff : words.put}>
        <ActionIcon
          size="sm"
          aria-label={words.putNamed(run.name)}
          {...quietOff(isOff)}
          onClick={() => isOff || removing.remove(run)}
        >
          <IconTrash size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <Modal opened={removing.error !== null} onClose={removing.reset} title={run.name}>
        {removing.error && <SayError error={removing.error} />}
      </Modal>
    </>
  )
}
