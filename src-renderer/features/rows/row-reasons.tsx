import type { Row, RowCheck } from '#contract/rows'
import type { Reason } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'

/** Why a row was set aside, a line for each reason; of missing parts and of copies also which. */
export function RowReasons({ row }: { row: Row }) {
  const asksWhich = row.reasons.some((reason) => reason === 'missing-part' || isCopy(reason))
  const { data } = useRequest('row.check', { rowId: row.id, text: row.text }, { enabled: asksWhich })
  return <Reasons reasons={row.reasons} check={data} />
}

type Props = {
  reasons: readonly Reason[]
  /** What the checks found in that text; undefined until it is known. */
  check: RowCheck | undefined
}

export function Reasons({ reasons: found, check }: Props) {
  const { reasons, rowsPage } = useTexts()
  const which = (of: Reason) => {
    if (of === 'missing-part') return check?.missing.length ? rowsPage.missing(check.missing) : ''
    const parts = check?.copied.filter(({ reason }) => reason === of) ?? []
    return parts.length ? rowsPage.copied(of, parts) : ''
  }
  return found.map((reason) => (
    <p key={reason} className="dim">
      <b>{reasons[reason].word}.</b> {reasons[reason].text} {which(reason)}
    </p>
  ))
}

function isCopy(reason: Reason): boolean {
  return reason.startsWith('copied-')
}
