import { Button } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Row } from '#contract/rows'
import type { Progress, Run } from '#contract/runs'
import { useIsAway } from '../../client/api.tsx'
import { useChangedRows } from '../../client/use-changed-rows.ts'
import { useCommand } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { ModelLoading } from '../../ui/model-loading.tsx'
import { quietOff } from '../../ui/quiet-off.ts'
import { SayError } from '../../ui/say-error.tsx'
import { decidedCounts, readyRows, shownCounts } from '../../ui/shown-counts.ts'
import { StateBar } from '../../ui/state-bar.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import styles from './running-card.module.css'

type Props = { run: Run; progress: Progress | undefined; others: number }

/** What is being written now, large: number, bar, pace, and the newest good row. */
export function RunningCard({ run, progress, others }: Props) {
  const { home, run: runWords, shell, common, format } = useTexts()
  const [newest, setNewest] = useState<Row>()
  const pause = useCommand('run.pause', { touches: ['run.list', 'run.show'] })

  useChangedRows(run.id, (rows) => {
    setNewest((known) => rows.findLast(({ state }) => state === 'accepted') ?? known)
  })

  const isAway = useIsAway()
  const shown = shownCounts(run, progress)
  const pace = [
    progress?.rowsPerMinute != null && format.rowsPerMinute(progress.rowsPerMinute),
    progress?.eta ? shell.island.left(format.durationRange(progress.eta)) : shell.island.leftUnknown,
  ].filter(Boolean)

  return (
    <section className={`card stack s3 ${styles.card}`} aria-labelledby="now">
      <div className="row">
        <h2 id="now" className="row">
          <StateSign state="running" label={common.run.running} />
          <Link to="/datasets/$runId" params={{ runId: String(run.id) }} className={styles.name}>
            {run.name}
          </Link>
        </h2>
        <span className="faint cut">{home.now.made(run.modelName, run.templateName)}</span>
        <span className="row end">
          <Button
            size="xs"
            leftSection={<IconPlayerPause size={14} stroke={1.5} aria-hidden />}
            loading={pause.isPending}
            {...quietOff(isAway)}
            onClick={() => isAway || pause.mutate({ runId: run.id })}
          >
            {home.now.pause}
          </Button>
          <LinkButton size="xs" to="/datasets/$runId" params={{ runId: String(run.id) }}>
            {home.now.open}
          </LinkButton>
        </span>
      </div>
      <div className="row base wide wrap">
        <span className="big-number">{format.number(readyRows(run, shown))}</span>
        <span className="dim">{runWords.readySoFar(run.counts.planned)}</span>
        <span className="dim end">
          {isAway ? shell.reconnecting.unknown : progress?.hasBegun === false ? <ModelLoading /> : pace.join(', ')}
        </span>
      </div>
      <StateBar counts={decidedCounts(run, shown)} />
      {newest && (
        <p className={`well cut ${styles.newest}`}>
          <span className="faint">{home.now.newest}</span> {newest.text}
        </p>
      )}
      {others > 0 && <p className="faint">{shell.island.others(others)}</p>}
      {pause.error && <SayError error={pause.error} />}
    </section>
  )
}
