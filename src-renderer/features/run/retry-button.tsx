import { Button, Tooltip } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import type { Output } from '#contract/index'
import { badStates, type Run } from '#contract/runs'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import type { RunCommands } from './use-run-commands.ts'
import { useTally } from './use-tally.ts'

type Props = {
  run: Run
  retry: RunCommands['retry']
  /** It has just come to stand where another button stood: no press is meant for it. */
  isTooSoon: boolean
}

/** Another try for the rows of an ended run that are not good; nothing where all are, or a person decided about them. */
export function RetryButton({ run, retry, isTooSoon }: Props) {
  const { run: words } = useTexts()
  const count = countDue(useTally(run).data ?? [])
  const wasMade = run.modelSha256 !== ''
  if (count === 0 || !wasMade) return null
  const isMissing = run.status === 'stopped' && run.counts.cancelled > 0
  return (
    <Tooltip label={isMissing ? words.makeMissingHint : words.retryHint(count)} multiline maw={320}>
      <Button
        leftSection={<IconRefresh size={16} stroke={1.5} aria-hidden />}
        loading={retry.isPending}
        aria-disabled={isTooSoon}
        data-disabled={isTooSoon || undefined}
        onClick={() => isTooSoon || retry.mutate({ runId: run.id })}
      >
        {isMissing ? words.makeMissing(count) : count === 1 ? words.retryOne : words.retry(count)}
      </Button>
    </Tooltip>
  )
}

/** Why it is not known what a person decided, and whether there is something to make again. */
export function TallyProblem({ run }: { run: Run }) {
  const { error, refetch } = useTally(run)
  return error && <SayError error={error} onRetry={() => void refetch()} />
}

/** Rows that a retry makes again, see `run.retry`. */
function countDue(tally: Output<'row.tally'>): number {
  return tally
    .filter(({ state, verdict, edited }) => badStates.some((bad) => bad === state) && verdict === null && !edited)
    .reduce((sum, { count }) => sum + count, 0)
}
