import { AppError } from '#contract/errors'
import type { Handlers, Publish } from '#contract/index'
import type { Row, RowFilter } from '#contract/rows'
import type { Handling } from '#contract/runs'
import { storableText } from '../text.ts'
import type { RowRepository } from './row-repository.ts'
import type { RowUndos } from './row-undos.ts'

/** Its text is about to be replaced. A row that is written and in line stays as it is, and so does one to be made again that is decided before. */
function isMadeAnew({ state, finishReason, reasons }: Row): boolean {
  return state === 'running' && (finishReason === null || reasons.length > 0)
}

type Deps = { rows: RowRepository; undos: RowUndos; handlingOf: (runId: number) => Handling; publish: Publish }

export function createRowService({ rows, undos, handlingOf, publish }: Deps) {
  const tellJudged = (runId: number) => publish('row.judged', { runId, ...handlingOf(runId) })

  function rowOf(rowId: number): Row {
    const row = rows.byId(rowId)
    if (!row) throw new AppError('not-found', `There is no row ${rowId}.`)
    return row
  }

  /** Whoever acts on what was found must not miss what is not collected yet. */
  function refusePartial(filter: RowFilter): void {
    if (!rows.isPartial(filter)) return
    throw new AppError(
      'busy',
      'The words of older rows are still being collected, so not all that fit are found yet. Nothing was changed. Try again in a few minutes.',
    )
  }

  return {
    'row.page': ({ sort, after, from, skip, limit, cut, ...filter }) =>
      rows.page(filter, sort, { after, from, skip, limit, cut }),

    'row.newest': ({ runId, limit }) => rows.newest(runId, limit),

    async 'row.outline'({ sort, ...filter }) {
      return { ...(await rows.outline(filter, sort)), isPartial: rows.isPartial(filter) }
    },

    'row.place': async ({ sort, rowId, ...filter }) => ({ at: await rows.place(filter, sort, rowId) }),

    'row.show': ({ rowId }) => ({ row: rowOf(rowId), attempts: rows.attempts(rowId) }),

    async 'row.similar'({ rowId, atLeast, limit }) {
      const row = rowOf(rowId)
      const isPartial = rows.isPartial({ runId: row.runId, query: row.editedText ?? row.text })
      return { ...(await rows.similar(row, atLeast, limit)), isPartial }
    },

    'row.tally': ({ runId }) => rows.tally(runId),

    'row.judge'({ rowId, verdict, discardReason, editedText, editedFrom, note, noteFrom }) {
      const row = rowOf(rowId)
      if (editedText?.trim() === '') {
        throw new AppError(
          'bad-input',
          'A row cannot be left without a text, so nothing was stored: write one, or discard the row.',
        )
      }
      if (editedText !== undefined && editedFrom !== undefined && editedFrom !== (row.editedText ?? row.text)) {
        throw new AppError(
          'changed-elsewhere',
          `Row ${row.position + 1} was changed in another window since you began to edit it here. Nothing was stored, and what you wrote still stands here. Save it all the same to replace the other text.`,
        )
      }
      if (note !== undefined && noteFrom !== undefined && noteFrom !== (row.note ?? '')) {
        throw new AppError(
          'changed-elsewhere',
          `The note of row ${row.position + 1} was changed in another window since you began yours. Nothing was stored, and what you wrote still stands here. Save it all the same to replace the other note.`,
        )
      }
      if ((verdict !== undefined || editedText !== undefined) && isMadeAnew(row)) {
        throw new AppError(
          'busy',
          `Row ${row.position + 1} is not written to its end yet. Nothing was changed. Judge it when it has ended.`,
        )
      }
      const storable = (text: string | null) => (text === null ? null : storableText(text).text)
      const verdictNow = verdict === undefined ? row.verdict : verdict
      const reasonNow = discardReason === undefined ? row.discardReason : discardReason
      const judged = {
        ...{ id: rowId, runId: row.runId },
        verdict: verdictNow,
        discardReason: verdictNow === 'discarded' ? reasonNow : null,
        editedText: editedText === undefined ? row.editedText : storable(editedText),
        note: note === undefined ? row.note : storable(note),
      }
      rows.judge(judged, editedText !== undefined)
      tellJudged(row.runId)
      return rowOf(rowId)
    },

    async 'row.judgeMany'({ rowIds, exceptIds, verdict, judged, ...rest }) {
      const filter = { ...rest, verdict: judged }
      refusePartial(filter)
      const others = (await rows.verdicts(filter, rowIds, exceptIds)).filter((row) => row.verdict !== verdict)
      const before = others.filter(({ isInWork }) => !isInWork)
      await rows.setVerdict(rest.runId, before, verdict)
      tellJudged(rest.runId)
      return {
        ...{ changed: before.length, skipped: others.length - before.length },
        undoId: undos.remember(rest.runId, before),
      }
    },

    async 'row.explain'({ undoId, discardReason }) {
      const judged = undos.find(undoId)
      if (!judged) {
        throw new AppError(
          'not-found',
          'These rows can no longer be given a reason together. They stay discarded; give it to each of them in the review.',
        )
      }
      const changed = await rows.setReason(judged.runId, judged.verdicts, discardReason)
      tellJudged(judged.runId)
      return { changed }
    },

    async 'row.undo'({ undoId }) {
      const before = undos.find(undoId)
      if (!before) {
        throw new AppError(
          'not-found',
          'This can no longer be undone. The rows are as they stand; change them by hand.',
        )
      }
      await rows.restoreVerdicts(before.runId, before.verdicts)
      undos.drop(undoId)
      tellJudged(before.runId)
      return { changed: before.verdicts.length }
    },

    'run.reasons': ({ runId }) => rows.reasons(runId),
  } satisfies Partial<Handlers>
}
