import { closeSync, cpSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { backUp } from '../../src-main/core/db/back-up.ts'
import { migrate, schemaVersion } from '../../src-main/core/db/migrate.ts'
import { migrations } from '../../src-main/core/db/migrations.ts'
import { openDatabase, openLibraryDatabase } from '../../src-main/core/db/open-database.ts'
import { openLibrary } from '../../src-main/core/db/open-library.ts'
import { createItemText } from '../../src-main/core/lists/item-text.ts'
import { unpackFacets } from '../../src-main/core/lists/persona-facets.ts'
import { createFacetBacklog } from '../../src-main/core/personas/facet-backlog.ts'
import { createItemLedger } from '../../src-main/core/runs/item-ledger.ts'
import { checkWords } from '../support/seed-rows.ts'
import { startTestCore, tempFolder } from '../support/test-core.ts'

const latest = migrations.at(-1)!.version

test('a commit is on the disk before it is acknowledged', () => {
  const db = openDatabase(join(tempFolder(), 'a.db'))
  expect(db.pragma('synchronous', { simple: true })).toBe(2)
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
  db.close()
})

test('every table refuses values of the wrong type', () => {
  const db = openLibraryDatabase(join(tempFolder(), 'a.db'))
  const loose = db
    .prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
    )
    .all()
  expect(loose).toEqual([])
  db.close()
})

test('a failed migration leaves the file as it was', () => {
  const db = new Database(':memory:')
  const good = { version: 1, sql: 'CREATE TABLE a (id TEXT) STRICT' }
  migrate(db, [good])
  const more = [good, { version: 2, sql: 'CREATE TABLE b (id TEXT) STRICT' }, { version: 3, sql: 'NONSENSE' }]
  expect(() => migrate(db, more)).toThrow()
  expect(schemaVersion(db)).toBe(1)
  expect(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()).toEqual(['a'])
})

test('the first migration makes a library from nothing', () => {
  const db = new Database(':memory:')
  migrate(db, migrations.slice(0, 1))
  expect(schemaVersion(db)).toBe(1)
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
  expect(tables).toEqual(
    expect.arrayContaining(['persona', 'run', 'item', 'attempt', 'template', 'model', 'selection', 'source']),
  )
})

/** A library as version 1 left it, with rows in every table that the next ones refer to. */
function libraryOfVersion1(): string {
  const file = join(tempFolder(), 'library.db')
  const db = new Database(file)
  migrate(db, migrations.slice(0, 1))
  db.exec(`
    INSERT INTO source (id, name, kind, added_at) VALUES (1, 'mine', 'manual', 1);
    INSERT INTO persona (id, key, text, source_id, added_at) VALUES (1, zeroblob(16), 'A baker', 1, 1);
    INSERT INTO model (sha256, path, size_bytes, changed_ms, header, added_at) VALUES ('m', 'a.gguf', 1, 1, '{}', 1);
    INSERT INTO run (id, name, purpose, status, recipe, model_sha256, template_hash, created_at)
    VALUES (1, 'r', 'dataset', 'paused', '{}', 'm', 't', 1);
    INSERT INTO item (run_id, wave, position, input_kind, input_key, template_hash, input_text, state, text)
    VALUES (1, 0, 0, 'persona', zeroblob(16), 't', 'A baker', 'accepted', 'A row');
  `)
  db.close()
  return file
}

test('the second migration adds a place for vectors, keeps every row, and leaves a backup of the first', () => {
  const file = libraryOfVersion1()
  const db = openLibraryDatabase(file)
  expect(schemaVersion(db)).toBe(latest)
  expect(db.prepare('SELECT text FROM persona').pluck().all()).toEqual(['A baker'])
  expect(db.prepare('SELECT text, state FROM item').all()).toEqual([{ text: 'A row', state: 'accepted' }])
  const insert = db.prepare('INSERT INTO embedding (model_sha256, text_key, vector) VALUES (?, ?, ?)')
  insert.run('m', Buffer.alloc(16), Buffer.alloc(8))
  expect(() => insert.run('m', Buffer.alloc(16), Buffer.alloc(8))).toThrow(/UNIQUE/)
  expect(() => insert.run('m', Buffer.alloc(15), Buffer.alloc(8))).toThrow(/CHECK/)
  expect(() => insert.run('m', Buffer.alloc(16, 1), Buffer.alloc(7))).toThrow(/CHECK/)
  expect(() => insert.run('unknown', Buffer.alloc(16, 2), Buffer.alloc(8))).toThrow(/FOREIGN KEY/)
  db.close()
  const backup = openDatabase(`${file}.backup-v1`, { readonly: true })
  expect(schemaVersion(backup)).toBe(1)
  expect(backup.prepare('SELECT text FROM item').pluck().all()).toEqual(['A row'])
  backup.close()
})

