import { Button } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconChevronLeft, IconChevronRight, IconPencil, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Row } from '#contract/rows'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import styles from './review-page.module.css'

type Props = {
  /** The one that stands. */
  verdict: Row['verdict']
  /** Nothing can be undone, edited, or compared where these are missing. */
  onUndo: (() => void) | undefined
  onEdit: (() => void) | undefined
  onSimilar: (() => void) | undefined
  onBack: () => void
  onDiscard: () => void
  onKeep: () => void
  onSkip: () => void
}

/** Everything that can be done to the row that is judged, each with its key. */
export function ReviewVerbs({ verdict, onUndo, onEdit, onSimilar, onBack, onDiscard, onKeep, onSkip }: Props) {
  const words = useTexts().review.verbs
  return (
    <div className={styles.verbs} role="toolbar" aria-label={words.label}>
      <Button
        variant="subtle"
        className={styles.quiet}
        leftSection={icon(<IconChevronLeft />)}
        rightSection={key('K')}
        onClick={onBack}
      >
        {words.back}
      </Button>
      <Button
        variant="subtle"
        className={styles.quiet}
        disabled={!onUndo}
        leftSection={icon(<IconArrowBackUp />)}
        rightSection={key('U')}
        onClick={onUndo}
      >
        {words.undo}
      </Button>
      <span className={styles.gap} />
      <Button
        aria-pressed={verdict === 'discarded'}
        className={styles.discard}
        leftSection={icon(<IconX />)}
        rightSection={key('R')}
        onClick={onDiscard}
      >
        {words.discard}
      </Button>
      <Button disabled={!onEdit} leftSection={icon(<IconPencil />)} rightSection={key('E')} onClick={onEdit}>
        {words.edit}
      </Button>
      <Button
        // While a text is edited, saving it is what comes next.
        variant={onEdit ? 'filled' : 'default'}
        aria-pressed={verdict === 'kept'}
        className={styles.keep}
        leftSection={icon(<IconCheck />)}
        rightSection={key('A')}
        onClick={onKeep}
      >
        {words.keep}
      </Button>
      <span className={styles.gap} />
      <Button
        variant="subtle"
        className={styles.quiet}
        disabled={!onSimilar}
        rightSection={key('F')}
        onClick={onSimilar}
      >
        {words.similar}
      </Button>
      <Button
        variant="subtle"
        className={styles.quiet}
        rightSection={
          <span className="row">
            {key('J')}
            {icon(<IconChevronRight />)}
          </span>
        }
        onClick={onSkip}
      >
        {words.skip}
      </Button>
    </div>
  )
}

function key(keys: string) {
  return <KeyHint keys={keys} isSilent />
}

function icon(drawing: ReactNode) {
  return (
    <span aria-hidden="true" className={styles.icon}>
      {drawing}
    </span>
  )
}
