import { AppError } from '#contract/errors'
import type { Handlers } from '#contract/index'
import type { Row, RowFilter } from '#contract/runs'
import { storableText } from '../text.ts'
import type { RowRepository, Verdict } from './row-repository.ts'

const undosKept = 20

export function createRowService({ rows }: { rows: RowRepository }) {
  function rowOf(rowId: number): Row {
    const row = rows.byId(rowId)
    if (!row) throw new AppError('not-found', `There is no row ${rowId}.`)
    return row
  }

  let lastUndo = 0
  const undos = new Map<number, readonly Verdict[]>()

  /** Whoever acts on what was found must not miss what is not collected yet. */
  function refusePartial(filter: RowFilter): void {
    if (!rows.isPartial(filter)) return
    throw new AppError(
      'busy',
      'The words of older rows are still being collected, so not all that fit are found yet. Nothing was changed. Try again in a few minutes.',
    )
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
    'row.page': ({ sort, after, from, skip, limit, cut, ...filter }) =>
      rows.page(filter, sort, { after, from, skip, limit, cut }),

    async 'row.outline'({ sort, ...filter }) {
      return { ...(await rows.outline(filter, sort)), isPartial: rows.isPartial(filter) }
    },

    'row.place': async ({ sort, rowId, ...filter }) => ({ at: await rows.place(filter, sort, rowId) }),

    'row.show': ({ rowId }) => ({ row: rowOf(rowId), attempts: rows.attempts(rowId) }),

    'row.judge'({ rowId, verdict, editedText, note }) {
      const row = rowOf(rowId)
      const storable = (text: string | null) => (text === null ? null : storableText(text).text)
      const judged = {
        id: rowId,
        verdict: verdict === undefined ? row.verdict : verdict,
        editedText: editedText === undefined ? row.editedText : storable(editedText),
        note: note === undefined ? row.note : storable(note),
      }
      rows.judge(judged, editedText !== undefined)
      return rowOf(rowId)
    },

    async 'row.judgeMany'({ rowIds, exceptIds, verdict, judged, ...rest }) {
      const filter = { ...rest, verdict: judged }
      refusePartial(filter)
      const before = (await rows.verdicts(filter, rowIds, exceptIds)).filter((row) => row.verdict !== verdict)
      await rows.setVerdicts(before.map(({ id }) => ({ id, verdict })))
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
      await rows.setVerdicts(before)
      return { changed: before.length }
    },

    'run.reasons': ({ runId }) => rows.reasons(runId),
  } satisfies Partial<Handlers>
}
