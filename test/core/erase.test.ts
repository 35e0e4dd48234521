import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCollector } from '../../src-main/core/collector.ts'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { createDatasetStore } from '../../src-main/core/personas/dataset-store.ts'
import { createEraseBacklog } from '../../src-main/core/runs/erase-backlog.ts'
import { scriptedEngine, wordsFromSeed } from '../support/scripted-engine.ts'
import { checkWords, type SeededRow, seedRows, seedRun } from '../support/seed-rows.ts'
import { layout, startTestCore, type TestCore } from '../support/test-core.ts'

const request = { template: { key: 'math' }, parallel: 1, attempts: 1, seed: 'erase' } as const

/** A word that stands in every row of the one that goes, and nowhere else. */
const secret = 'zyzzyvaquux'

const fail = (error: unknown) => {
  throw error
}

const openLibrary = (folder: string) => openDatabase(join(folder, 'library', 'library.db'))

/** Two datasets of the same first personas, each with a duplicate; the second one has two personas more, and is in the bin. */
async function startWithBin() {
  const { engine } = scriptedEngine((_request, call) =>
    call <= 3 ? { text: `Math problem: ${wordsFromSeed(call === 2 ? 1 : call)}` } : {},
  )
  const core = startTestCore({ engine })
  const model = await core.addModel()
  const kept = await core.runToEnd({ ...request, personas: { count: 3 } }, model)
  const gone = await core.runToEnd({ ...request, personas: { count: 5 }, seed: 'other' }, model)
  const { rows } = await core.ask('row.page', { runId: gone.id })
  for (const { id } of rows) await core.ask('row.judge', { rowId: id, editedText: `A ${secret} text` })
  await core.ask('run.remove', { runId: gone.id })
  return { ...core, model, kept, gone, rowId: rows[0]?.id ?? 0 }
}

async function eraseWhole(core: Pick<TestCore, 'ask' | 'hub'>, runId: number) {
  const swept = core.hub.next('run.swept', () => true)
  await core.ask('run.erase', { runId })
  return swept
}

function countsIn(folder: string) {
  const db = openLibrary(folder)
  const count = (sql: string) => db.prepare(sql).pluck().get()
  const counts = {
    runs: count('SELECT count(*) FROM run'),
    items: count('SELECT count(*) FROM item'),
    attempts: count('SELECT count(*) FROM attempt'),
    found: count(`SELECT count(*) FROM item_text WHERE item_text MATCH '${secret}'`),
  }
  checkWords(db)
  db.close()
  return counts
}

test('an erased dataset goes with every row, try and search word, and nothing of another goes', async () => {
  const core = await startWithBin()
  const kept = (await core.ask('row.page', { runId: core.kept.id })).rows
  expect(countsIn(core.folder)).toEqual({ runs: 2, items: 8, attempts: 8, found: 5 })
  expect(await eraseWhole(core, core.gone.id)).toEqual({ problem: null })
  expect(core.eventsNamed('run.erased')).toEqual([{ runId: core.gone.id }])
  expect(countsIn(core.folder)).toEqual({ runs: 1, items: 3, attempts: 3, found: 0 })
  expect((await core.ask('row.page', { runId: core.kept.id })).rows).toEqual(kept)
  expect(kept.map(({ state }) => state)).toContain('duplicate')
  expect(core.logged).toEqual([])
})

test('its personas are unused again unless another dataset has them, also one that was edited meanwhile', async () => {
  const core = await startWithBin()
  const { rows } = await core.ask('row.page', { runId: core.gone.id })
  const page = await core.ask('persona.page', { used: true })
  const edited = page.personas.find(({ text }) => text === rows[4]?.persona)
  await core.ask('persona.edit', { personaId: edited?.id ?? 0, text: 'A baker who was edited' })
  expect((await core.ask('persona.facets', {})).used.yes).toBe(5)
  await eraseWhole(core, core.gone.id)
  expect((await core.ask('persona.facets', {})).used.yes).toBe(3)
  expect(await core.ask('persona.count', { used: true })).toEqual({ count: 3 })
})

