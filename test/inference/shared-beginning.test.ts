import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { GenerateRequest, PromptMessage } from '../../src-main/core/engine.ts'
import { ask, sampling, startEngine } from '../support/start-engine.ts'
import { tinyModels } from '../support/tiny-model.ts'

const models = tinyModels()
const { engine } = startEngine()
const slots = 4
const room = { contextSize: 1400, slots }
const hot = { ...sampling, temperature: 2, maxTokens: 60 }

const fullModel = models.make()
/** Of a type that llama.cpp computes by fours. */
const kQuant = models.make({
  isKQuant: true,
  shape: { embedding: 256, feedForward: 256 },
  metadata: { 'general.file_type': { type: 'u32', value: 15 } },
})

const hybrid = models.makeWithMemory('hybrid')

afterAll(async () => {
  await engine.close()
  models.remove()
})

/** A chat of one background, one of two sets of examples, and an input of its own. */
function request(background: number, set: number, input: string, seed: number): GenerateRequest {
  const say = (role: PromptMessage['role'], text: string): PromptMessage => ({ role, parts: [{ text }] })
  const messages: PromptMessage[] = [
    say('user', 'All people of the town work with water. '.repeat(background)),
    say('assistant', `${set === 0 ? 'One family' : 'Two workers'} had money for one year. `.repeat(3)),
    { role: 'user', parts: [{ text: 'Who: ' }, { text: input, inserted: true }] },
  ]
  return { ...ask('', { seed, sampling: hot }), prompt: { messages, start: 'The', shared: 2 } }
}

const requests = [2, 40].flatMap((background) =>
  ['a child', 'the old teacher of a small town', 'a'].flatMap((input, at) =>
    [0, 1].map((set) => request(background, set, input, at)),
  ),
)

async function texts(list: GenerateRequest[]): Promise<string[]> {
  return (await Promise.all(list.map((each) => engine.generate(each)))).map(({ text }) => text)
}

describe.each([
  ['full', fullModel],
  ['K-quant', kQuant],
  ['sliding-window', models.makeWithMemory('sliding')],
  ['hybrid', hybrid],
  ['recurrent', models.makeWithMemory('recurrent')],
])('a %s model', (_, model) => {
  beforeEach(() => engine.load(model), 60_000)

  test('a text is the same with its beginning read anew, kept from the row before, or copied from a neighbour', async () => {
    await engine.open(room)
    const together = await texts(requests)
    expect(new Set(together).size).toBe(requests.length)
    expect(await texts(requests.toReversed())).toEqual(together.toReversed())
    for (const [at, each] of requests.entries()) {
      // Other rows lie between, or the room is new and holds nothing.
      if (at % 3 === 0) await engine.open({ ...room, contextSize: room.contextSize + at })
      expect(await texts([each]), `row ${at}`).toEqual([together[at]])
    }
  })

  test('a row that begins in the middle of others, in a slot between them, is not evaluated alone', async () => {
    await engine.open({ ...room, slots: 5 })
    // Longer than 256 tokens: from there on the numbers of a lone row are added up in another order.
    const staggered = Array.from({ length: 20 }, (_, at) => {
      const row = request(44, at % 2, `the worker ${at}`, at)
      return { ...row, sampling: { ...hot, maxTokens: 15 + ((at * 37) % 60) } }
    })
    const together = await texts(staggered)
    expect(await texts(staggered.toReversed())).toEqual(together.toReversed())
    for (const at of [3, 8, 13, 17]) expect(await texts([staggered[at] as GenerateRequest])).toEqual([together[at]])
  })
})

test.each([
  ['full', fullModel],
  ['hybrid', hybrid],
])('a cancelled reading of a long prompt by a %s model does not spoil the rows after it', async (_, model) => {
  await engine.load(model)
  await engine.open(room)
  const [long] = requests.slice(-1) as [GenerateRequest]
  const [expected] = await texts([long])
  await engine.open({ ...room, slots: 2 })
  const stop = new AbortController()
  const cancelled = engine.generate({ ...long, signal: stop.signal })
  setTimeout(() => stop.abort(), 5)
  await cancelled.catch(() => {}) // Whether it was fast enough to end first does not matter here.
  expect(await texts([long])).toEqual([expected])
})

test('the repetition penalty and DRY keep the model longer from a loop that it falls into', async () => {
  await engine.load(fullModel)
  await engine.open(room)
  const looping = ask('Hello', { sampling: { ...sampling, temperature: 0, maxTokens: 300 } })
  const plain = await engine.generate(looping)
  expect(plain.finishReason).toBe('repetition')
  for (const change of [{ repeatPenalty: 2 }, { dryStrength: 5 }]) {
    const row = await engine.generate({ ...looping, sampling: { ...looping.sampling, ...change } })
    expect(row.tokens, JSON.stringify(change)).toBeGreaterThan(plain.tokens * 1.5)
  }
})
