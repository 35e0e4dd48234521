import { expect, test } from 'vitest'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'

async function start(count = 12) {
  const core = startTestCore({ engine: scriptedEngine().engine })
  const model = await core.addModel()
  const { id: runId } = await core.runToEnd({ template: { key: 'math' }, personas: { count }, attempts: 1 }, model)
  const page = async (filter: object = {}) => ({
    ...(await core.ask('row.page', { runId, limit: 500, ...filter })),
    ...(await core.ask('row.outline', { runId, ...filter })),
  })
  const verdicts = async () => (await page()).rows.map(({ verdict }) => verdict)
  return { ...core, runId, page, verdicts }
}

test('rows are narrowed by what a person thinks of them, and those that nobody judged are found', async () => {
  const { ask, page } = await start()
  const { rows } = await page()
  await ask('row.judge', { rowId: rows[0]!.id, verdict: 'kept' })
  await ask('row.judge', { rowId: rows[1]!.id, verdict: 'discarded' })
  expect(await page({ verdict: 'kept' })).toMatchObject({ total: 1, rows: [{ position: 0 }] })
  expect(await page({ verdict: 'discarded' })).toMatchObject({ total: 1, rows: [{ position: 1 }] })
  expect((await page({ verdict: 'none' })).total).toBe(10)
})

test('many rows get one verdict at once, and undo gives each back the one that it had', async () => {
  const { ask, page, runId, verdicts } = await start()
  const { rows } = await page()
  await ask('row.judge', { rowId: rows[2]!.id, verdict: 'kept' })
  const before = await verdicts()
  const rowIds = rows.slice(0, 5).map(({ id }) => id)
  const { changed, undoId } = await ask('row.judgeMany', { runId, rowIds, verdict: 'discarded' })
  expect(changed).toBe(5)
  expect(await verdicts()).toEqual([...Array(5).fill('discarded'), ...Array(7).fill(null)])
  expect(await ask('row.undo', { undoId })).toEqual({ changed: 5 })
  expect(await verdicts()).toEqual(before)
  await expect(ask('row.undo', { undoId })).rejects.toMatchObject({ code: 'not-found' })
})

test('all that fit a filter are judged, also more than one transaction holds, and no row of another dataset', async () => {
  const { ask, page, runId } = await start(500)
  const judged = await ask('row.judgeMany', { runId, query: 'lantern', verdict: 'kept' })
  const found = await page({ query: 'lantern' })
  expect(found.total).toBeGreaterThan(100)
  expect(judged.changed).toBe(found.total)
  expect(found.rows.every(({ verdict }) => verdict === 'kept')).toBe(true)
  expect((await page({ verdict: 'none' })).total).toBe(500 - found.total)
  expect((await ask('row.judgeMany', { runId, judged: 'kept', verdict: 'kept' })).changed).toBe(0)
  expect((await ask('row.judgeMany', { runId: runId + 1, verdict: 'discarded' })).changed).toBe(0)
  const otherRun = await ask('row.judgeMany', { runId: runId + 1, rowIds: [found.rows[0]!.id], verdict: 'discarded' })
  expect(otherRun.changed).toBe(0)
})
