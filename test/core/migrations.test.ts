import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrate, schemaVersion } from '../../src-main/core/db/migrate.ts'
import { migrations } from '../../src-main/core/db/migrations.ts'
import { openDatabase, openLibraryDatabase } from '../../src-main/core/db/open-database.ts'
import { openLibrary } from '../../src-main/core/db/open-library.ts'
import { createItemText } from '../../src-main/core/lists/item-text.ts'
import { unpackFacets } from '../../src-main/core/lists/persona-facets.ts'
import { createRowLists } from '../../src-main/core/lists/row-lists.ts'
import type { WordSearch } from '../../src-main/core/lists/word-search.ts'
import { createFacetBacklog } from '../../src-main/core/personas/facet-backlog.ts'
import { createRowRepository } from '../../src-main/core/rows/row-repository.ts'
import { createRunRepository } from '../../src-main/core/runs/run-repository.ts'
import { checkWords } from '../support/seed-rows.ts'
import { tempFolder } from '../support/test-core.ts'

const latest = migrations.at(-1)!.version

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

/** What a question of one column finds in the backup of a version. */
function backedUp(file: string, version: number | undefined, sql: string): unknown[] {
  const backup = openDatabase(`${file}.backup-v${version}`, { readonly: true })
  expect(schemaVersion(backup)).toBe(version)
  const found = backup.prepare(sql).pluck().all()
  backup.close()
  return found
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
  expect(backedUp(file, 1, 'SELECT text FROM item')).toEqual(['A row'])
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
  expect(createItemText(db).backlog.collect(20, 50)).toBe(false)
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

test('a library that an older version has open is not read with the newer schema in mind', () => {
  const folder = dirname(libraryOfVersion1())
  expect(() => openLibrary(folder, 'read', 'a test')).toThrow(
    expect.objectContaining({ code: 'library-locked', message: expect.stringContaining('older version') }),
  )
})

test('a place for reasons comes with a migration of its own, keeps every verdict, and takes no other word', () => {
  const at = migrations.findIndex(({ sql }) => sql.includes('discard_reason'))
  const file = libraryOfVersion1()
  const before = openDatabase(file)
  migrate(before, migrations.slice(0, at))
  before.exec("UPDATE item SET verdict = 'discarded'")
  before.close()
  const db = openLibraryDatabase(file)
  expect(db.prepare('SELECT verdict, discard_reason FROM item').all()).toEqual([
    { verdict: 'discarded', discard_reason: null },
  ])
  db.exec("UPDATE item SET discard_reason = 'dull'")
  expect(() => db.exec("UPDATE item SET discard_reason = 'blue'")).toThrow(/CHECK/)
  db.close()
  const backup = openDatabase(`${file}.backup-v${at}`, { readonly: true })
  expect(schemaVersion(backup)).toBe(at)
  backup.close()
})

test('a place for hidden models comes with a migration of its own, and no model of before passes for the app’s own', () => {
  const at = migrations.findIndex(({ sql }) => sql.includes('hidden_model'))
  const file = libraryOfVersion1()
  const before = openDatabase(file)
  migrate(before, migrations.slice(0, at))
  before.close()
  const db = openLibraryDatabase(file)
  expect(db.prepare('SELECT sha256, path, is_copy FROM model').all()).toEqual([
    { sha256: 'm', path: 'a.gguf', is_copy: 0 },
  ])
  expect(db.prepare('SELECT * FROM hidden_model').all()).toEqual([])
  expect(() => db.exec('UPDATE model SET is_copy = 2')).toThrow(/CHECK/)
  db.close()
  const backup = openDatabase(`${file}.backup-v${at}`, { readonly: true })
  expect(schemaVersion(backup)).toBe(at)
  backup.close()
})

test('verdicts of before are counted in lists of datasets, and the backup has them too', () => {
  const at = migrations.findIndex(({ sql }) => sql.includes('item_judged'))
  const file = libraryOfVersion1()
  const before = openDatabase(file)
  migrate(before, migrations.slice(0, at))
  before.exec("UPDATE item SET verdict = 'discarded'")
  before.close()
  const db = openLibraryDatabase(file)
  expect(createRunRepository(db).overruled(1)).toEqual({ discarded: 1, kept: 0, keptFrom: {} })
  db.close()
  expect(backedUp(file, at, 'SELECT verdict FROM item')).toEqual(['discarded'])
})

test('a place for exports comes with a migration of its own, keeps every row, and counts what was edited before', () => {
  const at = migrations.findIndex(({ sql }) => sql.includes('CREATE TABLE export'))
  const file = libraryOfVersion1()
  const before = openDatabase(file)
  migrate(before, migrations.slice(0, at))
  before.exec("UPDATE item SET edited_text = 'Mine'")
  before.close()
  const db = openLibraryDatabase(file)
  expect(db.prepare('SELECT text, edited_text AS edited, state FROM item').all()).toEqual([
    { text: 'A row', edited: 'Mine', state: 'accepted' },
  ])
  expect(db.prepare('SELECT name, revision FROM run').all()).toEqual([{ name: 'r', revision: 0 }])
  expect(createRunRepository(db).countEdited(1)).toBe(1)
  const insert = db.prepare("INSERT INTO export VALUES (NULL, ?, 0, 'a', 1, 0, 'seed', 'jsonl', ?, ?, 1, 's', 1)")
  insert.run(1, 0, '{}')
  expect(() => insert.run(9, 0, '{}')).toThrow(/FOREIGN KEY/)
  expect(() => insert.run(1, 2, '{}')).toThrow(/CHECK/)
  expect(() => insert.run(1, 0, 'no json')).toThrow(/CHECK/)
  db.exec('DELETE FROM item; DELETE FROM run')
  expect(db.prepare('SELECT count(*) FROM export').pluck().get()).toBe(0)
  db.close()
  expect(backedUp(file, at, 'SELECT edited_text FROM item')).toEqual(['Mine'])
})

test('no dataset of before lies in the bin or counts as erased, and the backup has it too', () => {
  const at = migrations.findIndex(({ sql }) => sql.includes('removed_at'))
  const version = migrations[at - 1]?.version
  const file = libraryOfVersion1()
  const before = openDatabase(file)
  migrate(before, migrations.slice(0, at))
  before.close()
  const db = openLibraryDatabase(file)
  expect(createRunRepository(db).find(1)).toMatchObject({ name: 'r', status: 'paused', removedAt: null })
  expect(createRunRepository(db).count()).toBe(1)
  expect(() => db.exec('UPDATE run SET is_erased = 2')).toThrow(/CHECK/)
  db.close()
  expect(backedUp(file, version, 'SELECT name FROM run')).toEqual(['r'])
})

test('rows of before stand behind those that ended since, the last planned first, and the backup has them too', () => {
  const at = migrations.findIndex(({ sql }) => sql.includes('ended_by'))
  const version = migrations[at - 1]?.version
  const file = libraryOfVersion1()
  const before = openDatabase(file)
  migrate(before, migrations.slice(0, at))
  const { text } = before.prepare<[], { text: string }>('SELECT text FROM item').get()!
  before.close()
  const db = openLibraryDatabase(file)
  expect(db.prepare('SELECT text, ended_by AS endedBy FROM item').all()).toEqual([{ text, endedBy: null }])
  const newest = () => createRowRepository(db, {} as WordSearch).newest(1, 12)
  expect(newest().map((row) => row.text)).toEqual([text])
  db.exec(`
    INSERT INTO item (run_id, wave, position, input_kind, input_key, template_hash, input_text, text, state)
    VALUES (1, 0, 7, 'persona', x'07', 't', 'p', 'Later', 'accepted'), (1, 0, 8, 'persona', x'08', 't', 'p', '', 'waiting');
  `)
  expect(newest().map((row) => row.text)).toEqual(['Later', text])
  db.prepare('UPDATE item SET ended_by = 1 WHERE text = ?').run(text)
  expect(newest().map((row) => row.text)).toEqual([text, 'Later'])
  db.close()
  expect(backedUp(file, version, 'SELECT text FROM item')).toEqual([text])
})

test('rows of before are found by their notes, and the backup has them too', () => {
  const at = migrations.findIndex(({ sql }) => sql.includes('note IS NOT NULL'))
  const version = migrations[at - 1]?.version
  const file = libraryOfVersion1()
  const before = openDatabase(file)
  migrate(before, migrations.slice(0, at))
  before.exec("UPDATE item SET note = 'Mine'")
  before.close()
  const db = openLibraryDatabase(file)
  const count = (noted: boolean) => {
    const list = createRowLists(db).open({ runId: 1, noted }, { sort: 'shortest' })
    return list.count(list.start, undefined)
  }
  expect([count(true), count(false)]).toEqual([1, 0])
  db.close()
  expect(backedUp(file, version, 'SELECT note FROM item')).toEqual(['Mine'])
})
