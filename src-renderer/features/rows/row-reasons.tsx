import type { Row } from '#contract/rows'
import type { Reason } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'

/** Why a row was set aside, a line for each reason; of missing parts also which. */
export function RowReasons({ row }: { row: Row }) {
  const lacksPart = row.reasons.includes('missing-part')
  const { data } = useRequest('row.check', { rowId: row.id, text: row.text }, { enabled: lacksPart })
  return <Reasons reasons={row.reasons} missing={data?.missing ?? []} />
}

export function Reasons({ reasons: found, missing }: { reasons: readonly Reason[]; missing: readonly string[] }) {
  const { reasons, rowsPage } = useTexts()
  return found.map((reason) => (
    <p key={reason} className="dim">
      <b>{reasons[reason].word}.</b> {reasons[reason].text}{' '}
      {reason === 'missing-part' && missing.length > 0 && rowsPage.missing(missing)}
    </p>
  ))
}
