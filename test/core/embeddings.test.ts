import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startEngine } from '../support/start-engine.ts'
import { startTestCore, type TestCore } from '../support/test-core.ts'
import { tinyEmbeddingGguf } from '../support/tiny-embedding.ts'

async function addEmbeddingModel(core: TestCore, seed = 1): Promise<string> {
  writeFileSync(join(core.folder, `vectors-${seed}.gguf`), tinyEmbeddingGguf({ seed }))
  return (await core.ask('model.add', { fileId: `vectors-${seed}.gguf` })).sha256
}

test('a text is computed once for each model; a second call and a new start get it from the library', async () => {
  const { engine, embedded } = scriptedEngine()
  const core = startTestCore({ engine })
  const modelSha256 = await addEmbeddingModel(core)
  const first = await core.ask('text.embed', { modelSha256, texts: ['A nurse', 'A baker', 'A nurse'] })
  expect(embedded).toEqual([['A nurse', 'A baker']])
  expect(first.computed).toBe(2)
  expect(first.vectors[2]).toEqual(first.vectors[0])
  expect(first.vectors[1]).not.toEqual(first.vectors[0])

  const second = await core.ask('text.embed', { modelSha256, texts: ['A baker', 'a baker', 'A nurse'] })
  // Capitals are part of a text: some models tell them apart.
  expect(embedded.at(-1)).toEqual(['a baker'])
  expect([second.vectors[0], second.vectors[2]]).toEqual([first.vectors[1], first.vectors[0]])

  await core.ask('text.embed', { modelSha256: await addEmbeddingModel(core, 2), texts: ['A baker'] })
  expect(embedded.at(-1)).toEqual(['A baker'])
  await core.close()

  const { engine: another, embedded: computedAgain } = scriptedEngine()
  const restarted = startTestCore({ engine: another, folder: core.folder })
  const again = await restarted.ask('text.embed', { modelSha256, texts: ['A nurse'] })
  expect(again).toEqual({ vectors: [first.vectors[0]], computed: 0 })
  expect(computedAgain).toEqual([])
})

test('a text that is refused keeps its number, and what came before it is kept', async () => {
  const { engine, embedded } = scriptedEngine()
  const core = startTestCore({ engine })
  const modelSha256 = await addEmbeddingModel(core)
  const texts = Array.from({ length: 40 }, (_, at) => (at === 35 ? 'far too long' : `Person ${at}`))
  await core.ask('text.embed', { modelSha256, texts: ['Person 3'] })
  const request = { modelSha256, texts, firstNumber: 101 }
  await expect(core.ask('text.embed', request)).rejects.toThrow('Text 136 has 600 tokens.')
  texts[35] = 'short'
  expect((await core.ask('text.embed', request)).computed).toBe(40 - 33)
  expect(embedded.flat().filter((text) => text === 'Person 0')).toHaveLength(1)
})

test('half a character is replaced instead of ending the call', async () => {
  const { engine, embedded } = scriptedEngine()
  const core = startTestCore({ engine })
  await core.ask('text.embed', { modelSha256: await addEmbeddingModel(core), texts: ['A nurse \ud83d'] })
  expect(embedded).toEqual([['A nurse \ufffd']])
})

test('a model that writes is no embedding model, and an embedding model writes no rows: both are said so', async () => {
  const core = startTestCore()
  const writes = await core.addModel()
  const embeds = await addEmbeddingModel(core)
  await expect(core.ask('text.embed', { modelSha256: writes, texts: ['A nurse'] })).rejects.toMatchObject({
    code: 'model-unusable',
    message: expect.stringContaining('is not an embedding model'),
  })
  await expect(
    core.ask('run.start', { template: { key: 'math' }, personas: { count: 1 }, modelSha256: embeds }),
  ).rejects.toMatchObject({ code: 'model-unusable', message: expect.stringContaining('is an embedding model') })
  writeFileSync(join(core.folder, 'no-pooling.gguf'), tinyEmbeddingGguf({ pooling: null }))
  const { sha256 } = await core.ask('model.add', { fileId: 'no-pooling.gguf' })
  await expect(core.ask('text.embed', { modelSha256: sha256, texts: ['A nurse'] })).rejects.toMatchObject({
    code: 'model-unusable',
  })
})

test.each([
  ['no text', { texts: [] }],
  ['more than 256 texts', { texts: Array.from({ length: 257 }, () => 'a') }],
  ['a text of more than 100,000 letters', { texts: ['a'.repeat(100_001)] }],
])('%s is refused before any work', async (_what, input) => {
  const { engine, embedded } = scriptedEngine()
  const core = startTestCore({ engine })
  const modelSha256 = await addEmbeddingModel(core)
  await expect(core.ask('text.embed', { modelSha256, ...input })).rejects.toMatchObject({ code: 'bad-input' })
  expect(embedded).toEqual([])
})

test('a model that is forgotten takes its vectors along', async () => {
  const core = startTestCore()
  const modelSha256 = await addEmbeddingModel(core)
  await core.ask('text.embed', { modelSha256, texts: ['A nurse'] })
  await core.ask('model.remove', { sha256: modelSha256 })
  const db = openDatabase(join(core.folder, 'library', 'library.db'), { readonly: true })
  expect(db.prepare('SELECT count(*) FROM embedding').pluck().get()).toBe(0)
  db.close()
})

test('by the real engine: vectors come back from the library as they were computed', async () => {
  const { engine } = startEngine()
  const core = startTestCore({ engine })
  const modelSha256 = await addEmbeddingModel(core)
  const texts = ['a nurse sings', 'the old farmer grows music']
  const computed = await core.ask('text.embed', { modelSha256, texts })
  const kept = await core.ask('text.embed', { modelSha256, texts })
  expect(kept).toEqual({ vectors: computed.vectors, computed: 0 })
  for (const vector of kept.vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
  await expect(core.ask('text.embed', { modelSha256, texts: ['a', ' '], firstNumber: 9 })).rejects.toThrow(/^Text 10 /)
})
