import type { Progress, Run } from '#contract/runs'
import { useTexts } from '../../locales/use-texts.tsx'
import { RunState } from '../../ui/run-state.tsx'
import { StateBar, StateLegend } from '../../ui/state-bar.tsx'

/** The number, the bar and the legend; pace and time left while it runs. */
export function RunProgress({ run, progress }: { run: Run; progress: Progress | undefined }) {
  const { run: words, format } = useTexts()
  const { counts } = run
  const ended = counts.planned - counts.waiting - counts.running
  const written = progress?.written ?? ended
  const held = Math.max(0, written - ended)
  const isRunning = run.status === 'running'
  // Finished rows that wait for those planned before them: while nothing runs, nobody is writing them.
  const shown = isRunning ? counts : { ...counts, waiting: counts.waiting + counts.running, running: 0 }
  return (
    <>
      <h2 id="progress" className="vh">
        {words.progress}
      </h2>
      <div className="row base wide wrap">
        <span className="row base">
          <span className="big-number">{format.number(counts.accepted)}</span>
          <span className="dim">{words.goodOf(counts.planned)}</span>
        </span>
        {isRunning ? <Pace run={run} progress={progress} /> : <span className="end">{<RunState run={run} />}</span>}
      </div>
      <StateBar counts={shown} />
      <div className="row wide wrap">
        <StateLegend counts={shown} />
      </div>
      {isRunning && (
        <p className="dim">
          {words.written(written, counts.planned)}
          {held > 0 && `; ${words.writtenWaiting(held)}`}
        </p>
      )}
    </>
  )
}

function Pace({ run, progress }: { run: Run; progress: Progress | undefined }) {
  const { run: words, format } = useTexts()
  const { eta, rowsPerMinute, tokensPerSecond } = progress ?? {}
  const pace =
    rowsPerMinute != null && tokensPerSecond != null
      ? words.pace(format.rowsPerMinute(rowsPerMinute), format.tokensPerSecond(tokensPerSecond))
      : undefined
  return (
    <span className="end dim">
      {eta ? <b>{words.left(format.durationRange(eta))}</b> : words.leftUnknown}
      {[pace, words.atOnce(run.parallel)].filter(Boolean).map((part) => ` · ${part}`)}
    </span>
  )
}
