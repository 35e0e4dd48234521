import { Button } from '@mantine/core'
import type { Row } from '#contract/rows'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'

type Props = {
  /** Rows that are chosen, and whether they are all that were found. */
  count: number
  total: number
  isBusy: boolean
  onVerdict: (verdict: Row['verdict']) => void
  onAll: () => void
  onClear: () => void
}

/** What can be done to the rows that are chosen together. */
export function SelectionBar({ count, total, isBusy, onVerdict, onAll, onClear }: Props) {
  const { rowsPage: words } = useTexts()
  return (
    <section className="row wrap" aria-label={words.bulk.label}>
      <b className="num" role="status">
        {words.bulk.chosen(count, total)}
      </b>
      {count < total && (
        <Button size="xs" variant="subtle" onClick={onAll}>
          {words.bulk.all(total)}
        </Button>
      )}
      <Button size="xs" loading={isBusy} rightSection={<KeyHint keys="A" />} onClick={() => onVerdict('kept')}>
        {words.bulk.keep(count)}
      </Button>
      <Button size="xs" loading={isBusy} rightSection={<KeyHint keys="R" />} onClick={() => onVerdict('discarded')}>
        {words.bulk.discard(count)}
      </Button>
      <Button size="xs" variant="subtle" disabled={isBusy} onClick={() => onVerdict(null)}>
        {words.bulk.none}
      </Button>
      <Button size="xs" variant="subtle" onClick={onClear}>
        {words.bulk.clear}
      </Button>
    </section>
  )
}
