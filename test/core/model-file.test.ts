import { copyFileSync, renameSync, statSync, truncateSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { engineCrash, scriptedEngine } from '../support/scripted-engine.ts'
import { ask, sampling, startEngine } from '../support/start-engine.ts'
import { startTestCore } from '../support/test-core.ts'
import { writeTinyGguf } from '../support/tiny-gguf.ts'

const request = {
  template: { key: 'math' },
  parallel: 2,
  attempts: 1,
  style: 'zero-shot',
  sampling: { maxTokens: 24 },
} as const

/** A core with the real engine; the model's file is `file`. */
async function start() {
  const { engine } = startEngine()
  const core = startTestCore({ engine })
  const file = join(core.folder, 'models', 'tiny.gguf')
  return { ...core, engine, file, model: await core.addModel() }
}

async function beginLong(core: Awaited<ReturnType<typeof start>>, count = 60): Promise<number> {
  const first = core.hub.next('row.changed', () => true)
  const { id } = await core.ask('run.start', { ...request, personas: { count }, modelSha256: core.model })
  await first
  return id
}

test('two runs at once on one model: the second is refused in words, the first comes to its end', async () => {
  const core = await start()
  const done = core.hub.next('run.done', () => true)
  const id = await beginLong(core, 24)
  await expect(
    core.ask('run.start', { ...request, personas: { count: 2 }, modelSha256: core.model }),
  ).rejects.toMatchObject({ code: 'busy' })
  expect(await done).toMatchObject({ id, status: 'finished', counts: { planned: 24, failed: 0, waiting: 0 } })
})

test('a model cannot be unloaded, changed or asked with another template while it writes', async () => {
  const { engine, file, folder, model } = await start()
  const other = join(folder, 'other.gguf')
  writeTinyGguf(other, { seed: 2 })
  const loaded = { path: file, sha256: model, name: 'Tiny' }
  await engine.load(loaded)
  await engine.open({ contextSize: 1024, slots: 1 })
  const begun = Promise.withResolvers<string>()
  const row = engine.generate(ask('Hello', { sampling: { ...sampling, maxTokens: 400 }, onText: begun.resolve }))
  await begun.promise
  const changes = [
    () => engine.unload(),
    () => engine.load({ ...loaded, path: other, sha256: 'other' }),
    () => engine.load({ ...loaded, chatTemplate: '{{ messages }}' }),
    () => engine.open({ contextSize: 1024, slots: 2 }),
  ]
  for (const change of changes) await expect(change()).rejects.toMatchObject({ code: 'busy' })
  expect((await row).tokens).toBeGreaterThan(0)
  await engine.unload()
})

test('an unload that falls between two rows of a run costs none of them', async () => {
  const core = await start()
  const done = core.hub.next('run.done', () => true)
  await beginLong(core, 24)
  // Refused while a row is written; three lost starts in a row would pause the run.
  for (let at = 0; at < 20; at++) {
    const unloaded = await core.engine.unload().then(
      () => true,
      () => false,
    )
    if (unloaded) break
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  expect(await done).toMatchObject({ status: 'finished', counts: { planned: 24, failed: 0, waiting: 0 } })
})

test('a model file that is cut short while it is loaded pauses the run in one sentence and fails no row', {
  timeout: 60_000,
}, async () => {
  const core = await start()
  const whole = join(core.folder, 'whole.gguf')
  copyFileSync(core.file, whole)
  const { mtime } = statSync(core.file)
  const done = core.hub.next('run.done', () => true)
  const id = await beginLong(core)
  truncateSync(core.file, 4096)
  const ended = await done
  expect(ended.counts.failed).toBe(0)
  expect(ended).toMatchObject({ status: 'paused', notice: expect.stringMatching(/tiny\.gguf/) })
  await expect(core.ask('run.resume', { runId: id })).rejects.toMatchObject({ code: 'model-unusable' })

  copyFileSync(whole, core.file)
  utimesSync(core.file, mtime, mtime)
  const again = core.hub.next('run.done', () => true)
  await core.ask('run.resume', { runId: id })
  expect(await again).toMatchObject({ status: 'finished', counts: { planned: 60, failed: 0, waiting: 0 } })
})

test('a model file that is replaced while it is loaded changes no row of that run, and the next one is refused', async () => {
  const core = await start()
  const other = join(core.folder, 'other.gguf')
  writeTinyGguf(other, { seed: 2 })
  const done = core.hub.next('run.done', () => true)
  await beginLong(core, 24)
  renameSync(other, core.file)
  expect(await done).toMatchObject({ status: 'finished', counts: { failed: 0 } })
  await expect(
    core.ask('run.start', { ...request, personas: { count: 2 }, modelSha256: core.model }),
  ).rejects.toMatchObject({ code: 'model-unusable', message: expect.stringContaining('checksum differs') })
})

test('a model file that is replaced between pause and resume is refused, and what was made is kept', async () => {
  const core = await start()
  const id = await beginLong(core)
  await core.ask('run.pause', { runId: id })
  const before = await core.ask('run.show', { runId: id })
  writeTinyGguf(core.file, { seed: 2 })
  await expect(core.ask('run.resume', { runId: id })).rejects.toMatchObject({
    code: 'model-unusable',
    message: expect.stringContaining('checksum differs'),
  })
  expect(await core.ask('run.show', { runId: id })).toMatchObject({ status: 'paused', counts: before.counts })
  writeTinyGguf(core.file)
  const done = core.hub.next('run.done', () => true)
  await core.ask('run.resume', { runId: id })
  expect((await done).status).toBe('finished')
})

test('after a crash the file is looked at again: rows of two models are never mixed in one run', async () => {
  const { engine, calls } = scriptedEngine((_request, call) => (call === 3 ? engineCrash() : {}))
  const core = startTestCore({ engine })
  const model = await core.addModel()
  const { generate } = engine
  engine.generate = (asked) => {
    const other = join(core.folder, 'other.gguf')
    if (calls.length === 2) {
      writeTinyGguf(other, { seed: 2 })
      renameSync(other, join(core.folder, 'models', 'tiny.gguf'))
    }
    return generate(asked)
  }
  const run = await core.runToEnd({ ...request, parallel: 1, personas: { count: 8 } }, model)
  expect(run).toMatchObject({
    status: 'paused',
    notice: expect.stringContaining('checksum differs'),
    // Two that came with the third are written and wait for it.
    counts: { accepted: 2, running: 2, failed: 0, waiting: 4 },
  })
})

test('a model’s speed is that of its newest runs together, so that a few quick tries do not stand for it', async () => {
  const { ask, addModel, folder } = startTestCore()
  const sha256 = await addModel()
  const speed = async () => (await ask('model.list', {})).find((model) => model.sha256 === sha256)?.tokensPerSecond
  expect(await speed()).toBeNull()
  const db = openDatabase(join(folder, 'library', 'library.db'))
  const add = db.prepare(`
    INSERT INTO run (name, purpose, status, recipe, model_sha256, template_hash, tokens, active_ms, created_at)
    VALUES ('r', ?, 'finished', '{}', ?, 't', ?, ?, 1)
  `)
  add.run('dataset', sha256, 9_000, 90_000)
  add.run('try', sha256, 300, 1_000)
  add.run('dataset', 'another', 9_000, 1_000)
  expect(await speed()).toBeCloseTo(102.2, 1)
  db.close()
})
