import { Button, Loader } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Output } from '#contract/index'
import type { Model } from '#contract/models'
import type { Run } from '#contract/runs'
import type { Template } from '#contract/templates'
import { useCommand, useRequest } from '../../client/use-request.ts'
import { openRuns } from '../../client/use-running-run.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import styles from './new-dataset-page.module.css'
import { ownTextId } from './variable-fields.tsx'

type Props = {
  found: number | undefined
  /** How many are asked for. */
  count: number
  template: Template | undefined
  models: readonly Model[] | undefined
  model: Model | undefined
  /** Variables of the template whose own text is still to be written. */
  unwritten: readonly { name: string; label: string }[]
  estimate: Output<'run.estimate'> | undefined
  error: Error | null
  /** What the choices could not be read for. */
  unread: { error: Error; onRetry: () => void } | undefined
  /** Another dataset that is being written: two at once are refused. */
  running: Run | undefined
  isMaking: boolean
  isTrying: boolean
  /** What should be looked at before. */
  notice: ReactNode
  onMake: () => void
}

/** What is there and what is missing, then the button with its arithmetic. */
export function MakeBar(props: Props) {
  const {
    found,
    count,
    template,
    models,
    model,
    unwritten,
    estimate,
    error,
    unread,
    running,
    isMaking,
    isTrying,
    notice,
    onMake,
  } = props
  const { newDataset, format } = useTexts()
  const words = newDataset.check
  const isReady = estimate !== undefined && estimate.items > 0 && template !== undefined && model !== undefined
  const label =
    isReady && estimate.duration
      ? newDataset.makeTimed(estimate.items, format.durationRange(estimate.duration))
      : isReady
        ? newDataset.make(estimate.items)
        : newDataset.makeNothing
  const below = isReady && !estimate.duration ? newDataset.unmeasured : isReady && newDataset.arithmetic(estimate.items)
  const pause = useCommand('run.pause', { touches: ['run.list', 'run.show'] })
  const open = useRequest('run.list', openRuns).data?.runs
  const [lastRunning, setLastRunning] = useState<number>()
  if (running && running.id !== lastRunning) setLastRunning(running.id)
  const paused = open?.find(({ id, status }) => id === lastRunning && status === 'paused')
  const hasPersonas = found !== undefined && found > 0
  return (
    <footer className={styles.foot} data-tall-foot={Boolean(notice)}>
      {unread ? <SayError {...unread} /> : error && <SayError error={error} />}
      {pause.error && <SayError error={pause.error} />}
      {notice}
      <div className="row wide wrap">
        <ul className={styles.checks} aria-label={words.title}>
          <Check isDone={hasPersonas}>
            {hasPersonas ? (
              words.personas(estimate?.items ?? Math.min(found, count))
            ) : (
              <OpenLink field="dataset-personas">{words.choosePersonas}</OpenLink>
            )}
          </Check>
          <Check isDone={template !== undefined}>
            {template ? (
              words.template(template.name)
            ) : (
              <OpenLink field="dataset-template">{words.chooseTemplate}</OpenLink>
            )}
          </Check>
          <Check isDone={model !== undefined}>
            {model || !models ? words.model : <Link to="/models">{words.addModel}</Link>}
          </Check>
          {unwritten.map(({ name, label }) => (
            <Check key={name} isDone={false}>
              <OpenLink field={ownTextId(name)}>{words.write(label)}</OpenLink>
            </Check>
          ))}
          {running && (
            <Check isDone={false}>
              <DatasetLink run={running} />
              {words.isWritten}
              <button
                type="button"
                className={styles.link}
                disabled={pause.isPending}
                onClick={() => pause.mutate({ runId: running.id })}
              >
                {words.pauseFirst}
              </button>
            </Check>
          )}
          {paused && (
            <li>
              <IconPlayerPause size={13} stroke={1.75} aria-hidden />
              <DatasetLink run={paused} />
              {words.isPaused}
            </li>
          )}
        </ul>
        <Button
          variant="filled"
          className={`end ${styles.make}`}
          disabled={!isReady || running !== undefined}
          aria-busy={isMaking}
          leftSection={isMaking && <Loader size={16} color="currentColor" aria-hidden />}
          onClick={onMake}
        >
          <span>
            {isMaking ? newDataset.making : label}
            {below && <small>{isTrying ? `${below}. ${newDataset.stopsTries}` : below}</small>}
          </span>
        </Button>
      </div>
    </footer>
  )
}

/** The tick and the dashed ring mean passed and still to do here too. */
function Check({ isDone, children }: { isDone: boolean; children: ReactNode }) {
  return (
    <li>
      <StateSign state={isDone ? 'accepted' : 'waiting'} />
      {children}
    </li>
  )
}

function DatasetLink({ run }: { run: Run }) {
  return (
    <Link to="/datasets/$runId" params={{ runId: String(run.id) }} className={`cut ${styles.other}`}>
      {run.name}
    </Link>
  )
}

/** Leads to a field and opens its list. */
function OpenLink({ field, children }: { field: string; children: ReactNode }) {
  function open(): void {
    const target = document.getElementById(field)
    target?.focus()
    target?.click()
  }
  return (
    <button type="button" className={styles.link} onClick={open}>
      {children}
    </button>
  )
}