test('the third migration adds a place for measured speeds, keeps every vector, and leaves a backup of the second', () => {
  const file = libraryOfVersion1()
  const before = openDatabase(file)
  migrate(before, migrations.slice(0, 2))
  before.prepare("INSERT INTO embedding VALUES ('m', ?, ?)").run(Buffer.alloc(16), Buffer.alloc(8))
  before.close()
  const db = openLibraryDatabase(file)
  expect(schemaVersion(db)).toBe(latest)
  expect(db.prepare('SELECT count(*) FROM embedding').pluck().get()).toBe(1)
  db.close()
  const backup = openDatabase(`${file}.backup-v2`, { readonly: true })
  expect(schemaVersion(backup)).toBe(2)
  backup.close()
})

test('the fourth migration has models measured anew, with their fitness, and leaves a backup of the third', () => {
  const file = libraryOfVersion1()
  const before = openDatabase(file)
  migrate(before, migrations.slice(0, 3))
  before.exec("INSERT INTO calibration VALUES ('m', 'here', 'build 1', '[]', 1)")
  before.close()
  const db = openLibraryDatabase(file)
  expect(schemaVersion(db)).toBe(latest)
  expect(db.prepare('SELECT count(*) FROM calibration').pluck().get()).toBe(0)
  const insert = db.prepare("INSERT INTO calibration VALUES (?, 'here', 'build 1', '[]', ?, 1)")
  insert.run('m', '{}')
  expect(() => insert.run('m', '{}')).toThrow(/UNIQUE/)
  expect(() => insert.run('unknown', '{}')).toThrow(/FOREIGN KEY/)
  expect(() => insert.run('m', 'no json')).toThrow(/CHECK/)
  db.prepare("DELETE FROM model WHERE sha256 = 'm'").run()
  expect(db.prepare('SELECT count(*) FROM calibration').pluck().get()).toBe(0)
  db.close()
  const backup = openDatabase(`${file}.backup-v3`, { readonly: true })
  expect(backup.prepare('SELECT count(*) FROM calibration').pluck().get()).toBe(1)
  backup.close()
})

test('the sixth migration adds a place for chat templates, keeps what was measured, and leaves a backup of the fifth', () => {
  const file = libraryOfVersion1()
  const before = openDatabase(file)
  migrate(before, migrations.slice(0, 5))
  before.exec("INSERT INTO calibration VALUES ('m', 'here', 'build 1', '[]', '{}', 1)")
  before.close()
  const db = openLibraryDatabase(file)
  expect(schemaVersion(db)).toBe(latest)
  expect(db.prepare('SELECT build FROM calibration').pluck().all()).toEqual(['build 1'])
  const insert = db.prepare("INSERT INTO chat_template VALUES (?, '{{ messages }}', 's', 1)")
  insert.run('m')
  expect(() => insert.run('m')).toThrow(/UNIQUE/)
  expect(() => insert.run('unknown')).toThrow(/FOREIGN KEY/)
  db.prepare("DELETE FROM model WHERE sha256 = 'm'").run()
  expect(db.prepare('SELECT count(*) FROM chat_template').pluck().get()).toBe(0)
  db.close()
  const backup = openDatabase(`${file}.backup-v5`, { readonly: true })
  expect(schemaVersion(backup)).toBe(5)
  backup.close()
})

