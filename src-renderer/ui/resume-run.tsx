import { Button, Tooltip } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import type { Run } from '#contract/runs'
import { useIsAway } from '../client/api.tsx'
import { useCommand } from '../client/use-request.ts'
import { useOtherRun } from '../client/use-running-run.ts'
import { useTexts } from '../locales/use-texts.tsx'
import { quietOff } from './quiet-off.ts'
import { sayRefusal } from './say-refusal.ts'

/** Goes on with a run where its pause is told in a word; its own page has more to press. */
export function ResumeRun({ run }: { run: Pick<Run, 'id'> }) {
  const { run: words } = useTexts()
  const isAway = useIsAway()
  const other = useOtherRun(run.id)
  const resume = useCommand('run.resume', {
    touches: ['run.show', 'run.list', 'run.progress'],
    onRefused: sayRefusal,
  })
  return (
    <Tooltip label={other && words.otherIsWritten(other.name)} disabled={!other}>
      <Button
        leftSection={<IconPlayerPlay size={16} stroke={1.5} aria-hidden />}
        loading={resume.isPending}
        {...quietOff(isAway || other !== undefined)}
        onClick={() => isAway || other || resume.mutate({ runId: run.id })}
      >
        {words.resume}
      </Button>
    </Tooltip>
  )
}
