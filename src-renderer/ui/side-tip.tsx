import { Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactElement } from 'react'

const events = { hover: true, focus: true, touch: false }

/** Says what a sign of the side means where the window is too narrow for its words. */
export function SideTip({ label, children }: { label: string; children: ReactElement }) {
  const isFolded = useMediaQuery('(max-width: 71.99rem)')
  if (!isFolded) return children
  return (
    <Tooltip label={label} position="right" events={events}>
      {children}
    </Tooltip>
  )
}
