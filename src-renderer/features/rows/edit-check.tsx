import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertCircle } from '@tabler/icons-react'
import type { Row } from '#contract/rows'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Reasons } from './row-reasons.tsx'
import styles from './rows-page.module.css'

/** So long nothing was typed. */
const restMs = 300

type Props = {
  row: Row
  text: string
  /** It is the row's text already, and not being typed. */
  isStored?: boolean
}

/**
 * What the checks of the run have against a text that a person wrote: whoever breaks the form of a row would hear of it
 * only where the file is read.
 */
export function EditCheck({ row, text, isStored = false }: Props) {
  const { rowsPage } = useTexts()
  const words = rowsPage.editor
  const [settled] = useDebouncedValue(text, isStored ? 0 : restMs)
  const { data } = useRequest('row.check', { rowId: row.id, text: settled }, { keepPrevious: !isStored })
  const isGood = row.verdict === 'kept' || row.state === 'accepted'
  const against = data?.reasons ?? []
  const clean = data && against.length === 0 && words.nothingAgainst(isGood, isStored)
  return (
    <div role="status" className="stack s1 sm">
      {against.length > 0 && (
        <p className={styles.warned}>
          <IconAlertCircle size={16} stroke={1.5} aria-hidden />
          {words.against(isGood, isStored)}
        </p>
      )}
      <Reasons reasons={against} check={data} />
      {clean && <p className="dim">{clean}</p>}
    </div>
  )
}
