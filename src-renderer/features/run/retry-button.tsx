import { Button, Tooltip } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import type { Output } from '#contract/index'
import { badStates, type Run } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import type { RunCommands } from './use-run-commands.ts'

type Props = { run: Run; retry: RunCommands['retry'] }

/** Another try for the rows of an ended run that are not good; nothing where all are, or a person decided about them. */
export function RetryButton({ run, retry }: Props) {
  const { run: words } = useTexts()
  const { rejected, duplicate, failed, cancelled } = run.counts
  const wasMade = run.modelSha256 !== ''
  const { data: tally } = useRequest(
    'row.tally',
    { runId: run.id },
    { enabled: wasMade && rejected + duplicate + failed + cancelled > 0 },
  )
  const count = countDue(tally ?? [])
  if (count === 0) return null
  const isMissing = run.status === 'stopped' && cancelled > 0
  return (
    <Tooltip label={isMissing ? words.makeMissingHint : words.retryHint(count)} multiline maw={320}>
      <Button
        leftSection={<IconRefresh size={16} stroke={1.5} aria-hidden />}
        loading={retry.isPending}
        onClick={() => retry.mutate({ runId: run.id })}
      >
        {isMissing ? words.makeMissing(count) : count === 1 ? words.retryOne : words.retry(count)}
      </Button>
    </Tooltip>
  )
}

/** Rows that a retry makes again, see `run.retry`. */
function countDue(tally: Output<'row.tally'>): number {
  return tally
    .filter(({ state, verdict, edited }) => badStates.some((bad) => bad === state) && verdict === null && !edited)
    .reduce((sum, { count }) => sum + count, 0)
}
