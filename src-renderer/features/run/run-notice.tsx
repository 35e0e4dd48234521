import { IconPlayerPause } from '@tabler/icons-react'
import { useState } from 'react'
import type { Progress, Run } from '#contract/runs'
import { useTexts } from '../../locales/use-texts.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Say } from '../../ui/say.tsx'
import { splitSentences } from '../../ui/say-error.tsx'
import { usePausedKept } from './use-paused-kept.ts'

/** The one thing to know about how a run stands: why it waits, what was saved, how it ended. */
export function RunNotice({ run, progress }: { run: Run; progress: Progress | undefined }) {
  const { run: words } = useTexts()
  const pausedKept = usePausedKept(run, progress)
  const [closedFor, setClosedFor] = useState<string>()
  const { recovered, status, notice } = run
  const isPickedUp = recovered !== null && (status === 'running' || (status === 'paused' && notice === null))
  const key = `${status}-${notice}-${isPickedUp}`
  if (closedFor === key) return null
  const onClose = () => setClosedFor(key)
  if (isPickedUp) return <PickedUp {...recovered} waits={status === 'paused'} onClose={onClose} />
  if (status === 'paused' && notice !== null)
    return <Paused notice={notice} noticeCode={run.noticeCode} kept={`${pausedKept} ${words.recovered.waits}`} />
  if (status === 'stopped') return <Stopped run={run} onClose={onClose} />
  if (status === 'finished') return <Finished run={run} onClose={onClose} />
  return null
}

type Close = { onClose: () => void }

function PickedUp({ kept, again, waits, onClose }: { kept: number; again: number; waits: boolean } & Close) {
  const { recovered: words } = useTexts().run
  return (
    <Say
      tone="indigo"
      title={words.title(kept, again)}
      kept={`${words.again(again)}${waits ? ` ${words.waits}` : ''}`}
      onClose={onClose}
    />
  )
}

/** For a cause of its own; what a person paused says so beside its counts, where nothing moves for it. */
function Paused({ notice, noticeCode, kept }: { notice: string; noticeCode: string | null; kept: string }) {
  const [first, rest] = splitSentences(notice)
  const details = `${noticeCode ?? ''}: ${notice}`
  return <Say tone="ochre" icon={IconPlayerPause} title={first} kept={rest ?? kept} details={details} />
}

function Stopped({ run, onClose }: { run: Run } & Close) {
  const { run: words } = useTexts()
  const kept = words.stoppedKept(run.counts.accepted, run.counts.cancelled)
  return <Say tone="plain" title={words.stopped} kept={run.notice ?? kept} onClose={onClose} />
}

function Finished({ run, onClose }: { run: Run } & Close) {
  const { run: words } = useTexts()
  const { planned, accepted, rejected, duplicate, failed } = run.counts
  const { discarded, kept } = run.overruled
  const params = { runId: String(run.id) }
  const review = (
    <LinkButton size="xs" to="/datasets/$runId/review" params={params}>
      {words.reviewThem}
    </LinkButton>
  )
  if (run.notice !== null) {
    const [first, rest] = splitSentences(run.notice)
    const details = `${run.noticeCode ?? ''}: ${run.notice}`
    return <Say tone="ochre" title={first} kept={rest} details={details} />
  }
  if (accepted === planned)
    return (
      <Say tone="plain" title={words.finishedAll(planned, discarded)} kept={words.checksHold} onClose={onClose}>
        {review}
      </Say>
    )
  return (
    <Say
      tone={failed > 0 ? 'ochre' : 'plain'}
      title={words.finished(accepted, planned, discarded)}
      kept={[words.finishedKept(rejected, duplicate, failed, kept), ...(accepted > 0 ? [words.checksHold] : [])].join(
        ' ',
      )}
      onClose={onClose}
    >
      {accepted > 0 && review}
      {failed > 0 && (
        <LinkButton size="xs" to="/datasets/$runId/rows" params={params} search={{ state: 'failed' }}>
          {words.lookAtFailed(failed)}
        </LinkButton>
      )}
      {rejected > 0 && (
        <LinkButton size="xs" to="/datasets/$runId/rows" params={params} search={{ state: 'rejected' }}>
          {words.lookAtRejected(rejected)}
        </LinkButton>
      )}
    </Say>
  )
}
