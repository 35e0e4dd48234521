import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'

export type FilterChip = { label: string; onDrop: () => void }

type Props = { chips: readonly FilterChip[]; dropLabel: (label: string) => string }

/** What narrows a list now, each with a button that takes it away. */
export function FilterChips({ chips, dropLabel }: Props) {
  return chips.map(({ label, onDrop }) => (
    <span key={label} className="chip accent">
      <span className="cut">{label}</span>
      <ActionIcon size="xs" aria-label={dropLabel(label)} onClick={onDrop}>
        <IconX size={12} stroke={1.5} />
      </ActionIcon>
    </span>
  ))
}
