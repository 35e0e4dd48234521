import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
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

test('lists of datasets tell passed rows that were discarded and others that were kept, and no verdict that agrees', async () => {
  const { ask, folder, page, runId } = await start()
  const [first, second, third, fourth] = (await page()).rows.map(({ id }) => id) as [number, number, number, number]
  const db = openDatabase(join(folder, 'library', 'library.db'))
  db.prepare("UPDATE item SET state = 'rejected' WHERE id IN (?, ?)").run(third, fourth)
  const overruled = async () => (await ask('run.list', {})).runs.map((run) => run.overruled)
  await ask('row.judge', { rowId: first, verdict: 'kept' })
  await ask('row.judge', { rowId: fourth, verdict: 'discarded' })
  expect(await overruled()).toEqual([{ discarded: 0, kept: 0, keptFrom: {} }])
  await ask('row.judge', { rowId: first, verdict: 'discarded' })
  await ask('row.judge', { rowId: second, verdict: 'discarded' })
  await ask('row.judge', { rowId: third, verdict: 'kept' })
  expect(await overruled()).toEqual([{ discarded: 2, kept: 1, keptFrom: { rejected: 1 } }])
  expect((await ask('run.show', { runId })).overruled).toEqual({ discarded: 2, kept: 1, keptFrom: { rejected: 1 } })
})

test('a row of which another try is being written is not judged or edited, and takes a note', async () => {
  const { ask, folder, page, runId } = await start()
  const [again, held] = (await page()).rows.map(({ id }) => id) as [number, number]
  const db = openDatabase(join(folder, 'library', 'library.db'))
  db.prepare(`UPDATE item SET state = 'running', reasons = '["too-short"]' WHERE id = ?`).run(again)
  db.prepare("UPDATE item SET state = 'running', passed = 1 WHERE id = ?").run(held)
  await expect(ask('row.judge', { rowId: again, verdict: 'kept' })).rejects.toMatchObject({ code: 'busy' })
  await expect(ask('row.judge', { rowId: again, editedText: 'Mine.' })).rejects.toMatchObject({ code: 'busy' })
  expect(await ask('row.judge', { rowId: again, note: 'Odd.' })).toMatchObject({ note: 'Odd.', verdict: null })
  expect(await ask('row.judge', { rowId: held, verdict: 'kept' })).toMatchObject({ verdict: 'kept' })
  expect((await ask('run.show', { runId })).status).toBe('finished')
})

