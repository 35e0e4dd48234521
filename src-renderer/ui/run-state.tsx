import { IconPlayerPause, IconPlayerStop } from '@tabler/icons-react'
import type { Run } from '#contract/runs'
import { type Texts, useTexts } from '../locales/use-texts.tsx'
import styles from './state-sign.module.css'
import { StateWord } from './state-sign.tsx'

type Props = { run: Pick<Run, 'status' | 'counts' | 'overruled' | 'noticeCode' | 'recovered'> }

/** How a run stands, in a word or two with a sign: a finished one names its worst problem, a paused one its cause. */
export function RunState({ run }: Props) {
  const { run: words } = useTexts().common
  const { failed, rejected, duplicate, accepted } = run.counts
  const { discarded, keptFrom } = run.overruled
  const leftOut = rejected + duplicate - (keptFrom.rejected ?? 0) - (keptFrom.duplicate ?? 0) + discarded
  if (run.status === 'running') return <StateWord state="running">{words.running}</StateWord>
  if (run.status === 'paused' || run.status === 'stopped') {
    const Icon = run.status === 'paused' ? IconPlayerPause : IconPlayerStop
    return (
      <span className={`${styles.word} ${styles.waitingWord}`}>
        <Icon size={13} stroke={1.75} aria-hidden />
        {run.status === 'paused' ? pausedWords(run, words) : words.stopped}
      </span>
    )
  }
  if (failed > 0) return <StateWord state="failed">{words.finishedFailed(failed)}</StateWord>
  if (leftOut > 0) {
    return <StateWord state={accepted > 0 ? 'accepted' : 'rejected'}>{words.finishedLeftOut(leftOut)}</StateWord>
  }
  return <StateWord state="accepted">{words.finished}</StateWord>
}

function pausedWords({ noticeCode, recovered }: Props['run'], words: Texts['common']['run']): string {
  if (noticeCode !== null) return words.pausedFor[noticeCode] ?? words.pausedForOther
  return recovered === null ? words.paused : words.pausedAfterLoss
}
