import { Button } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Run } from '#contract/runs'
import { useOtherRun } from '../../client/use-running-run.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Say } from '../../ui/say.tsx'
import type { RunCommands } from './use-run-commands.ts'

/** What a paused run cannot go on for: another one that is being written, which can be paused from here. */
export function HeldUp({ run, pause }: { run: Run; pause: RunCommands['pause'] }) {
  const { heldUp: words } = useTexts().run
  const other = useOtherRun(run.id)
  if (other === undefined || run.status !== 'paused') return null
  const link = (
    <Link to="/datasets/$runId" params={{ runId: String(other.id) }}>
      {other.name}
    </Link>
  )
  return (
    <Say
      tone="plain"
      title={
        <>
          {link} {words.isWritten}
        </>
      }
      kept={words.oneAtATime}
    >
      <Button
        size="xs"
        leftSection={<IconPlayerPause size={14} stroke={1.5} aria-hidden />}
        loading={pause.isPending}
        onClick={() => pause.mutate({ runId: other.id })}
      >
        {words.pause}
      </Button>
    </Say>
  )
}
