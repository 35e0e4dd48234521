import { Select } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import type { Run } from '#contract/runs'
import { useBin } from '../../client/use-bin.ts'
import { useRemoveRun } from '../../client/use-remove-run.tsx'
import { useRenameRun } from '../../client/use-rename-run.ts'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { DatasetPage } from '../../ui/dataset-page.tsx'
import { KnownRun } from '../../ui/known-run.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { shownCounts } from '../../ui/shown-counts.ts'
import { allQueues, isToJudge, type Queue, queueCounts } from './queues.ts'
import styles from './review-page.module.css'
import { ReviewView } from './review-view.tsx'

/** While rows are written, queues grow. */
const countedEveryMs = 5_000

/** One row after the other, large, with everything that helps to judge it. */
export function ReviewPage({ runId }: { runId: number }) {
  const asked = useSearch({ from: '/datasets/$runId/review', select: (search) => search.queue })
  const queue = allQueues.find((each) => each === asked) ?? 'accepted'
  const run = useRequest('run.show', { runId })
  const renaming = useRenameRun(runId)
  const removing = useRemoveRun({ leaves: true })
  const bin = useBin()
  return (
    <KnownRun of={run} bin={bin}>
      {(known) => (
        <DatasetPage run={known} view="review" renaming={renaming} removing={removing}>
          <div className={styles.page}>
            <QueueBar run={known} queue={queue} />
            <ReviewView key={queue} run={known} queue={queue} />
          </div>
        </DatasetPage>
      )}
    </KnownRun>
  )
}

type BarProps = { run: Run; queue: Queue }

/** Which rows are judged, and how far that has come. */
function QueueBar({ run, queue }: BarProps) {
  const runId = run.id
  const { review: words } = useTexts()
  const navigate = useNavigate({ from: '/datasets/$runId/review' })
  const select = useRef<HTMLInputElement>(null)
  const counted = useRequest('row.tally', { runId }, run.status === 'running' ? { everyMs: countedEveryMs } : {})
  const tally = counted.data ?? []
  const { here, whole } = queueCounts(tally, queue)
  const isToDo = isToJudge(queue)
  const { held = 0 } = shownCounts(run)
  return (
    <div>
      <div className="toolbar">
        <Select
          ref={select}
          className={styles.queue}
          aria-label={words.queue}
          allowDeselect={false}
          data={allQueues.map((value) => ({
            value,
            label: counted.data
              ? words.queueWith(words.queues[value], queueCounts(tally, value).here)
              : words.queues[value],
          }))}
          value={queue}
          onChange={(next) => {
            // So that the next key is one of the review again.
            select.current?.blur()
            if (next) void navigate({ search: next === 'accepted' ? {} : { queue: next }, replace: true })
          }}
        />
        {counted.data && isToDo && (
          <div
            className={styles.meter}
            role="progressbar"
            aria-label={words.progress}
            aria-valuemin={0}
            aria-valuemax={whole}
            aria-valuenow={whole - here}
          >
            <i style={{ width: `${whole === 0 ? 0 : (100 * (whole - here)) / whole}%` }} />
          </div>
        )}
        {counted.data && <span className="dim num">{isToDo ? words.left(here, whole) : words.here(here, whole)}</span>}
        {queue === 'accepted' && held > 0 && <span className="dim num">{words.held(held)}</span>}
        <LinkButton
          className="end"
          size="xs"
          variant="subtle"
          to="/datasets/$runId/rows"
          params={{ runId: String(runId) }}
          search={tableSearch(queue)}
          leftSection={<IconTable size={16} stroke={1.5} aria-hidden />}
        >
          {words.many}
        </LinkButton>
      </div>
      {counted.error && (
        <div className={styles.waiting}>
          <SayError error={counted.error} onRetry={() => void counted.refetch()} />
        </div>
      )}
    </div>
  )
}

/** The same rows in the table. */
function tableSearch(queue: Queue): Record<string, string> {
  if (queue === 'edited') return { edited: 'yes' }
  if (queue === 'kept' || queue === 'discarded') return { verdict: queue }
  return { state: queue, verdict: 'none' }
}
