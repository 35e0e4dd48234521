import { IconPlayerPause, IconPlayerStop } from '@tabler/icons-react'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import styles from './state-sign.module.css'
import { StateWord } from './state-sign.tsx'

/** How a run stands, in a word with a sign: a finished one names its worst problem. */
export function RunState({ run }: { run: Pick<Run, 'status' | 'counts'> }) {
  const { run: words } = useTexts().common
  const { failed, rejected } = run.counts
  if (run.status === 'running') return <StateWord state="running">{words.running}</StateWord>
  if (run.status === 'paused' || run.status === 'stopped') {
    const Icon = run.status === 'paused' ? IconPlayerPause : IconPlayerStop
    return (
      <span className={`${styles.word} ${styles.waitingWord}`}>
        <Icon size={13} stroke={1.75} aria-hidden />
        {words[run.status]}
      </span>
    )
  }
  if (failed > 0) return <StateWord state="failed">{words.finishedFailed(failed)}</StateWord>
  if (rejected > 0) return <StateWord state="accepted">{words.finishedRejected(rejected)}</StateWord>
  return <StateWord state="accepted">{words.finished}</StateWord>
}