test('the seventh migration makes rows and personas searchable, keeps every row, and leaves a backup of the sixth', () => {
  const file = libraryOfVersion1()
  const before = openDatabase(file)
  migrate(before, migrations.slice(0, 6))
  before.exec('INSERT INTO persona_text (rowid, text) SELECT id, text FROM persona')
  before.close()
  const db = openLibraryDatabase(file)
  expect(schemaVersion(db)).toBe(latest)
  expect(db.prepare('SELECT text, state FROM item').all()).toEqual([{ text: 'A row', state: 'accepted' }])
  const found = (index: string, words: string) =>
    db.prepare(`SELECT rowid FROM ${index} WHERE ${index} MATCH ?`).pluck().all(words)
  expect(found('persona_text', '"bak"*')).toEqual([1])
  // Words of older rows are collected afterwards.
  expect(db.prepare('SELECT * FROM word_backlog').all()).toEqual([{ next: 1, last: 1 }])
  expect(found('item_text', '"row"')).toEqual([])
  expect(createItemText(db).collect(20, 50)).toBe(false)
  expect(found('item_text', '"row" AND "bak"*')).toEqual([1])
  expect(found('item_persona', '"baker"')).toEqual([1])
  checkWords(db)
  db.close()
  const backup = openDatabase(`${file}.backup-v6`, { readonly: true })
  expect(schemaVersion(backup)).toBe(6)
  backup.close()
})

test('the eighth migration makes room for facets and edits, keeps personas, places and selections, and leaves a backup of the seventh', () => {
  const file = libraryOfVersion1()
  const before = openDatabase(file)
  migrate(before, migrations.slice(0, 7))
  before.exec(`
    INSERT INTO persona (id, key, text, source_id, added_at) VALUES (2, randomblob(16), 'Eine Bäckerin, die nie schläft', 1, 1);
    INSERT INTO source_persona VALUES (1, 0, 1), (1, 1, 2);
    INSERT INTO selection VALUES (1, 'mine', 1);
    INSERT INTO selection_persona VALUES (1, 2);
    INSERT INTO persona_text (persona_text) VALUES ('rebuild');
  `)
  const counts = (db: Database.Database) =>
    ['persona', 'source_persona', 'selection_persona', 'item', 'run'].map((table) =>
      db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    )
  const counted = counts(before)
  before.close()
  const db = openLibraryDatabase(file)
  expect(schemaVersion(db)).toBe(latest)
  expect(counts(db)).toEqual(counted)
  // Facets of older personas are worked out afterwards.
  expect(db.prepare('SELECT DISTINCT facets FROM persona').pluck().all()).toEqual([0])
  expect(db.prepare('SELECT * FROM facet_backlog').all()).toEqual([{ next: 1, last: 2 }])
  const backlog = createFacetBacklog(db)
  expect(backlog.collect(20, 50)).toBe(false)
  expect(backlog.isPending()).toBe(false)
  const facets = db.prepare('SELECT facets FROM persona ORDER BY id').pluck().all() as number[]
  expect(facets.map(unpackFacets)).toMatchObject([
    { length: 'short', isUsed: true, isArchived: false },
    { length: 'short', isUsed: false, isArchived: false, language: 'de' },
  ])
  expect(db.prepare('SELECT facets FROM source_persona ORDER BY position').pluck().all()).toEqual(facets)
  const keep = db.prepare("INSERT INTO persona_original VALUES (?, zeroblob(?), 'before', 1)")
  keep.run(1, 16)
  expect(() => keep.run(2, 16)).toThrow(/UNIQUE/)
  expect(() => keep.run(2, 15)).toThrow(/CHECK/)
  expect(() => db.prepare('INSERT INTO persona_alias VALUES (9, zeroblob(16))').run()).toThrow(/FOREIGN KEY/)
  db.exec("INSERT INTO persona_text (persona_text, rank) VALUES ('integrity-check', 1)")
  db.close()
  const backup = openDatabase(`${file}.backup-v7`, { readonly: true })
  expect(schemaVersion(backup)).toBe(7)
  expect(counts(backup)).toEqual(counted)
  backup.close()
})

test('a new library has nothing to work out', () => {
  const db = openLibraryDatabase(join(tempFolder(), 'a.db'))
  expect(createFacetBacklog(db).isPending()).toBe(false)
  db.close()
})

test('a library that an older version has open is not read with the newer schema in mind', () => {
  const folder = dirname(libraryOfVersion1())
  expect(() => openLibrary(folder, 'read', 'a test')).toThrow(
    expect.objectContaining({ code: 'library-locked', message: expect.stringContaining('older version') }),
  )
})