test('a dataset that is planned while another is erased keeps the marks of its personas', async () => {
  const core = await startWithBin()
  const { rows } = await core.ask('row.page', { runId: core.gone.id })
  await core.close()
  const db = openLibrary(core.folder)
  db.prepare('UPDATE run SET is_erased = 1 WHERE id = ?').run(core.gone.id)
  db.exec(`
    INSERT INTO run (name, purpose, status, recipe, model_sha256, template_hash, created_at)
    VALUES ('new', 'dataset', 'planning', '{}', '', 't', 1);
    INSERT INTO item (run_id, wave, position, input_kind, input_key, template_hash, input_text)
    SELECT last_insert_rowid(), 0, 0, 'persona', input_key, 't', input_text FROM item WHERE id = ${rows[4]?.id};
  `)
  const backlog = createEraseBacklog(db)
  while (backlog.collect(10, 20));
  const used = db.prepare('SELECT count(*) FROM persona WHERE facets & 1').pluck().get()
  expect(used).toBe(4)
  db.close()
})

test('an erased dataset is hidden from the first moment, before its rows are gone', async () => {
  const core = await startWithBin()
  const runId = core.gone.id
  const swept = core.hub.next('run.swept', () => true)
  const erased = core.ask('run.erase', { runId })
  const refusal = { code: 'not-found', message: expect.stringContaining('no dataset 2') }
  for (const asked of [
    core.ask('run.show', { runId }),
    core.ask('run.restore', { runId }),
    core.ask('run.erase', { runId }),
    core.ask('row.page', { runId }),
    core.ask('row.outline', { runId }),
    core.ask('row.show', { rowId: core.rowId }),
    core.ask('row.check', { rowId: core.rowId, text: '' }),
    core.ask('export.list', { runId }),
    core.ask('row.judge', { rowId: core.rowId, verdict: 'kept' }),
    core.ask('export.start', { runId }),
  ])
    await expect(asked).rejects.toMatchObject(refusal)
  await erased
  expect((await core.ask('run.list', { isRemoved: true })).runs).toEqual([])
  expect(await core.ask('app.info', {})).toMatchObject({ runCount: 1, removedRunCount: 0 })
  await swept
})

test('erasing that was cut off half-way stays hidden, and goes on at the next start', async () => {
  const core = await startWithBin()
  await core.close()
  const db = openLibrary(core.folder)
  db.prepare('UPDATE run SET is_erased = 1 WHERE id = ?').run(core.gone.id)
  expect(createEraseBacklog(db).collect(0.0001, 2)).toBe(true)
  expect(db.prepare('SELECT count(*) FROM item').pluck().get()).toBeGreaterThan(3)
  db.close()
  const reader = startTestCore({ folder: core.folder, access: 'read' })
  expect((await reader.ask('run.list', {})).runs.map(({ id }) => id)).toEqual([core.kept.id])
  await reader.close()
  const next = startTestCore({ folder: core.folder })
  await next.hub.next('run.swept', () => true)
  expect(countsIn(core.folder)).toEqual({ runs: 1, items: 3, attempts: 3, found: 0 })
})

test('what is erased just when the thread ends is seen to, and only then it is told that nothing is left', async () => {
  const core = startTestCore()
  await core.close()
  const databaseFile = join(core.folder, 'library', 'library.db')
  // One is there at first, and one more once its thread has ended.
  const pending = [true, true, true, false]
  await new Promise<void>((onDone) => {
    const backlog = { isPending: () => pending.shift() ?? false }
    const options = { backlog, databaseFile, workerEntry: layout.workers.erase, died: '', log: fail }
    createCollector({ ...options, onDone }).start()
  })
  expect(pending).toEqual([])
})

test('two datasets that are erased one right after the other both go', async () => {
  const core = await startWithBin()
  await core.ask('run.remove', { runId: core.kept.id })
  const swept = core.hub.next('run.swept', () => true)
  await core.ask('run.erase', { runId: core.gone.id })
  await core.ask('run.erase', { runId: core.kept.id })
  await swept
  expect(countsIn(core.folder)).toEqual({ runs: 0, items: 0, attempts: 0, found: 0 })
  // What a new one has in place of their numbers is its own.
  expect(await core.runToEnd({ ...request, personas: { count: 2 } }, core.model)).toMatchObject({
    ...{ removedAt: null, counts: { planned: 2 } },
  })
})

