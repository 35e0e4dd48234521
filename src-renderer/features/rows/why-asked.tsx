import { Button } from '@mantine/core'
import { type DiscardReason, discardReasons } from '#contract/discard-reasons'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import styles from './rows-page.module.css'

type Props = {
  /** The one that they have. */
  chosen: DiscardReason | null | undefined
  onChoose: (reason: DiscardReason) => void
}

/** Asks why a row was discarded, or several together for one reason, until something else is done. */
export function WhyAsked({ chosen, onChoose }: Props) {
  const { rowsPage: words, review } = useTexts()
  return (
    <section className={`row wrap ${styles.whyAsked}`} aria-label={words.why}>
      <span>{words.why}</span>
      {discardReasons.map((reason, at) => (
        <Button
          key={reason}
          size="xs"
          variant="subtle"
          aria-pressed={chosen === reason}
          leftSection={<KeyHint keys={String(at + 1)} isSilent />}
          onClick={() => onChoose(reason)}
        >
          {review.reasons[reason]}
        </Button>
      ))}
    </section>
  )
}