test('rows of which another try is being written keep their verdict when many are judged, and are counted', async () => {
  const { ask, folder, page, runId, verdicts } = await start()
  const [again, held] = (await page()).rows.map(({ id }) => id) as [number, number]
  const db = openDatabase(join(folder, 'library', 'library.db'))
  db.prepare("UPDATE item SET state = 'running', passed = 0 WHERE id = ?").run(again)
  db.prepare("UPDATE item SET state = 'running', passed = 1 WHERE id = ?").run(held)
  const judged = await ask('row.judgeMany', { runId, verdict: 'discarded' })
  expect(judged).toMatchObject({ changed: 11, skipped: 1 })
  expect(await verdicts()).toEqual([null, ...Array(11).fill('discarded')])
  // What is in line has passed; what is being written is not counted whatever stands there.
  expect((await ask('run.show', { runId })).overruled).toEqual({ discarded: 11, kept: 0, keptFrom: {} })
  expect(await ask('row.undo', { undoId: judged.undoId })).toEqual({ changed: 11 })
  const few = await ask('row.judgeMany', { runId, rowIds: [again, held], verdict: 'kept' })
  expect(few).toMatchObject({ changed: 1, skipped: 1 })
  expect((await ask('run.show', { runId })).overruled).toEqual({ discarded: 0, kept: 0, keptFrom: {} })
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

test('an undo that cannot be stored can be asked for again', async () => {
  const { ask, folder, runId, verdicts } = await start()
  const { undoId } = await ask('row.judgeMany', { runId, verdict: 'kept' })
  const db = openDatabase(join(folder, 'library', 'library.db'))
  db.exec("CREATE TRIGGER refused BEFORE UPDATE OF verdict ON item BEGIN SELECT RAISE(ABORT, 'refused'); END")
  await expect(ask('row.undo', { undoId })).rejects.toMatchObject({ code: 'internal' })
  expect(await verdicts()).toEqual(Array(12).fill('kept'))
  db.exec('DROP TRIGGER refused')
  expect(await ask('row.undo', { undoId })).toEqual({ changed: 12 })
  expect(await verdicts()).toEqual(Array(12).fill(null))
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

test('why a row was discarded goes with that verdict, and comes back with it', async () => {
  const { ask, page, runId } = await start()
  const [first, second] = (await page()).rows.map(({ id }) => id) as [number, number]
  const discarded = { rowId: first, verdict: 'discarded', discardReason: 'dull' } as const
  expect(await ask('row.judge', discarded)).toMatchObject({ verdict: 'discarded', discardReason: 'dull' })
  expect(await ask('row.judge', { rowId: first, note: 'twice' })).toMatchObject({ discardReason: 'dull' })
  // Everybody's verdict and back.
  const { undoId } = await ask('row.judgeMany', { runId, verdict: 'kept' })
  expect((await page()).rows.map(({ discardReason }) => discardReason)).toEqual(Array(12).fill(null))
  await ask('row.undo', { undoId })
  expect((await page()).rows[0]).toMatchObject({ verdict: 'discarded', discardReason: 'dull' })
  // Kept for good: the reason is gone, and no other verdict takes one.
  await ask('row.judge', { rowId: first, verdict: 'kept' })
  expect(await ask('row.judge', { rowId: first, verdict: 'discarded' })).toMatchObject({ discardReason: null })
  expect(await ask('row.judge', { rowId: second, verdict: 'kept', discardReason: 'wrong' })).toMatchObject({
    discardReason: null,
  })
  await ask('row.judgeMany', { runId, rowIds: [second], verdict: 'discarded' })
  expect((await page()).rows[1]).toMatchObject({ verdict: 'discarded', discardReason: null })
  // A reason alone says nothing of the verdict.
  await ask('row.judge', { rowId: second, verdict: 'kept' })
  expect(await ask('row.judge', { rowId: second, discardReason: 'wrong' })).toMatchObject({
    verdict: 'kept',
    discardReason: null,
  })
  const unknown = { rowId: first, verdict: 'discarded', discardReason: 'blue' } as never
  await expect(ask('row.judge', unknown)).rejects.toMatchObject({ code: 'bad-input' })
})

test('rows that were discarded together get one reason, but for those that were kept since, and undo gives back what stood there', async () => {
  const { ask, page, runId } = await start()
  const [first, second, third, fourth] = (await page()).rows.map(({ id }) => id) as [number, number, number, number]
  const shown = async () => (await page()).rows.slice(0, 4).map((row) => `${row.verdict} ${row.discardReason}`)
  await ask('row.judge', { rowId: fourth, verdict: 'discarded', discardReason: 'wrong' })
  const { undoId: takenBack } = await ask('row.judgeMany', { runId, rowIds: [fourth], verdict: null })
  const { undoId } = await ask('row.judgeMany', { runId, rowIds: [first, second, fourth], verdict: 'discarded' })
  await ask('row.judge', { rowId: second, verdict: 'kept' })
  expect(await ask('row.explain', { undoId, discardReason: 'badly-written' })).toEqual({ changed: 2 })
  expect(await ask('row.explain', { undoId, discardReason: 'dull' })).toEqual({ changed: 2 })
  expect(await shown()).toEqual(['discarded dull', 'kept null', 'null null', 'discarded dull'])
  expect(third).toBeGreaterThan(second)

  await ask('row.undo', { undoId })
  expect(await shown()).toEqual(['null null', 'null null', 'null null', 'null null'])
  await ask('row.undo', { undoId: takenBack })
  expect(await shown()).toEqual(['null null', 'null null', 'null null', 'discarded wrong'])
  await ask('row.judge', { rowId: first, verdict: 'discarded' })
  expect((await shown())[0]).toBe('discarded null')
  await expect(ask('row.explain', { undoId, discardReason: 'dull' })).rejects.toMatchObject({ code: 'not-found' })
})

test('rows are counted by state, verdict and edits, of their own dataset alone', async () => {
  const { ask, page, runId } = await start()
  const { rows } = await page()
  await ask('row.judge', { rowId: rows[0]!.id, verdict: 'kept' })
  await ask('row.judge', { rowId: rows[1]!.id, verdict: 'discarded' })
  await ask('row.judge', { rowId: rows[2]!.id, editedText: 'Another.' })
  const tally = await ask('row.tally', { runId })
  const ofState = { state: 'accepted', edited: false } as const
  expect(tally).toHaveLength(4)
  expect(tally).toEqual(
    expect.arrayContaining([
      { ...ofState, verdict: 'kept', count: 1 },
      { ...ofState, verdict: 'discarded', count: 1 },
      { ...ofState, verdict: null, count: 9 },
      { ...ofState, verdict: null, edited: true, count: 1 },
    ]),
  )
  expect(await ask('row.tally', { runId: runId + 1 })).toEqual([])
})

test('an edit that began with another text than stands there now is not stored, unless it is asked for', async () => {
  const { ask, page, hub, runId } = await start()
  const [row] = (await page()).rows
  const edit = { rowId: row!.id, editedText: 'Mine.', editedFrom: row!.text }
  const told = hub.next('row.judged', () => true)
  expect(await ask('row.judge', edit)).toMatchObject({ editedText: 'Mine.' })
  expect(await told).toEqual({
    ...{ runId, overruled: { discarded: 0, kept: 0, keptFrom: {} } },
    ...{ edited: 1, exported: null },
  })
  await expect(ask('row.judge', { ...edit, editedText: 'Other.' })).rejects.toMatchObject({ code: 'changed-elsewhere' })
  expect((await page()).rows[0]).toMatchObject({ editedText: 'Mine.' })
  expect(await ask('row.judge', { ...edit, editedText: 'Other.', editedFrom: 'Mine.' })).toMatchObject({
    editedText: 'Other.',
  })
  expect(await ask('row.judge', { rowId: row!.id, editedText: null })).toMatchObject({ editedText: null })
})

test('a note that began with another one than stands there now is not stored, unless it is asked for', async () => {
  const { ask, page } = await start()
  const { id: rowId } = (await page()).rows[0]!
  expect(await ask('row.judge', { rowId, note: 'Mine', noteFrom: '' })).toMatchObject({ note: 'Mine' })
  await expect(ask('row.judge', { rowId, note: 'Other', noteFrom: '' })).rejects.toMatchObject({
    code: 'changed-elsewhere',
    message: expect.stringContaining('The note of row 1'),
  })
  expect((await page()).rows[0]).toMatchObject({ note: 'Mine' })
  expect(await ask('row.judge', { rowId, note: 'Other', noteFrom: 'Mine' })).toMatchObject({ note: 'Other' })
  expect(await ask('row.judge', { rowId, note: null })).toMatchObject({ note: null })
})

test('an edit that leaves nothing of a row is refused, and the row keeps what it said', async () => {
  const { ask, page } = await start()
  const { id: rowId, text } = (await page()).rows[0]!
  await ask('row.judge', { rowId, editedText: 'Better.' })
  for (const editedText of ['', ' \n\t\u00a0']) {
    await expect(ask('row.judge', { rowId, editedText, verdict: 'kept' })).rejects.toMatchObject({ code: 'bad-input' })
  }
  expect((await page()).rows[0]).toMatchObject({ editedText: 'Better.', verdict: null })
  expect(await ask('row.judge', { rowId, editedText: null })).toMatchObject({ editedText: null, text })
})