test('what was done to many rows of an erased dataset is not undone in rows of the next one', async () => {
  const core = await startWithBin()
  await core.ask('run.restore', { runId: core.gone.id })
  const { undoId } = await core.ask('row.judgeMany', { runId: core.gone.id, verdict: 'kept' })
  await core.ask('run.remove', { runId: core.gone.id })
  await eraseWhole(core, core.gone.id)
  const next = await core.runToEnd({ ...request, personas: { count: 5 } }, core.model)
  await core.ask('row.judgeMany', { runId: next.id, verdict: 'discarded' })
  await expect(core.ask('row.undo', { undoId })).rejects.toMatchObject({ code: 'not-found' })
  const { rows } = await core.ask('row.page', { runId: next.id })
  expect(rows.map(({ verdict }) => verdict)).toEqual(Array(5).fill('discarded'))
})

test('an import whose dataset is erased under it ends in words, and brings no rows into nowhere', async () => {
  const core = startTestCore()
  await core.close()
  const db = openLibrary(core.folder)
  const file = { name: 'rows.jsonl', sha256: 'a', field: 'persona', importedAt: 1 }
  const store = createDatasetStore(db, file)
  store.open()
  db.exec('UPDATE run SET removed_at = 1, is_erased = 1')
  expect(() => store.open()).toThrow(/was deleted for good while its rows came in.*Import the file again/)
  const again = createDatasetStore(db, file)
  again.open()
  expect(again.runId()).not.toBe(store.runId())
  db.close()
})

test('nothing of an erased text stays in the files of the library', async () => {
  const core = await startWithBin()
  await eraseWhole(core, core.gone.id)
  await core.close()
  expect(readFileSync(join(core.folder, 'library', 'library.db')).includes(secret)).toBe(false)
})

test('thousands of rows with one text go in pieces of less than 50 ms, and another dataset with rows between them stays', async () => {
  const core = startTestCore()
  await core.close()
  const db = openLibrary(core.folder)
  const [gone, kept] = [seedRun(db, 'gone'), seedRun(db, 'kept')]
  const row = (text: string, state: SeededRow['state'] = 'accepted'): SeededRow => ({
    ...{ persona: `A ${text} baker`, text: `${text} `.repeat(100), state },
    ...{ reasons: [], verdict: null, editedText: null },
  })
  seedRows(db, gone, [row('first')])
  for (let part = 0; part < 4; part++) {
    seedRows(
      db,
      gone,
      Array.from({ length: 1000 }, (_, at) => row('again', at % 2 ? 'duplicate' : 'accepted')),
    )
    seedRows(db, kept, [row('other')])
  }
  db.prepare('UPDATE run SET is_erased = 1 WHERE id = ?').run(gone)
  const backlog = createEraseBacklog(db)
  const times: number[] = []
  for (let isMore = true; isMore; ) {
    const before = performance.now()
    isMore = backlog.collect(10, 20)
    times.push(performance.now() - before)
  }
  expect(times.length).toBeGreaterThan(3)
  // The machine may have other things to do now and then.
  expect(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(50)
  expect(db.prepare('SELECT DISTINCT run_id FROM item').pluck().all()).toEqual([kept])
  checkWords(db)
  db.close()
})

test('the number of an erased dataset is never given again, by a run or an import, nor after a restart', async () => {
  const core = await startWithBin()
  await eraseWhole(core, core.gone.id)
  const next = await core.runToEnd({ ...request, personas: { count: 1 }, seed: 'next' }, core.model)
  expect(next.id).toBe(core.gone.id + 1)
  await core.ask('run.remove', { runId: next.id })
  await eraseWhole(core, next.id)
  await core.close()

  const again = startTestCore({ folder: core.folder })
  const line = JSON.stringify({ 'input persona': 'A baker', 'synthesized text': 'Bread' })
  writeFileSync(join(core.folder, 'rows.jsonl'), `${line}\n`)
  const { importId } = await again.ask('persona.import', { fileId: 'rows.jsonl', asRows: true })
  await expect
    .poll(async () => (await again.ask('import.show', { importId })).end?.result?.runId, { timeout: 10_000 })
    .toBe(next.id + 1)
})
