import { Button } from '@mantine/core'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'

type Props = {
  /** Personas that are chosen, and how many were found. */
  count: number
  total: number
  /** They come back instead of going away. */
  isArchive: boolean
  isBusy: boolean
  /** How far that has come, where it takes a while. */
  marking: { done: number; planned: number } | undefined
  onMark: () => void
  onAll: () => void
  onClear: () => void
}

/** What can be done to the personas that are chosen together. */
export function ChosenBar({ count, total, isArchive, isBusy, marking, onMark, onAll, onClear }: Props) {
  const words = useTexts().personas.chosen
  return (
    <section className="row wrap" aria-label={words.label}>
      <b className="num" role="status">
        {marking ? words.marking(marking.done, marking.planned) : words.count(count, total)}
      </b>
      {count < total && (
        <Button size="xs" variant="subtle" rightSection={<KeyHint keys="Ctrl A" />} onClick={onAll}>
          {words.all(total)}
        </Button>
      )}
      <Button size="xs" loading={isBusy} rightSection={<KeyHint keys="Del" />} onClick={onMark}>
        {isArchive ? words.restore(count) : words.archive(count)}
      </Button>
      <Button size="xs" variant="subtle" rightSection={<KeyHint keys="Esc" />} onClick={onClear}>
        {words.clear}
      </Button>
    </section>
  )
}
