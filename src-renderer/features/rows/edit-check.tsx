import { useDebouncedValue } from '@mantine/hooks'
import type { Row } from '#contract/rows'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'

/** So long nothing was typed. */
const restMs = 300

/**
 * What the checks of the run would have against a text as it is typed: whoever breaks the form of a row would hear of it
 * only where the file is read. A passed row with a good text needs no word.
 */
export function EditCheck({ row, text }: { row: Row; text: string }) {
  const { rowsPage, reasons } = useTexts()
  const words = rowsPage.editor
  const [settled] = useDebouncedValue(text, restMs)
  const { data } = useRequest('row.check', { rowId: row.id, text: settled }, { keepPrevious: true })
  const isGood = row.verdict === 'kept' || row.state === 'accepted'
  if (!data) return <div role="status" />
  const isClean = data.reasons.length === 0
  return (
    <div role="status" className="stack s1 sm">
      {!isClean && <p>{words.against(isGood)}</p>}
      {data.reasons.map((reason) => (
        <p key={reason} className="dim">
          <b>{reasons[reason].word}.</b> {reasons[reason].text}
        </p>
      ))}
      {isClean && !isGood && <p className="dim">{words.nothingAgainst}</p>}
    </div>
  )
}
