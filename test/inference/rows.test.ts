import { statSync, truncateSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, sampling, startEngine } from '../support/start-engine.ts'
import { tinyModels } from '../support/tiny-model.ts'

const models = tinyModels()
const tiny = models.make()
const { engine } = startEngine()
const room = { contextSize: 700, slots: 8 }
const hot = { ...sampling, temperature: 2 }

beforeAll(async () => {
  await engine.load(tiny)
  await engine.open(room)
})
afterAll(async () => {
  await engine.close()
  models.remove()
})

const requests = Array.from({ length: 12 }, (_, at) =>
  ask(`${'How many people work in the town? '.repeat(1 + (at % 4) * 6)}${at}`, {
    seed: at,
    sampling: { ...hot, maxTokens: 100 + at * 20 },
  }),
)

test('the same request gives the same text, and another seed gives another', async () => {
  const [first, again, other] = await Promise.all(
    [1, 1, 2].map((seed) => engine.generate(ask('Hello', { seed, sampling: hot }))),
  )
  expect(again?.text).toBe(first?.text)
  expect(other?.text).not.toBe(first?.text)
})

test.each([
  ['the one likeliest token', { topK: 1 }],
  ['the likeliest tokens of hardly any chance in all', { topP: 0.000_001 }],
  ['tokens as likely as the likeliest', { minP: 1 }],
])('only %s: a hot row is as the coldest', async (_what, only) => {
  const write = (chances: object) =>
    engine.generate(ask('Hello', { sampling: { ...hot, topK: 0, topP: 1, ...chances } }))
  const [cold, hottest, narrow] = await Promise.all([write({ temperature: 0 }), write({}), write(only)])
  expect(narrow.text).toBe(cold.text)
  expect(hottest.text).not.toBe(cold.text)
})

test('rows written eight at once equal the same rows written one by one', async () => {
  const together = await Promise.all(requests.map((request) => engine.generate(request)))
  expect(new Set(together.map(({ text }) => text)).size).toBe(requests.length)
  for (const [at, request] of requests.entries()) {
    expect((await engine.generate(request)).text, `row ${at}`).toBe(together[at]?.text)
  }
})

test('a written start belongs to the text, and its pieces are the rest', async () => {
  const pieces: string[] = []
  const start = 'User prompt: the'
  const row = await engine.generate(ask('Hello', { start, onText: (piece) => pieces.push(piece) }))
  expect(row.text.startsWith(start)).toBe(true)
  expect(row.startLength).toBe(start.length)
  expect(start + pieces.join('')).toBe(row.text)
  expect(row.promptText.endsWith('<|im_start|>assistant\n')).toBe(true)
  const shown = await engine.show({ messages: [{ role: 'user', parts: [{ text: 'Hello' }] }], start })
  expect(shown.text).toBe(row.promptText + start)
  expect(shown.tokens).toHaveLength(row.promptTokens)
})

test('a row of which there is enough ends early with what it has, and its neighbour goes on', async () => {
  const enough = new AbortController()
  const long = { ...sampling, temperature: 2, maxTokens: 400 }
  const [early, whole] = await Promise.all([
    engine.generate(ask('Tell me.', { sampling: long, enough: enough.signal, onText: () => enough.abort() })),
    engine.generate(ask('Tell me.', { sampling: long })),
  ])
  expect(early.finishReason).toBe('early')
  expect(early.tokens).toBeLessThan(whole.tokens)
  expect(whole.text.startsWith(early.text)).toBe(true)
})

test('the length limit cuts a row off, and says so', async () => {
  const row = await engine.generate(ask('Hello', { sampling: { ...hot, maxTokens: 7 } }))
  expect(row).toMatchObject({ finishReason: 'length', tokens: 7 })
})

test('a row gets no more tokens than its room holds', async () => {
  const request = ask('the '.repeat(600), { sampling: { ...hot, temperature: 5, maxTokens: 5_000 } })
  const row = await engine.generate(request)
  expect(row.finishReason).toBe('length')
  expect(row.promptTokens + row.tokens).toBe(room.contextSize)
})

test('a prompt that leaves no room for an answer is refused with both numbers', async () => {
  const refused = engine.generate(ask('the '.repeat(700)))
  await expect(refused).rejects.toMatchObject({
    code: 'prompt-too-long',
    message: expect.stringMatching(/7\d\d .*700/),
  })
})

test('a loop ends the row, with the text up to there', async () => {
  const row = await engine.generate(ask('Hello', { sampling: { ...sampling, temperature: 0, maxTokens: 600 } }))
  expect(row.finishReason).toBe('repetition')
  expect(row.tokens).toBeLessThan(200)
})

test('measuring counts a prompt with its start', async () => {
  const prompt = ask('Hello', { start: 'Yes' }).prompt
  const [withStart, without] = await engine.measure([prompt, { ...prompt, start: '' }])
  expect(withStart).toBe((await engine.show(prompt)).tokens.length)
  expect(withStart).toBeGreaterThan(without ?? Number.NaN)
})

test('more room than the machine has is refused in words, and the room before is gone for good', async () => {
  const big = models.make({ shape: { context: 1_000_000_000, blocks: 2 } })
  await engine.load(big)
  await expect(engine.open({ contextSize: 500_000_000, slots: 64 })).rejects.toMatchObject({
    code: 'model-unusable',
    message: expect.stringMatching(/no memory for 64 rows at once of 500,000,000 tokens.*fewer rows/),
  })
  await engine.load(tiny)
  await expect(engine.open({ contextSize: 100, slots: 257 })).rejects.toMatchObject({ code: 'model-unusable' })
  await engine.open(room)
})

test('a base model is refused by name', async () => {
  const base = models.make({ chatTemplate: null })
  await engine.load(base)
  await expect(engine.measure([ask('Hi').prompt])).rejects.toMatchObject({
    code: 'model-unusable',
    message: expect.stringContaining(`${base.name} has no chat template: it is a base model`),
  })
  await engine.load(tiny)
})

test('a file whose weights are cut off is refused, and the engine goes on', async () => {
  const broken = { ...models.make(), name: 'Broken' }
  truncateSync(broken.path, statSync(broken.path).size / 2)
  await expect(engine.load(broken)).rejects.toMatchObject({
    code: 'model-unusable',
    message: expect.stringContaining('Broken could not be loaded'),
  })
  await engine.load(tiny)
  await engine.open(room)
  expect((await engine.generate(ask('Hi'))).tokens).toBeGreaterThan(0)
})

test('a model that wants a first token gets one, and not a second where its template prints it', async () => {
  const template = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
  await engine.load(models.make({ addBos: true, chatTemplate: template }))
  expect((await engine.show(ask('the').prompt)).tokens.filter((id) => id === 1)).toHaveLength(1)
  await engine.load(models.make({ addBos: true, chatTemplate: `{{ bos_token }}${template}` }))
  expect((await engine.show(ask('the').prompt)).tokens.filter((id) => id === 1)).toHaveLength(1)
  await engine.load(models.make({ addBos: false, chatTemplate: template }))
  expect((await engine.show(ask('the').prompt)).tokens.filter((id) => id === 1)).toHaveLength(0)
})
