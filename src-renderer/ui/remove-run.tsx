import { ActionIcon, Modal, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { MouseEvent } from 'react'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { quietOff } from './quiet-off.ts'
import { SayError } from './say-error.tsx'

/** How datasets are put into the bin, and what came of the last time. */
export type Removing = {
  problem: { run: Run; error: Error } | null
  reset: () => void
  remove: (run: Run) => void
}

type Props = {
  run: Run
  removing: Removing
  /** Before it is asked for, by a press. */
  onPress?: (event: MouseEvent<HTMLElement>) => void
}

/** Into the bin with it, without a question, as there is a way back. `RemoveProblem` stands once beside all of these. */
export function RemoveRun({ run, removing, onPress }: Props) {
  const words = useTexts().datasets.bin
  const isOff = run.status === 'running'
  return (
    <Tooltip label={isOff ? words.putOff : words.put}>
      <ActionIcon
        size="sm"
        aria-label={words.putNamed(run.name)}
        {...quietOff(isOff)}
        onClick={(event) => {
          if (isOff) return
          onPress?.(event)
          removing.remove(run)
        }}
      >
        <IconTrash size={16} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  )
}

/** Why the last one stays where it is. */
export function RemoveProblem({ removing: { problem, reset } }: { removing: Removing }) {
  return (
    <Modal opened={problem !== null} onClose={reset} title={problem?.run.name}>
      {problem && <SayError error={problem.error} />}
    </Modal>
  )
}
