import { type DiscardReason, discardReasons } from '#contract/discard-reasons'
import type { Row } from '#contract/rows'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import styles from './review-page.module.css'

type Props = {
  row: Row
  /** It was just discarded, and is the row before the one that is read. */
  isBefore: boolean
  onChoose: (reason: DiscardReason) => void
}

/** The reasons to discard a row, each with its key. */
export function WhyDiscarded({ row, isBefore, onChoose }: Props) {
  const { review: words } = useTexts()
  return (
    <section className={`stack s1 ${styles.whys}`} data-before={isBefore}>
      <h2>{isBefore ? words.whyBefore(row.position + 1) : words.why}</h2>
      <ol className="stack s0">
        {discardReasons.map((reason, at) => (
          <li key={reason}>
            <button
              type="button"
              className={styles.why}
              aria-pressed={row.discardReason === reason}
              onClick={() => onChoose(reason)}
            >
              <KeyHint keys={String(at + 1)} />
              {words.reasons[reason]}
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
