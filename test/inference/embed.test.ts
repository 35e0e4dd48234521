import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EmbedRequest, ModelFile } from '../../src-main/core/engine.ts'
import { ask, startEngine } from '../support/start-engine.ts'
import { tinyModels } from '../support/tiny-model.ts'

const models = tinyModels()
const tiny = models.makeEmbedding()
const { engine } = startEngine()

beforeAll(async () => {
  await embed(['a nurse'])
})
afterAll(async () => {
  await engine.close()
  models.remove()
})

function embed(texts: string[], { model = tiny, signal = new AbortController().signal, firstNumber = 1 } = {}) {
  const numbered = texts.map((text, at) => ({ number: firstNumber + at, text }))
  return engine.embed({ model, texts: numbered, signal } satisfies EmbedRequest)
}

function cosine(left: Iterable<number> = [], right: ArrayLike<number> = []): number {
  return Array.from(left).reduce((sum, value, at) => sum + value * (right[at] ?? Number.NaN), 0)
}

/** Words of one token each; with the two marks around them, a text of `words + 2` tokens. */
const longText = (words: number) => Array.from({ length: words }, (_, at) => (at % 2 === 0 ? 'old' : 'river')).join(' ')

test('each text gets a vector of length 1, its own, and the same alone as among others', async () => {
  const texts = ['A nurse sings at night', 'The old farmer', 'a', 'A nurse sings at night']
  const vectors = await embed(texts)
  for (const vector of vectors) expect(cosine(vector, vector)).toBeCloseTo(1, 5)
  expect(vectors[0]).toHaveLength(32)
  expect(vectors[3]).toEqual(vectors[0])
  expect(cosine(vectors[0], vectors[1])).toBeLessThan(0.99)
  expect((await embed(['The old farmer']))[0]).toEqual(vectors[1])
})

test('a text of 511 tokens is read to its end and from its beginning; one more is refused by its number', async () => {
  const [whole, otherEnd, otherBeginning] = await embed([
    longText(509),
    longText(508).concat(' nurse'),
    longText(509).replace('old', 'nurse'),
  ])
  expect(cosine(whole, whole)).toBeCloseTo(1, 5)
  // A batch shorter than the text would leave one of the two without a trace.
  expect(otherEnd).not.toEqual(whole)
  expect(otherBeginning).not.toEqual(whole)
  await expect(embed(['a nurse', longText(510)], { firstNumber: 41 })).rejects.toMatchObject({
    code: 'bad-input',
    message: `Text 42 has 512 tokens, and ${tiny.name} reads at most 511. Shorten it or leave it out.`,
  })
})

test.each([
  ['nothing', ''],
  ['white space', ' \n\t'],
])('a text of %s is refused by its number', async (_what, text) => {
  await expect(embed(['a nurse', text])).rejects.toMatchObject({
    code: 'bad-input',
    message: 'Text 2 is empty, so it has no vector. Leave it out.',
  })
})

test('the text of a control token is text', async () => {
  // Three hundred control tokens would have room, their letters have not.
  await expect(embed(['[CLS] '.repeat(300)])).rejects.toMatchObject({ code: 'bad-input' })
})

test('a chat model writes beside it, and either can be asked at any time', async () => {
  await engine.load(models.make())
  await engine.open({ contextSize: 300, slots: 2 })
  const [alone] = await embed(['a nurse'])
  const row = engine.generate(ask('Hello'))
  const [beside] = await embed(['a nurse'])
  expect((await row).text).not.toBe('')
  expect(beside).toEqual(alone)
  expect((await engine.generate(ask('Hello'))).text).toBe((await row).text)
})

test('another model takes its place, and gives other vectors', async () => {
  const [first] = await embed(['a nurse'])
  const [second] = await embed(['a nurse'], { model: models.makeEmbedding({ seed: 2 }) })
  expect(cosine(first, second)).toBeLessThan(0.99)
  expect((await embed(['a nurse']))[0]).toEqual(first)
})

test('a call that is aborted ends with the reason of its signal, and the next is not kept waiting', async () => {
  const controller = new AbortController()
  const many = embed(
    Array.from({ length: 2000 }, () => longText(500)),
    { signal: controller.signal },
  )
  const reason = new Error('enough')
  setTimeout(() => controller.abort(reason), 300)
  await expect(many).rejects.toBe(reason)
  const abortedAt = performance.now()
  await embed(['a nurse'])
  expect(performance.now() - abortedAt).toBeLessThan(3_000)
  await expect(embed(['a nurse'], { signal: controller.signal })).rejects.toBe(reason)
})

test('after its process died, the next call starts another', async () => {
  const [before] = await embed(['a nurse'])
  process.kill(engine.pid() as number, 'SIGKILL')
  await expect.poll(() => engine.pid()).toBeUndefined()
  expect((await embed(['a nurse']))[0]).toEqual(before)
})

test('a call whose process dies meanwhile ends in one sentence, and the next one gives the same vectors', async () => {
  const [before] = await embed(['a nurse'])
  const many = embed(Array.from({ length: 2000 }, () => longText(500)))
  setTimeout(() => process.kill(engine.pid() as number, 'SIGKILL'), 300)
  await expect(many).rejects.toMatchObject({
    code: 'engine-crashed',
    message: expect.stringMatching(/^The model process was ended from outside \(SIGKILL\).* What was finished is kept/),
  })
  expect((await embed(['a nurse']))[0]).toEqual(before)
})

test('a file that cannot be loaded is said so by name', async () => {
  const lost: ModelFile = { path: '/nowhere/lost.gguf', sha256: 'x', name: 'Lost' }
  await expect(embed(['a nurse'], { model: lost })).rejects.toMatchObject({
    code: 'model-unusable',
    message: expect.stringContaining('Lost could not be loaded'),
  })
  expect(await embed(['a nurse'])).toHaveLength(1)
})

test('sentences that mean the same are near, by a real model', async ({ skip }) => {
  const path =
    process.env['LOOM_EMBEDDING_MODEL'] ??
    join(import.meta.dirname, '../../../shared/models/all-minilm-l6-v2-q8_0.gguf')
  if (!existsSync(path)) skip('LOOM_EMBEDDING_MODEL does not name an all-MiniLM-L6-v2 as GGUF; it is not shipped')
  const model = { path, sha256: 'minilm', name: 'all-MiniLM-L6-v2' }
  const [radios, radiosToo, bread, breadToo, market] = await embed(
    [
      'A night-shift nurse in Oulu who restores old radios',
      'A hospital nurse from Finland who repairs vintage radio sets after work',
      'How do I bake sourdough bread?',
      'What is the best way to make a sourdough loaf?',
      'The stock market fell sharply on Monday.',
    ],
    { model },
  )
  expect(radios).toHaveLength(384)
  expect(cosine(radios, radiosToo)).toBeGreaterThan(0.6)
  expect(cosine(bread, breadToo)).toBeGreaterThan(0.7)
  for (const other of [radios, bread]) expect(Math.abs(cosine(other, market))).toBeLessThan(0.25)
})
