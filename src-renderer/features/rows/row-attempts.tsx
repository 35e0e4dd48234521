import { useEffect, useRef } from 'react'
import type { Attempt } from '#contract/rows'
import { useTexts } from '../../locales/use-texts.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import styles from './rows-page.module.css'

type Props = {
  attempts: readonly Attempt[]
  /** Then nobody knows how it was written. */
  isImported: boolean
  /** The last one stands open, and is what is seen first. */
  isOpen: boolean
}

/** Every try of a row: what the model read and wrote, and how the checks went. */
export function RowAttempts({ attempts, isImported, isOpen }: Props) {
  const { rowsPage, reasons, format, common } = useTexts()
  const words = rowsPage.detail
  const opened = useRef<HTMLDetailsElement>(null)
  useEffect(() => opened.current?.scrollIntoView(), [])
  return (
    <section className="stack s1" aria-labelledby="row-attempts">
      <h3 id="row-attempts">{words.attempts}</h3>
      {attempts.map((attempt, at) => {
        const isGood = attempt.reasons.length === 0
        const isOpened = isOpen && at === attempts.length - 1
        return (
          <details key={attempt.number} className={styles.attempt} open={isOpened} ref={isOpened ? opened : undefined}>
            <summary>
              <StateSign
                state={isGood ? 'accepted' : 'rejected'}
                label={common.state[isGood ? 'accepted' : 'rejected']}
              />
              {words.attempt(attempt.number)}
              <span className="faint cut">
                {isGood ? words.passed : attempt.reasons.map((reason) => reasons[reason].word).join(', ')}
              </span>
              {!isImported && <span className="end faint num">{format.duration(attempt.durationMs / 1000)}</span>}
            </summary>
            <div className="stack">
              <dl className="facts">
                <dt>{words.finish}</dt>
                <dd>{rowsPage.finishReasons[attempt.finishReason] ?? attempt.finishReason}</dd>
                <dt>{words.reasons}</dt>
                <dd>{isGood ? words.noReasons : attempt.reasons.map((reason) => reasons[reason].text).join(' ')}</dd>
                {!isImported && (
                  <>
                    <dt>{words.tokens}</dt>
                    <dd>{words.tokensText(attempt.promptTokens, attempt.tokens)}</dd>
                    <dt>{words.seed}</dt>
                    <dd className="mono">{attempt.seed}</dd>
                    <dt>{words.engine}</dt>
                    <dd>{attempt.engine}</dd>
                  </>
                )}
              </dl>
              <Passage title={words.prompt} text={attempt.prompt} />
              {attempt.reasoning && <Passage title={words.reasoning} text={attempt.reasoning} />}
              <Passage title={words.reply} text={attempt.text} />
            </div>
          </details>
        )
      })}
    </section>
  )
}

function Passage({ title, text }: { title: string; text: string }) {
  return (
    <section className="stack s1">
      <h4 className="faint sm">{title}</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard */}
      <pre className={`well ${styles.passage}`} tabIndex={0}>
        {text}
      </pre>
    </section>
  )
}
