import { AppError } from '#contract/errors'
import type { Handlers } from '#contract/index'
import type { Row } from '#contract/runs'
import { storableText } from '../text.ts'
import type { RowRepository } from './row-repository.ts'

export function createRowService({ rows }: { rows: RowRepository }) {
  function rowOf(rowId: number): Row {
    const row = rows.byId(rowId)
    if (!row) throw new AppError('not-found', `There is no row ${rowId}.`)
    return row
  }

  return {
    'row.page'({ after, limit, ...filter }) {
      const page = rows.page(filter, after, limit)
      const next = page.length === limit ? (page.at(-1)?.position ?? null) : null
      return { rows: page, next, total: rows.count(filter) }
    },

    'row.show': ({ rowId }) => ({ row: rowOf(rowId), attempts: rows.attempts(rowId) }),

    'row.judge'({ rowId, verdict, editedText, note }) {
      const row = rowOf(rowId)
      const storable = (text: string | null) => (text === null ? null : storableText(text).text)
      rows.judge({
        id: rowId,
        verdict: verdict === undefined ? row.verdict : verdict,
        editedText: editedText === undefined ? row.editedText : storable(editedText),
        note: note === undefined ? row.note : storable(note),
      })
      return rowOf(rowId)
    },

    'run.reasons': ({ runId }) => rows.reasons(runId),
  } satisfies Partial<Handlers>
}
