import { Button, Tooltip } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import type { Output } from '#contract/index'
import { badStates, type Run } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import type { RunCommands } from './use-run-commands.ts'

type Props = { run: Run; retry: RunCommands['retry'] }

/** Another try for the rows of an ended run that are not good; nothing where all are, or a person decided about them. */
export function RetryButton({ run, retry }: Props) {
  const { run: words } = useTexts()
  const count = countDue(useBadRows(run).data ?? [])
  if (count === 0) return null
  const isMissing = run.status === 'stopped' && run.counts.cancelled > 0
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

/** Why it is not known whether there is something to make again. */
export function RetryProblem({ run }: { run: Run }) {
  const { isEnabled, error, refetch } = useBadRows(run)
  return isEnabled && error && <SayError error={error} onRetry={() => void refetch()} />
}

function useBadRows(run: Run) {
  const isOver = run.status === 'finished' || run.status === 'stopped'
  const wasMade = run.modelSha256 !== ''
  const hasBad = badStates.some((state) => run.counts[state] > 0)
  return useRequest('row.tally', { runId: run.id }, { enabled: isOver && wasMade && hasBad })
}

/** Rows that a retry makes again, see `run.retry`. */
function countDue(tally: Output<'row.tally'>): number {
  return tally
    .filter(({ state, verdict, edited }) => badStates.some((bad) => bad === state) && verdict === null && !edited)
    .reduce((sum, { count }) => sum + count, 0)
}
