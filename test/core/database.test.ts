import { closeSync, cpSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { backUp } from '../../src-main/core/db/back-up.ts'
import { migrate, schemaVersion } from '../../src-main/core/db/migrate.ts'
import { migrations } from '../../src-main/core/db/migrations.ts'
import { openDatabase, openLibraryDatabase } from '../../src-main/core/db/open-database.ts'
import { createFacetBacklog } from '../../src-main/core/personas/facet-backlog.ts'
import { createItemLedger } from '../../src-main/core/runs/item-ledger.ts'
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

test('a new library has nothing to work out', () => {
  const db = openLibraryDatabase(join(tempFolder(), 'a.db'))
  expect(createFacetBacklog(db).isPending()).toBe(false)
  db.close()
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
