import { Button } from '@mantine/core'
import type { DiscardReason } from '#contract/discard-reasons'
import type { Run, RunStatus } from '#contract/runs'
import { type Texts, useTexts } from '../../locales/use-texts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { isToJudge, type Queue } from './queues.ts'
import styles from './review-page.module.css'
import type { Decision } from './use-queue.ts'
import { WhyDiscarded } from './why-discarded.tsx'

type Props = {
  run: Run
  queue: Queue
  decided: Decision | undefined
  onWhy: (reason: DiscardReason) => void
  /** Undefined where nothing can be undone. */
  onUndo: (() => void) | undefined
}

/** The end of a queue, with what was done to its last row, and the reason that this still takes. */
export function NothingLeft({ run, queue, decided, onWhy, onUndo }: Props) {
  const { review: words } = useTexts()
  const params = { runId: String(run.id) }
  const { planned, waiting, cancelled } = run.counts
  // While it is running, some may be written and in line.
  const isBare = run.status !== 'running' && planned > 0 && waiting + cancelled === planned
  return (
    <div className={styles.end}>
      <EmptyState
        small
        title={isBare ? words.noneTitle : words.emptyTitle}
        text={toCome(run.status, isBare, words, queue) ?? words.emptyText[queue](planned)}
        action={
          isBare ? (
            <LinkButton to="/datasets/$runId" params={params}>
              {words.toRun}
            </LinkButton>
          ) : (
            <LinkButton variant="filled" to="/datasets/$runId/rows" params={params} search={{ dialog: 'export' }}>
              {words.toExport}
            </LinkButton>
          )
        }
        other={
          <>
            <LinkButton variant="subtle" to="/datasets/$runId/rows" params={params} search={{}}>
              {words.toRows}
            </LinkButton>
            {onUndo && (
              <Button variant="subtle" rightSection={<KeyHint keys="U" isSilent />} onClick={onUndo}>
                {words.verbs.undo}
              </Button>
            )}
          </>
        }
      />
      <p className="faint sm" role="status">
        {decided?.said}
      </p>
      {decided?.discarded && <WhyDiscarded row={decided.discarded} isBefore onChoose={onWhy} />}
    </div>
  )
}

/** What there is to say of rows that are not written; undefined where each was, or where writing brings none. */
function toCome(status: RunStatus, isBare: boolean, { more }: Texts['review'], queue: Queue): string | undefined {
  const brings = isBare || isToJudge(queue)
  if (status === 'running' || status === 'paused') return brings ? more[status] : undefined
  return isBare ? more.stopped : undefined
}
