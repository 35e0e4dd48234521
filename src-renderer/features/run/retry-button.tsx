import { Button, Tooltip } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import type { Output } from '#contract/index'
import { badStates, type Run } from '#contract/runs'
import { useOtherRun } from '../../client/use-running-run.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { quietOff } from '../../ui/quiet-off.ts'
import { SayError } from '../../ui/say-error.tsx'
import type { RunCommands } from './use-run-commands.ts'
import { useTally } from './use-tally.ts'

type Props = { run: Run; retry: RunCommands['retry'] }

/** Another try for the rows of an ended run that were not accepted; nothing where all were, or a person decided about them. */
export function RetryButton({ run, retry }: Props) {
  const { run: words } = useTexts()
  const count = useDue(run)
  const other = useOtherRun(run.id)
  if (count === 0 || isMissingSome(run)) return null
  return (
    <div className="row">
      <Tooltip label={other ? words.otherIsWritten(other.name) : words.retryHint(count)} multiline maw={320}>
        <Button
          size="xs"
          leftSection={<IconRefresh size={14} stroke={1.5} aria-hidden />}
          loading={retry.isPending}
          {...quietOff(other !== undefined)}
          onClick={() => other || retry.mutate({ runId: run.id })}
        >
          {count === 1 ? words.retryOne : words.retry(count)}
        </Button>
      </Tooltip>
    </div>
  )
}

/**
 * Goes on with a run that was stopped before its end. `isTooSoon`: it has just come to stand where another button stood,
 * and no press is meant for it.
 */
export function MakeMissing({ run, retry, isTooSoon }: Props & { isTooSoon: boolean }) {
  const { run: words } = useTexts()
  const count = useDue(run)
  const other = useOtherRun(run.id)
  if (count === 0 || !isMissingSome(run)) return null
  return (
    <Tooltip label={other ? words.otherIsWritten(other.name) : words.makeMissingHint} multiline maw={320}>
      <Button
        leftSection={<IconRefresh size={16} stroke={1.5} aria-hidden />}
        loading={retry.isPending}
        {...quietOff(isTooSoon || other !== undefined)}
        onClick={() => isTooSoon || other || retry.mutate({ runId: run.id })}
      >
        {words.makeMissing(run.counts.cancelled)}
      </Button>
    </Tooltip>
  )
}

function isMissingSome({ status, counts }: Run): boolean {
  return status === 'stopped' && counts.cancelled > 0
}

/** How many rows of an ended run a retry makes again; none where it is not known what made them. */
function useDue(run: Run): number {
  const tally = useTally(run).data ?? []
  const isOver = run.status === 'finished' || run.status === 'stopped'
  return isOver && run.modelSha256 !== '' ? countDue(tally) : 0
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