test('data from a newer release is refused by name and left alone', () => {
  const file = join(tempFolder(), 'a.db')
  const db = openLibraryDatabase(file)
  db.pragma(`user_version = ${latest + 1}`)
  db.close()
  const before = readFileSync(file)
  expect(() => openLibraryDatabase(file)).toThrow(
    expect.objectContaining({ code: 'database-too-new', message: expect.stringContaining(`schema ${latest + 1}`) }),
  )
  expect(readFileSync(file).equals(before)).toBe(true)
})

test.each([
  ['of 0 bytes', (file: string) => truncateSync(file, 0)],
  ['that is something else', (file: string) => writeFileSync(file, 'hello, this is not a database at all')],
])('a database %s is refused and left as it is', (_what, spoil) => {
  const file = join(tempFolder(), 'a.db')
  openLibraryDatabase(file).close()
  spoil(file)
  const before = readFileSync(file)
  expect(() => openLibraryDatabase(file)).toThrow(expect.objectContaining({ code: 'library-damaged' }))
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a database with damaged pages is refused', async () => {
  const core = startTestCore()
  await core.close()
  const file = join(core.folder, 'library', 'library.db')
  const handle = openSync(file, 'r+')
  for (let page = 3; page < 40; page++) writeSync(handle, Buffer.alloc(512, 0xa5), 0, 512, page * 4096)
  closeSync(handle)
  expect(() => startTestCore({ folder: core.folder })).toThrow(expect.objectContaining({ code: 'library-damaged' }))
})

test('a second writer is refused and told who has the library; a reader works beside it', async () => {
  const core = startTestCore()
  expect(() => startTestCore({ folder: core.folder })).toThrow(
    expect.objectContaining({
      code: 'library-locked',
      message: expect.stringContaining(`a test (process ${process.pid})`),
    }),
  )
  const reader = startTestCore({ folder: core.folder, access: 'read' })
  expect(await reader.ask('persona.count', {})).toEqual({ count: 500 })
  await expect(reader.ask('persona.add', { text: 'A reader who writes' })).rejects.toMatchObject({
    code: 'not-writable',
  })
  await reader.close()
  await core.close()
  expect(await startTestCore({ folder: core.folder }).ask('persona.count', {})).toEqual({ count: 500 })
})

test('a library can be copied to another place as a folder', async () => {
  const core = startTestCore()
  await core.ask('persona.add', { text: 'A ferry pilot of the Bosporus' })
  const model = await core.addModel()
  await core.close()
  const elsewhere = tempFolder()
  cpSync(core.folder, elsewhere, { recursive: true })
  const copy = startTestCore({ folder: elsewhere })
  expect((await copy.ask('persona.page', { query: 'Bosporus' })).personas).toHaveLength(1)
  expect(await copy.ask('model.list', {})).toMatchObject([{ sha256: model, problem: null }])
})

test('a library folder that cannot be made is refused in words', () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'library'), 'a file')
  expect(() => startTestCore({ folder })).toThrow(expect.objectContaining({ code: 'not-writable' }))
})

test('a backup is whole and can be opened by itself', () => {
  const file = join(tempFolder(), 'a.db')
  const db = openLibraryDatabase(file)
  db.exec("INSERT INTO source (name, kind, added_at) VALUES ('one', 'manual', 1), ('two', 'file', 2)")
  backUp(db, `${file}.backup`)
  db.close()
  const copy = openDatabase(`${file}.backup`, { readonly: true })
  expect(copy.prepare('SELECT name FROM source').pluck().all()).toEqual(['one', 'two'])
  expect(schemaVersion(copy)).toBe(latest)
  copy.close()
})

test('an item can be planned only once in a run', () => {
  const db = openLibraryDatabase(join(tempFolder(), 'a.db'))
  db.exec(`INSERT INTO run (name, purpose, status, recipe, model_sha256, template_hash, created_at)
           VALUES ('r', 'dataset', 'planning', '{}', 'm', 't', 1)`)
  const ledger = createItemLedger(db)
  const item = { inputKey: Buffer.alloc(16, 7), inputText: 'A baker', examples: [] }
  ledger.plan(1, 't', 0, [item])
  expect(() => ledger.plan(1, 't', 1, [item])).toThrow(/UNIQUE/)
  expect(() => ledger.plan(1, 't', 0, [{ ...item, inputKey: Buffer.alloc(16, 8) }])).toThrow(/UNIQUE/)
  expect(ledger.countOpen(1)).toBe(1)
  db.close()
})
