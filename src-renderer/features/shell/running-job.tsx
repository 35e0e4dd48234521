import { ActionIcon } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useIsAway } from '../../client/api.tsx'
import { useCommand } from '../../client/use-request.ts'
import { useRunningRun } from '../../client/use-running-run.ts'
import { useSettings } from '../../client/use-settings.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { ModelLoading } from '../../ui/model-loading.tsx'
import { PaceSwitch } from '../../ui/pace-switch.tsx'
import { quietOff } from '../../ui/quiet-off.ts'
import { SayError } from '../../ui/say-error.tsx'
import { decidedCounts, readyRows, shownCounts } from '../../ui/shown-counts.ts'
import { SideTip } from '../../ui/side-tip.tsx'
import { StateBar } from '../../ui/state-bar.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import styles from './running-job.module.css'

/** The island at the foot of the side; absent where the same run stands larger. */
export function RunningJob({ pathname }: { pathname: string }) {
  const { shell, format } = useTexts()
  const running = useRunningRun()
  const isAway = useIsAway()
  const pause = useCommand('run.pause', { touches: ['run.list', 'run.show'] })
  const { settings, change, isChanging, error } = useSettings()
  if (!running) return null
  const { run, progress, others } = running
  const isShownLarger = pathname === '/' || pathname === `/datasets/${run.id}`
  if (isShownLarger) return null

  const shown = shownCounts(run, progress)
  const rows = shell.island.rows(readyRows(run, shown), run.counts.planned)
  return (
    <section className={styles.island} aria-label={shell.island.label}>
      <div className={`row ${styles.head}`}>
        <h2 className={`cut grow ${styles.name}`}>
          <SideTip label={`${run.name}: ${rows.n} ${rows.whole}`}>
            <Link to="/datasets/$runId" params={{ runId: String(run.id) }}>
              <span className={styles.sign}>
                <StateSign state="running" />
              </span>
              <span className={styles.wide}>{run.name}</span>
            </Link>
          </SideTip>
        </h2>
        <ActionIcon
          size="sm"
          aria-label={shell.island.pause(run.name)}
          loading={pause.isPending}
          {...quietOff(isAway)}
          onClick={() => isAway || pause.mutate({ runId: run.id })}
        >
          <IconPlayerPause size={16} stroke={1.5} />
        </ActionIcon>
      </div>
      <StateBar counts={decidedCounts(run, shown)} size="thin" />
      <p className={styles.wide}>
        <span className={styles.n}>{rows.n}</span> {rows.whole}
      </p>
      {!isAway && progress?.rowsPerMinute != null && (
        <p className={styles.wide}>{format.rowsPerMinute(progress.rowsPerMinute)}</p>
      )}
      <p className={styles.wide}>
        {isAway ? (
          shell.reconnecting.unknown
        ) : progress?.hasBegun === false ? (
          <ModelLoading />
        ) : progress?.eta ? (
          shell.island.left(format.durationRange(progress.eta))
        ) : (
          shell.island.leftUnknown
        )}
      </p>
      {others > 0 && <p className={`faint ${styles.wide}`}>{shell.island.others(others)}</p>}
      <div className={styles.pace}>
        <PaceSwitch size="xs" pace={settings?.pace} isChanging={isChanging} onChange={(pace) => change({ pace })} />
      </div>
      {error && <SayError error={error} />}
      {pause.error && <SayError error={pause.error} />}
    </section>
  )
}
