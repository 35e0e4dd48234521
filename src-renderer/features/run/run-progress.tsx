import type { Progress, Run } from '#contract/runs'
import { useIsAway } from '../../client/api.tsx'
import { useWriting } from '../../client/use-writing.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { ModelLoading } from '../../ui/model-loading.tsx'
import { RunState } from '../../ui/run-state.tsx'
import { decidedCounts, readyRows, shownCounts } from '../../ui/shown-counts.ts'
import { StateBar, StateLegend } from '../../ui/state-bar.tsx'
import { usePausedKept } from './use-paused-kept.ts'
import { useKept } from './use-tally.ts'

/** The number, the bar and the legend; pace and time left while it runs. */
export function RunProgress({ run, progress }: { run: Run; progress: Progress | undefined }) {
  const { run: words, format } = useTexts()
  const { counts } = run
  const handled = words.handled(useKept(run), run.edited)
  const isRunning = run.status === 'running'
  const isOpen = isRunning || run.status === 'paused'
  const pausedKept = usePausedKept(run, progress)
  const isPausedByPerson = run.status === 'paused' && run.notice === null && run.recovered === null
  const counted = shownCounts(run, progress)
  // As the rows and the picture of them show it: begun is what has words.
  const running = Math.min(counted.running, useWriting(run.id).length)
  const shown = { ...counted, running, waiting: counted.waiting + counted.running - running }
  const decided = decidedCounts(run, shown)
  const held = shown.held ?? 0
  const written = counts.planned - counts.waiting - counts.running + held
  return (
    <>
      <h2 id="progress" className="vh">
        {words.progress}
      </h2>
      <div className="row base wide wrap">
        <span className="row base">
          <span className="big-number">{format.number(readyRows(run, shown))}</span>
          <span className="dim">{isOpen ? words.readySoFar(counts.planned) : words.readyOf(counts.planned)}</span>
        </span>
        {isRunning ? <Pace run={run} progress={progress} /> : <span className="end">{<RunState run={run} />}</span>}
      </div>
      <StateBar counts={decided} />
      <div className="row wide wrap">
        <StateLegend counts={decided} isOpen={isOpen} />
      </div>
      {handled && !isRunning && <p className="dim">{handled}</p>}
      {isPausedByPerson && <p className="dim">{pausedKept}</p>}
      {isRunning && (
        <p className="dim">
          {words.written(written, counts.planned)}
          {held > 0 && `; ${words.writtenWaiting(held)}`}
          {handled && `. ${handled}`}
        </p>
      )}
    </>
  )
}

function Pace({ run, progress }: { run: Run; progress: Progress | undefined }) {
  const { run: words, shell, format } = useTexts()
  const isAway = useIsAway()
  const { hasBegun, eta, rowsPerMinute, tokensPerSecond } = progress ?? {}
  const pace =
    rowsPerMinute != null && tokensPerSecond != null
      ? words.pace(format.rowsPerMinute(rowsPerMinute), format.tokensPerSecond(tokensPerSecond))
      : undefined
  if (isAway) return <span className="end dim">{shell.reconnecting.unknown}</span>
  return (
    <span className="end dim">
      {hasBegun === false ? (
        <ModelLoading />
      ) : eta ? (
        <b>{shell.island.left(format.durationRange(eta))}</b>
      ) : (
        shell.island.leftUnknown
      )}
      {[pace, words.atOnce(run.parallel)].filter(Boolean).map((part) => ` · ${part}`)}
    </span>
  )
}
