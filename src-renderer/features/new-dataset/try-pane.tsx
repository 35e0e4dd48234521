import { Button } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useState } from 'react'
import type { Input } from '#contract/index'
import { type Texts, useTexts } from '../../locales/use-texts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { StateWord } from '../../ui/state-sign.tsx'
import styles from './new-dataset-page.module.css'
import type { TryRow } from './try-state.ts'
import { type Tries, tryCount } from './use-tries.ts'

type Props = {
  tries: Tries
  /** What would be made; undefined while something is missing. */
  request: Input<'run.start'> | undefined
  /** What has still to be chosen. */
  missing: Parameters<Texts['newDataset']['tries']['needs']>[0]
  /** Variables of the template whose own text is still to be written. */
  unwritten: readonly { label: string }[]
  /** Another dataset is being written: nothing can be tried beside it. */
  isHeldUp: boolean
}

/** A few rows, written live with the settings as they stand. */
export function TryPane({ tries, request, missing, unwritten, isHeldUp }: Props) {
  const { newDataset } = useTexts()
  const words = newDataset.tries
  const { state, isBusy } = tries
  const [tried, setTried] = useState<string>()
  const settings = settingsIn(request)
  const good = state.rows.filter((row) => row.state === 'accepted').length
  const finished = state.rows.filter((row) => row.state !== 'cancelled').length
  const hasTried = state.step !== 'idle'
  const needed = missing.length > 0 ? words.needs(missing) : unwritten[0] && words.write(unwritten[0].label)
  const obstacle = isHeldUp ? words.waits : needed

  function told(): string {
    const whole = state.rows.length
    return finished < whole ? words.stoppedAfter(good, finished, whole) : words.done(good, whole)
  }

  function start(): void {
    if (!request) return
    setTried(settings)
    void tries.start(request)
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard
    <section className={styles.tries} aria-labelledby="tries-title" tabIndex={0}>
      <div className="row">
        <h2 id="tries-title">{words.title}</h2>
        <span className="end">
          {isBusy ? (
            <Button
              size="xs"
              leftSection={<IconPlayerStop size={14} stroke={1.5} aria-hidden />}
              disabled={state.step === 'starting'}
              onClick={() => void tries.stop()}
            >
              {words.stop}
            </Button>
          ) : (
            <Button
              size="xs"
              leftSection={<IconPlayerPlay size={14} stroke={1.5} aria-hidden />}
              disabled={!request || isHeldUp}
              onClick={start}
            >
              {hasTried ? words.again(tryCount) : words.do(tryCount)}
            </Button>
          )}
        </span>
      </div>
      {state.error && <SayError error={state.error} />}
      {!hasTried && !state.error ? (
        <EmptyState small title={words.emptyTitle} text={obstacle ?? words.emptyText} />
      ) : (
        obstacle && !isBusy && <p className="dim">{obstacle}</p>
      )}
      <p className="dim" role="status">
        {isBusy && state.rows.length === 0 && words.loading}
        {state.step === 'ended' && state.rows.length === 0 && words.nothing}
        {state.step === 'ended' && state.rows.length > 0 && told()}
      </p>
      {!isBusy && hasTried && request && settings !== tried && <p className="faint">{words.changed}</p>}
      {state.rows.map((row) => (
        <TryCard key={row.rowId} row={row} />
      ))}
    </section>
  )
}

/** What a row depends on: what a dataset is called changes none. */
function settingsIn(request: Input<'run.start'> | undefined): string {
  return JSON.stringify({ ...request, name: undefined })
}

function TryCard({ row }: { row: TryRow }) {
  const { common, newDataset, reasons, format } = useTexts()
  const isOpen = row.state === 'running'
  const isHeld = isOpen && row.endedAt !== undefined
  const state = isHeld ? 'held' : row.state
  const why = row.reasons.map((reason) => reasons[reason].word).join(', ')
  return (
    <article className={styles.try}>
      <div className="row">
        <StateWord state={state}>
          {state === 'cancelled' ? newDataset.tries.stopped : common.state[state]}
          {why && !isOpen && `: ${why}`}
        </StateWord>
        {row.endedAt !== undefined && (
          <span className="end faint num">{format.duration((row.endedAt - row.beganAt) / 1000)}</span>
        )}
      </div>
      <p className={`faint sm ${styles.who}`} dir="auto">
        {row.persona}
      </p>
      <p className={`${styles.text} ${isOpen && !isHeld ? styles.caret : ''}`} dir="auto">
        {row.text}
      </p>
    </article>
  )
}
