import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { createItemText } from '../../src-main/core/lists/item-text.ts'
import { type Script, scriptedEngine } from '../support/scripted-engine.ts'
import { checkWords, type SeededRow, seedRows, seedRun } from '../support/seed-rows.ts'
import { startTestCore, type TestCore } from '../support/test-core.ts'

const openLibrary = (folder: string) => openDatabase(join(folder, 'library', 'library.db'))

async function find(core: TestCore, runId: number, query: string): Promise<number[]> {
  return (await core.ask('row.page', { runId, query, limit: 500 })).rows.map(({ position }) => position)
}

const row = (text: string, persona = 'A baker'): SeededRow => ({
  ...{ persona, text, state: 'accepted', reasons: [], verdict: null, editedText: null },
})

/** A library whose rows came before the search did, as its migration leaves them. */
async function olderLibrary(count: number): Promise<{ folder: string; runId: number }> {
  const core = startTestCore()
  await core.close()
  const db = openLibrary(core.folder)
  const runId = seedRun(db)
  seedRows(
    db,
    runId,
    Array.from({ length: count }, (_, at) => row(`Loaf number ${at} of rye`)),
  )
  db.exec(`
    INSERT INTO item_text (item_text) VALUES ('delete-all');
    INSERT INTO item_persona (item_persona) VALUES ('delete-all');
    INSERT INTO word_backlog SELECT min(id), max(id) FROM item;
  `)
  db.close()
  return { folder: core.folder, runId }
}

test('rows are found by their persona from the plan on, and by their text from its last try on', async () => {
  const script: Script = ({ prompt }, call) => ({
    text: `${prompt.start} ${call % 2 ? 'short' : `sackbut ${'word '.repeat(40)}${call}`}`,
  })
  const core = startTestCore({ engine: scriptedEngine(script).engine })
  const model = await core.addModel()
  await core.addPersonas(['A ferry pilot of the Bosporus'])
  const request = { template: { key: 'math' }, personas: { query: 'Bosporus', count: 0 }, attempts: 2, parallel: 1 }
  const { id } = await core.runToEnd(request, model)
  expect(await find(core, id, 'bospor')).toEqual([0])
  expect(await find(core, id, 'sackbut ferry')).toEqual([0])
  expect(await find(core, id, 'short')).toEqual([])
  const db = openLibrary(core.folder)
  checkWords(db)
  db.close()
})

test('the words of a try go with it at the next start, and those of an import come with it', async () => {
  const core = startTestCore({ engine: scriptedEngine().engine })
  const model = await core.addModel()
  await core.runToEnd({ template: { key: 'math' }, personas: { count: 5 }, purpose: 'try' }, model)
  await core.close()
  const again = startTestCore({ folder: core.folder })
  const lines = ['kumquat', 'medlar'].map((fruit) => ({ 'input persona': `A ${fruit}`, 'synthesized text': 'A pie' }))
  writeFileSync(join(core.folder, 'pies.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const done = again.hub.next('import.done', () => true)
  await again.ask('persona.import', { fileId: join(core.folder, 'pies.jsonl'), asRows: true })
  const runId = (await done).result?.runId as number
  expect(await find(again, runId, 'pie med')).toEqual([1])
  const db = openLibrary(core.folder)
  checkWords(db)
  db.close()
})

test('the words of an older library are collected beside other work, and it is told when they are', async () => {
  const { folder, runId } = await olderLibrary(3_000)
  const core = startTestCore({ folder })
  const done = core.hub.next('row.indexed', () => true)
  expect(await core.ask('row.outline', { runId, query: 'rye' })).toMatchObject({ isPartial: true })
  expect(await core.ask('row.outline', { runId })).toMatchObject({ isPartial: false, total: 3_000 })
  await done
  expect(await core.ask('row.outline', { runId, query: 'rye' })).toMatchObject({ isPartial: false, total: 3_000 })
  const db = openLibrary(folder)
  checkWords(db)
  db.close()
  expect(core.logged).toEqual([])
})

test('collecting that was cut off goes on where it was, and rows that change or come meanwhile are not lost', async () => {
  const { folder, runId } = await olderLibrary(400)
  const db = openLibrary(folder)
  const itemText = createItemText(db)
  expect(itemText.backlog.collect(0.001, 100)).toBe(true)
  const edit = (position: number, text: string) => {
    const id = db
      .prepare('SELECT id FROM item WHERE run_id = ? AND position = ?')
      .pluck()
      .get(runId, position) as number
    db.transaction(() =>
      itemText.change(id, () => db.prepare('UPDATE item SET edited_text = ? WHERE id = ?').run(text, id)),
    )()
  }
  edit(5, 'a collected sackbut')
  edit(350, 'an uncollected sackbut')
  seedRows(db, runId, [row('a new sackbut')])
  while (itemText.backlog.collect(0.001, 100));
  checkWords(db)
  db.close()
  const core = startTestCore({ folder })
  expect(await find(core, runId, 'sackbut')).toEqual([5, 350, 400])
})

test('nothing is judged or exported by words that are not collected yet: it would miss what it does not know', async () => {
  const { folder, runId } = await olderLibrary(100)
  // Beside another program nothing is collected here.
  const core = startTestCore({ folder, access: 'read' })
  const refusal = { code: 'busy', message: expect.stringMatching(/still being collected.*Nothing was/) }
  await expect(core.ask('row.judgeMany', { runId, query: 'rye', verdict: 'kept' })).rejects.toMatchObject(refusal)
  await expect(core.ask('export.preview', { runId, query: 'rye' })).rejects.toMatchObject(refusal)
  expect((await core.ask('export.preview', { runId, minLength: 3 })).rows).toBe(100)
})
