import { AppError } from '#contract/errors'
import type { Handlers } from '#contract/index'
import type { Row } from '#contract/runs'
import { storableText } from '../text.ts'
import type { RowRepository, Verdict } from './row-repository.ts'

/** Rows of one transaction: some tens of milliseconds. */
const rowsAtOnce = 2_000
const undosKept = 20

export function createRowService({ rows }: { rows: RowRepository }) {
  function rowOf(rowId: number): Row {
    const row = rows.byId(rowId)
    if (!row) throw new AppError('not-found', `There is no row ${rowId}.`)
    return row
  }

  let lastUndo = 0
  const undos = new Map<number, readonly Verdict[]>()

  /** In pieces, so that the app answers meanwhile. */
  async function setVerdicts(verdicts: readonly Verdict[]): Promise<void> {
    for (let at = 0; at < verdicts.length; at += rowsAtOnce) {
      rows.setVerdicts(verdicts.slice(at, at + rowsAtOnce))
      await new Promise(setImmediate)
    }
  }

  function remember(before: readonly Verdict[]): number {
    undos.set(++lastUndo, before)
    for (const oldest of undos.keys()) {
      if (undos.size <= undosKept) break
      undos.delete(oldest)
    }
    return lastUndo
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

    async 'row.judgeMany'({ rowIds, verdict, judged, ...filter }) {
      const before: Verdict[] = []
      for (let after = -1; ; ) {
        const page = rows.verdicts({ ...filter, verdict: judged }, rowIds, after, rowsAtOnce)
        before.push(
          ...page.filter((row) => row.verdict !== verdict).map(({ id, verdict: was }) => ({ id, verdict: was })),
        )
        const last = page.at(-1)
        if (!last || page.length < rowsAtOnce) break
        after = last.position
        await new Promise(setImmediate)
      }
      await setVerdicts(before.map(({ id }) => ({ id, verdict })))
      return { changed: before.length, undoId: remember(before) }
    },

    async 'row.undo'({ undoId }) {
      const before = undos.get(undoId)
      if (!before) {
        throw new AppError(
          'not-found',
          'This can no longer be undone. The rows are as they stand; change them by hand.',
        )
      }
      undos.delete(undoId)
      await setVerdicts(before)
      return { changed: before.length }
    },

    'run.reasons': ({ runId }) => rows.reasons(runId),
  } satisfies Partial<Handlers>
}
