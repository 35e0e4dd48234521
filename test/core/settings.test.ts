import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrate, schemaVersion } from '../../src-main/core/db/migrate.ts'
import { migrations } from '../../src-main/core/db/migrations.ts'
import { openDatabase, openLibraryDatabase } from '../../src-main/core/db/open-database.ts'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore, tempFolder } from '../support/test-core.ts'

const usual = { pace: 'full', onBattery: 'low', parallel: null, threads: null, letterKeys: true }

test('settings have defaults, keep what is changed, leave the rest, and are told to everybody', async () => {
  const core = startTestCore()
  expect(await core.ask('settings.show', {})).toEqual(usual)
  expect(await core.ask('settings.change', { pace: 'half' })).toEqual({ ...usual, pace: 'half' })
  expect(await core.ask('settings.change', { onBattery: 'go' })).toEqual({ ...usual, pace: 'half', onBattery: 'go' })
  expect(core.eventsNamed('settings.changed')).toEqual([
    { ...usual, pace: 'half' },
    { ...usual, pace: 'half', onBattery: 'go' },
  ])
  await core.close()
  const later = scriptedEngine()
  const again = startTestCore({ folder: core.folder, engine: later.engine })
  expect(await again.ask('settings.show', {})).toEqual({ ...usual, pace: 'half', onBattery: 'go' })
  expect(later.paces).toEqual(['half'])
})

test('a setting that does not exist is refused, and nothing is changed', async () => {
  const core = startTestCore()
  await expect(core.ask('settings.change', { pace: 'double' as never, onBattery: 'go' })).rejects.toMatchObject({
    code: 'bad-input',
  })
  expect(await core.ask('settings.show', {})).toEqual(usual)
  expect(core.eventsNamed('settings.changed')).toEqual([])
})

test('a value that only a newer version knows counts as not set', async () => {
  const core = startTestCore()
  await core.close()
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  db.exec(`INSERT INTO setting VALUES ('pace', '"quarter"'), ('onBattery', '{"below":5}'), ('theme', '"dark"')`)
  db.close()
  const again = startTestCore({ folder: core.folder })
  expect(await again.ask('settings.show', {})).toEqual(usual)
})

test('the pace of one process is not stored, and gives way to a change of the setting', async () => {
  const scripted = scriptedEngine()
  const core = startTestCore({ engine: scripted.engine, pace: 'half' })
  expect(scripted.paces).toEqual(['half'])
  expect(await core.ask('settings.show', {})).toMatchObject({ pace: 'full' })
  await core.ask('settings.change', { onBattery: 'go' })
  expect(scripted.paces).toEqual(['half'])
  await core.ask('settings.change', { pace: 'full' })
  expect(scripted.paces).toEqual(['half', 'full'])
})

test('a model is measured at full pace, and the pace comes back afterwards', async () => {
  const scripted = scriptedEngine()
  const core = startTestCore({ engine: scripted.engine })
  const sha256 = await core.addModel()
  await core.ask('settings.change', { pace: 'half' })
  await core.ask('model.measure', { sha256 })
  expect(scripted.paces).toEqual(['full', 'half', 'full', 'half'])
})

test('a change of pace empties what rates and time left were measured from', async () => {
  let now = 1_000_000
  const scripted = scriptedEngine((_request, call) => {
    now += 1_000
    return call > 6 ? 'hang' : {}
  })
  const core = startTestCore({ engine: scripted.engine, now: () => now })
  const modelSha256 = await core.addModel()
  const { id: runId } = await core.ask('run.start', {
    ...{ template: { key: 'math' }, personas: { count: 12 }, parallel: 1, seed: 'pace', modelSha256 },
  })
  await expect.poll(() => scripted.calls.length).toBe(9)
  const before = await core.ask('run.progress', { runId })
  expect(before.tokensPerSecond).toBeGreaterThan(0)
  expect(before.eta).not.toBeNull()
  await core.ask('settings.change', { onBattery: 'go' })
  expect((await core.ask('run.progress', { runId })).eta).toEqual(before.eta)
  await core.ask('settings.change', { pace: 'half' })
  now += 2_000
  expect(await core.ask('run.progress', { runId })).toMatchObject({
    ...{ tokensPerSecond: null, rowsPerMinute: null, eta: null, tokens: before.tokens },
  })
})

test('the fifth migration adds a place for settings, keeps every speed, and leaves a backup of the fourth', () => {
  const file = join(tempFolder(), 'library.db')
  const before = new Database(file)
  migrate(before, migrations.slice(0, 4))
  before.exec(`
    INSERT INTO model (sha256, path, size_bytes, changed_ms, header, added_at) VALUES ('m', 'a.gguf', 1, 1, '{}', 1);
    INSERT INTO calibration VALUES ('m', 'here', 'build 1', '[]', '{}', 1);
    INSERT INTO run (id, name, purpose, status, recipe, model_sha256, template_hash, created_at)
    VALUES (1, 'r', 'dataset', 'paused', '{}', 'm', 't', 1);
  `)
  before.close()
  const db = openLibraryDatabase(file)
  expect(schemaVersion(db)).toBe(migrations.at(-1)?.version)
  expect(db.prepare('SELECT machine FROM calibration').pluck().all()).toEqual(['here'])
  expect(db.prepare('SELECT name FROM run').pluck().all()).toEqual(['r'])
  const insert = db.prepare('INSERT INTO setting VALUES (?, ?)')
  insert.run('pace', '"half"')
  expect(() => insert.run('pace', '"full"')).toThrow(/UNIQUE/)
  expect(() => insert.run('theme', 'dark')).toThrow(/CHECK/)
  db.close()
  const backup = openDatabase(`${file}.backup-v4`, { readonly: true })
  expect(schemaVersion(backup)).toBe(4)
  expect(backup.prepare('SELECT machine FROM calibration').pluck().all()).toEqual(['here'])
  backup.close()
})

test('rows at once and threads that were chosen are taken, a dataset’s own number before them, and a reset takes all back', async () => {
  const scripted = scriptedEngine()
  const core = startTestCore({ engine: scripted.engine })
  const modelSha256 = await core.addModel()
  await core.ask('settings.change', { parallel: 3, threads: 1 })
  const request = { template: { key: 'math' }, personas: { count: 6 }, modelSha256, sampling: { maxTokens: 40 } }
  const done = () => core.hub.next('run.done', () => true)
  const roomOf = async (changes: object) => {
    const [ended] = [
      done(),
      await core.ask('run.start', { ...request, ...changes, seed: String(scripted.opened.length) }),
    ]
    await ended
    const { slots, threads } = scripted.opened.at(-1) ?? {}
    return { slots, threads }
  }
  expect(await roomOf({})).toEqual({ slots: 3, threads: 1 })
  expect(await roomOf({ parallel: 2 })).toEqual({ slots: 2, threads: 1 })
  await core.ask('settings.change', { pace: 'half' })
  expect(await core.ask('settings.reset', {})).toEqual(usual)
  expect(scripted.paces.at(-1)).toBe('full')
  expect((await roomOf({})).threads).toBeUndefined()
  expect((await roomOf({})).slots).toBeGreaterThan(3)
})

test.each([{ parallel: 0 }, { parallel: 65 }, { threads: 0 }, { threads: 1.5 }])('%j is refused', async (changes) => {
  const core = startTestCore()
  await expect(core.ask('settings.change', changes)).rejects.toMatchObject({ code: 'bad-input' })
})
