import { getLlama, type LlamaContextSequence, LlamaLogLevel, type Token } from 'node-llama-cpp'
import { afterAll, expect, test } from 'vitest'
import { createLockStep } from '../../src-main/inference/lock-step.ts'
import { openContext } from '../../src-main/inference/open-context.ts'
import { readPrompt } from '../../src-main/inference/read-prompt.ts'
import { togetherOf } from '../../src-main/inference/together-of.ts'
import { tinyModels } from '../support/tiny-model.ts'

const models = tinyModels()
/** Wide enough that the order in which numbers are added up shows. */
const shape = { embedding: 1024, feedForward: 1024 }
afterAll(() => models.remove())

/** The chances of what comes next, to the last digit. */
async function chances(sequence: LlamaContextSequence, last: Token): Promise<string> {
  const step = sequence.evaluateWithMetadata([last], { probabilities: true }, { temperature: 1, topK: 0, topP: 1 })
  const { value } = await step.next()
  await step.return()
  return [...(value?.probabilities ?? [])].map(([token, chance]) => `${token} ${chance}`).join('\n')
}

test.each([
  ['full', { shape }],
  ['K-quant', { shape, isKQuant: true }],
])(
  'a %s model reads a prompt alike, however much of it is held already',
  async (_, options) => {
    const llama = await getLlama({ gpu: false, build: 'never' })
    const model = await llama.loadModel({ modelPath: models.make(options).path })
    const context = await openContext(model, { contextSize: 350, slots: 2, threads: 2 })
    const [target, neighbour] = [context.getSequence(), context.getSequence()]
    const tokens = Array.from({ length: 349 }, (_, at) => (20 + ((at * 37) % 200)) as Token)
    const reading = { signal: new AbortController().signal, together: togetherOf(model), sharedLength: 0 }
    const step = <T>(evaluate: () => Promise<T>) => evaluate()

    // The last one leaves no room but for one token of an answer.
    for (const length of [2, 3, 42, 306, 349]) {
      const prompt = tokens.slice(0, length)
      const all = [target, neighbour]
      const seen = new Set<string>()
      for (const held of [0, 1, 2, 39, 40, 41, 304]) {
        for (const holder of all) {
          for (const each of all) await each.clearHistory()
          if (held > 0)
            await readPrompt(holder, all, { ...reading, tokens: [...tokens.slice(0, held), 5 as Token], step })
          await readPrompt(target, all, { ...reading, tokens: prompt, step })
          expect(target.contextTokens).toEqual(prompt.slice(0, -1))
          seen.add(await chances(target, prompt.at(-1) as Token))
        }
      }
      expect(seen.size, `${length} tokens`).toBe(1)
      expect([...seen][0]?.split('\n').length).toBeGreaterThan(100)
    }
    await context.dispose()
    await model.dispose()
  },
  120_000,
)

test.each([
  ['full', () => models.make({ shape })],
  ['sliding-window', () => models.makeWithMemory('sliding')],
])('what a neighbour holds of a prompt is copied by a %s model and not read again', async (_, make) => {
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error })
  const model = await llama.loadModel({ modelPath: make().path })
  const context = await openContext(model, { contextSize: 350, slots: 2, threads: 2 })
  const [target, neighbour] = [context.getSequence(), context.getSequence()]
  const tokens = Array.from({ length: 320 }, (_, at) => (20 + ((at * 37) % 200)) as Token)
  const reading = { signal: new AbortController().signal, together: togetherOf(model), sharedLength: 0 }
  const all = [target, neighbour]
  const step = <T>(evaluate: () => Promise<T>) => evaluate()
  await readPrompt(neighbour, all, { ...reading, tokens, step })
  expect(neighbour.tokenMeter.usedInputTokens).toBeGreaterThanOrEqual(319)
  await readPrompt(target, all, { ...reading, tokens: [...tokens.slice(0, 310), 7 as Token, 8 as Token], step })
  expect(target.contextTokens).toHaveLength(311)
  expect(target.tokenMeter.usedInputTokens).toBeLessThan(60)
  await context.dispose()
  await model.dispose()
})

test.each(['hybrid', 'recurrent'] as const)(
  'a %s model, which cannot forget, reads what prompts share once and the rest of each',
  async (memory) => {
    const llama = await getLlama({ gpu: false, build: 'never' })
    const model = await llama.loadModel({ modelPath: models.makeWithMemory(memory).path })
    const context = await openContext(model, { contextSize: 350, slots: 2, threads: 2 })
    const [target, neighbour, keeper] = [context.getSequence(), context.getSequence(), context.getSequence()]
    const shared = Array.from({ length: 300 }, (_, at) => (20 + ((at * 37) % 200)) as Token)
    const reading = { signal: new AbortController().signal, together: togetherOf(model), sharedLength: 300, keeper }
    const step = <T>(evaluate: () => Promise<T>) => evaluate()
    const seen = new Set<string>()
    for (const sequence of [target, neighbour, target]) {
      const tokens = [...shared, 7 as Token, 8 as Token]
      await readPrompt(sequence, [target, neighbour], { ...reading, tokens, step })
      expect(sequence.contextTokens).toEqual(tokens.slice(0, -1))
      seen.add(await chances(sequence, 8 as Token))
    }
    expect(seen.size).toBe(1)
    expect(keeper.tokenMeter.usedInputTokens).toBe(300)
    expect(target.tokenMeter.usedInputTokens + neighbour.tokenMeter.usedInputTokens).toBeLessThan(10)
    // Another beginning takes its place.
    const other = [...shared.slice(0, 200).toReversed(), 9 as Token]
    await readPrompt(target, [target, neighbour], { ...reading, sharedLength: 200, tokens: other, step })
    expect(keeper.contextTokens).toEqual(other.slice(0, -1))
    await context.dispose()
    await model.dispose()
  },
)

test('rows of a model that cannot forget begin with what the row before has read of their beginning', async () => {
  const llama = await getLlama({ gpu: false, build: 'never' })
  const model = await llama.loadModel({ modelPath: models.makeWithMemory('recurrent').path })
  const context = await openContext(model, { contextSize: 350, slots: 2, threads: 2 })
  let steps = 0
  const lockStep = createLockStep(context, 2, {
    step(evaluate) {
      steps++
      return evaluate()
    },
    wake() {},
  })
  const shared = Array.from({ length: 300 }, (_, at) => (20 + ((at * 37) % 200)) as Token)
  const { signal } = new AbortController()
  const write = (last: number) =>
    lockStep.write(
      { tokens: [...shared, last as Token], sharedLength: 300, signal, options: {}, take: () => true },
      () => {},
    )
  await write(7)
  // One reads, one writes.
  expect(steps).toBe(2)
  await write(8)
  expect(steps).toBe(3)
  await lockStep.dispose()
  await model.dispose()
})
