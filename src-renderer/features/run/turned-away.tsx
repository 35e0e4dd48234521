import { Link } from '@tanstack/react-router'
import type { Reason, Run } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { RetryButton } from './retry-button.tsx'
import styles from './run-page.module.css'
import type { RunCommands } from './use-run-commands.ts'

/** Why rows were not accepted, the commonest reason first, each leading to its rows; and another try for them. */
export function TurnedAway({ run, retry }: { run: Run; retry: RunCommands['retry'] }) {
  const { run: words, reasons: reasonWords, format } = useTexts()
  const reasons = useRequest('run.reasons', { runId: run.id })
  const { rejected, duplicate, failed } = run.counts
  const turnedAway = rejected + duplicate + failed
  const isOver = run.status === 'finished' || run.status === 'stopped'
  const none = isOver ? words.reasons.none : words.reasons.noneYet

  return (
    <section className="card stack" aria-labelledby="why">
      <h2 id="why">{turnedAway === 0 ? none : words.reasons.title(turnedAway)}</h2>
      <Loaded of={reasons} lines={3}>
        {(found) => {
          const counts = sumByReason(found.filter(({ state }) => state !== 'cancelled'))
          const most = counts[0]?.count ?? 1
          const named = counts.reduce((sum, { count }) => sum + count, 0)
          return (
            <>
              {turnedAway > 0 && named > turnedAway && <p className="faint sm">{words.reasons.several}</p>}
              {turnedAway > 0 && counts.length > 0 && (
                <ul className={styles.why}>
                  {counts.map(({ reason, count }) => (
                    <li key={reason}>
                      <Link to="/datasets/$runId/rows" params={{ runId: String(run.id) }} search={{ reason }}>
                        <span>{reasonWords[reason].word}</span>
                        <span className="num">{format.number(count)}</span>
                        <i>
                          <b style={{ width: `${(100 * count) / most}%` }} />
                        </i>
                      </Link>
                    </li>
                  ))}
                </ul>
              )}
            </>
          )
        }}
      </Loaded>
      <RetryButton run={run} retry={retry} />
    </section>
  )
}

function sumByReason(found: readonly { reason: Reason; count: number }[]): { reason: Reason; count: number }[] {
  const sums = new Map<Reason, number>()
  for (const { reason, count } of found) sums.set(reason, (sums.get(reason) ?? 0) + count)
  return Array.from(sums, ([reason, count]) => ({ reason, count })).sort((one, other) => other.count - one.count)
}
