import { AppError } from '#contract/errors'
import type { Row } from '#contract/rows'
import type { Run } from '#contract/runs'
import type { Answers } from './show-page.tsx'

export const fakeRow = (id: number, more: Partial<Row> = {}): Row => ({
  ...{ id, runId: 1, position: id - 1, state: 'accepted', reasons: [], duplicateOf: null, persona: 'A baker' },
  ...{
    text: `Question ${id}?`,
    finishReason: 'stop',
    verdict: null,
    discardReason: null,
    editedText: null,
    note: null,
    endedBy: id,
  },
  ...more,
})

/** What a core answers about the dataset 1: finished, with good rows of these numbers. */
export function fakeDataset(numbers: number[], more: Partial<Run> = {}): Answers {
  const rows = numbers.map((id) => fakeRow(id))
  const counts = { planned: rows.length, waiting: 0, running: 0, accepted: rows.length, rejected: 0, duplicate: 0 }
  const run = {
    ...{
      id: 1,
      name: 'Workshop maths',
      status: 'finished',
      notice: null,
      start: '',
      templateKey: 'math',
      modelSha256: 'abc',
    },
    ...{ counts: { ...counts, failed: 0, cancelled: 0 }, recovered: null, sampling: {}, removedAt: null },
    ...{ overruled: { discarded: 0, kept: 0, keptFrom: {} }, edited: 0, exported: null, ...more },
  } as Run
  return {
    'run.show': () => run,
    'row.outline': () => ({ total: rows.length, landmarks: [], isPartial: false }),
    'row.page': ({ after = 0, limit }) => ({ rows: rows.filter(({ id }) => id > after).slice(0, limit), next: null }),
    'row.newest': ({ limit }) => rows.toReversed().slice(0, limit),
    'row.show': ({ rowId }) => ({ row: fakeRow(rowId), attempts: [] }),
    'row.tally': () => [],
    'row.judge': ({ rowId }) => fakeRow(rowId),
    'row.judgeMany': () => ({ changed: 1, skipped: 0, undoId: 1 }),
  }
}

export const refuse = (message: string) => () => Promise.reject(new AppError('disk-full', message))
