import { Button } from '@mantine/core'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Say } from '../../ui/say.tsx'
import { type DatasetDraft, filterOf, nextSeed } from './dataset-draft.ts'

type Props = {
  draft: DatasetDraft
  /** So many rows of `items` were made before. */
  repeated: number
  items: number
  onChange: (part: Partial<DatasetDraft>) => void
}

/** Told before rows are made that an earlier dataset has already, with what makes others. */
export function RepeatNotice({ draft, repeated, items, onChange }: Props) {
  const { newDataset } = useTexts()
  const words = newDataset.repeated
  const unused = useRequest('persona.count', { ...filterOf(draft), used: false }).data?.count ?? 0
  return (
    <Say tone="ochre" title={words.title(repeated, items)} kept={words.text}>
      {unused > 0 && (
        <Button size="xs" onClick={() => onChange({ used: false })}>
          {words.takeUnused(Math.min(unused, draft.count))}
        </Button>
      )}
      <Button size="xs" onClick={() => onChange({ seed: nextSeed(draft.seed) })}>
        {words.nextSeed}
      </Button>
    </Say>
  )
}
