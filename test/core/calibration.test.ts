import { expect, test, vi } from 'vitest'
import { AppError } from '#contract/errors'
import type { PromptMessage } from '../../src-main/core/engine.ts'
import { bestRate, calibrate } from '../../src-main/core/models/calibrate.ts'
import { type Script, scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'

/** An engine that writes fastest with four rows at once, and with a time of its own for each number of threads. */
async function start({ script, msByThreads = {} }: { script?: Script; msByThreads?: Record<number, number> } = {}) {
  const scripted = scriptedEngine(script)
  const { generate } = scripted.engine
  scripted.engine.generate = async (request) => {
    const { slots = 1, threads = 4 } = scripted.opened.at(-1) ?? {}
    const ms = slots <= 4 ? (msByThreads[threads] ?? 40) : slots * 20
    await new Promise((resolve) => setTimeout(resolve, ms))
    return generate(request)
  }
  const core = startTestCore({ engine: scripted.engine })
  return { ...core, ...scripted, model: await core.addModel() }
}

const request = { template: { key: 'math' }, personas: { count: 20 }, attempts: 1 } as const

test('a measured model writes with as many rows at once as was fastest, unless another number is asked for', async () => {
  const core = await start()
  expect((await core.ask('model.list', {}))[0]?.calibration).toBeNull()
  expect((await core.runToEnd(request, core.model)).parallel).toBe(8)

  const measured = await core.ask('model.measure', { sha256: core.model })
  expect(measured.slots).toBe(4)
  expect(measured.rates.map(({ slots, threads }) => [slots, threads])).toEqual([
    ...[1, 2, 4, 8, 16].map((slots) => [slots, 4]),
    ...[3, 2].map((threads) => [4, threads]),
  ])
  expect(measured.rates.every(({ tokensPerSecond }) => tokensPerSecond > 0)).toBe(true)
  expect(core.eventsNamed('model.rate')).toEqual(measured.rates.map((rate) => ({ sha256: core.model, ...rate })))
  expect((await core.ask('model.list', {}))[0]?.calibration).toEqual(measured)

  expect((await core.runToEnd(request, core.model)).parallel).toBe(4)
  expect((await core.runToEnd({ ...request, parallel: 2 }, core.model)).parallel).toBe(2)
})

test('what was measured with another build of the engine does not count', async () => {
  const core = await start()
  await core.ask('model.measure', { sha256: core.model })
  core.engine.load = async () => ({ contextLength: 8192, build: 'scripted 2', threads: 4 })
  expect((await core.runToEnd(request, core.model)).parallel).toBe(8)
  expect(core.opened.at(-1)?.threads).toBeUndefined()
})

test.each([
  [70_000, [1]],
  [25_000, [1, 2]],
  [10_000, [1, 2, 4, 8, 16]],
])('measuring begins no step that would end after a minute, where one takes %i ms', async (stepMs, slots) => {
  const { engine } = scriptedEngine()
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
  const { open } = engine
  engine.open = async (room) => {
    now += stepMs
    return open(room)
  }
  const rates = await calibrate(engine, 4, () => {}).finally(() => clock.mockRestore())
  expect(rates.filter(({ threads }) => threads === 4).map((rate) => rate.slots)).toEqual(slots)
  expect(now).toBeLessThanOrEqual(Math.max(60_000, stepMs))
})

test('more rows at once than fit end no measuring', async () => {
  const core = await start()
  const { open } = core.engine
  core.engine.open = async (room) => {
    if (room.slots === 16) throw new AppError('model-unusable', 'This machine has no memory for 16 rows at once.')
    return open(room)
  }
  const { rates, slots } = await core.ask('model.measure', { sha256: core.model })
  expect(slots).toBe(4)
  expect(rates.map((rate) => rate.slots)).toEqual([1, 2, 4, 8, 4, 4])
})

test('while a model is measured nothing else gets it, and afterwards all goes on', async () => {
  const core = await start()
  const measured = core.ask('model.measure', { sha256: core.model })
  await expect.poll(() => core.eventsNamed('model.rate').length).toBeGreaterThan(0)
  const others = [
    () => core.ask('run.start', { ...request, modelSha256: core.model }),
    () => core.ask('model.measure', { sha256: core.model }),
    () => core.ask('prompt.show', { template: { key: 'math' }, modelSha256: core.model, personaText: 'A baker' }),
  ]
  for (const other of others) {
    await expect(other()).rejects.toMatchObject({ code: 'busy', message: expect.stringContaining('being measured') })
  }
  expect((await measured).rates).toHaveLength(7)
  expect((await core.runToEnd(request, core.model)).counts.accepted).toBe(20)
})

test('a model that is writing is not measured, and a forgotten one takes its figures along', async () => {
  const core = await start()
  await core.ask('model.measure', { sha256: core.model })
  const done = core.hub.next('run.done', () => true)
  await core.ask('run.start', { ...request, modelSha256: core.model })
  await expect(core.ask('model.measure', { sha256: core.model })).rejects.toMatchObject({ code: 'busy' })
  await done
  await core.ask('model.remove', { sha256: core.model })
  await core.addModel()
  expect((await core.ask('model.list', {}))[0]?.calibration).toBeNull()
})

test('a run has the threads that were fastest, and fewer where those are hardly slower', async () => {
  const fastest = await start({ msByThreads: { 4: 60, 3: 25, 2: 120 } })
  expect(await fastest.ask('model.measure', { sha256: fastest.model })).toMatchObject({ slots: 4, threads: 3 })
  await fastest.runToEnd(request, fastest.model)
  expect(fastest.opened.at(-1)).toMatchObject({ slots: 4, threads: 3 })

  const rates = [
    { slots: 4, threads: 4, tokensPerSecond: 100 },
    { slots: 4, threads: 3, tokensPerSecond: 96 },
    { slots: 4, threads: 2, tokensPerSecond: 94 },
    { slots: 8, threads: 1, tokensPerSecond: 99 },
  ]
  expect(bestRate(rates)).toEqual(rates[1])
})

test('the memory that a model takes is told for the rows at once that it is used with', async () => {
  const core = await start()
  const [before] = await core.ask('model.list', {})
  expect(before?.memory).toMatchObject({ slots: 8, contextSize: 2048 })
  await core.ask('model.measure', { sha256: core.model })
  const [after] = await core.ask('model.list', {})
  expect(after?.memory).toMatchObject({ slots: 4 })
  expect(after?.memory.bytes).toBeLessThan(before?.memory.bytes ?? 0)
})

/** What a model of some character answers to the tasks of the fitness card. */
const characters: Record<string, Script> = {
  obedient: ({ prompt }) => {
    const asked = textOf(prompt)
    if (asked.includes('"Question:"')) return { text: 'Question: how warm should the oven be?' }
    return asked.includes('JSON') ? { text: '{"name":"Ana","age":40,"hobby":"chess"}' } : {}
  },
  copying: ({ prompt, form }) => {
    if (form.kind === 'json') return { text: '{"name":"Ana","age":40,"hobby":"chess"}' }
    const answered = prompt.messages.find(({ role }) => role === 'assistant')
    return { text: answered ? textOf({ messages: [answered] }) : 'Sure! Here is a text.' }
  },
  endless: () => ({ finishReason: 'repetition', reasoning: 'Hm, let me think.' }),
}

function textOf({ messages }: { messages: PromptMessage[] }): string {
  return messages.flatMap(({ parts }) => parts.map(({ text }) => text)).join('\n')
}

test.each([
  ['obedient', { followsStarts: 4, endsByItself: 4, plainJson: 4, heldJson: 4, copiesExamples: 0, style: 'zero-shot' }],
  ['copying', { followsStarts: 0, endsByItself: 4, plainJson: 0, heldJson: 4, copiesExamples: 4, style: 'zero-shot' }],
  ['endless', { followsStarts: 0, endsByItself: 0, plainJson: 0, thinksAloud: 4, style: null }],
])('the fitness card knows an %s model', async (character, card) => {
  const core = await start({ script: characters[character] as Script })
  const { fitness } = await core.ask('model.measure', { sha256: core.model })
  expect(fitness).toMatchObject({ rows: 4, ...card })
  const [model] = await core.ask('model.list', {})
  // A tiny model that nobody measured gets examples.
  expect(model?.style).toBe(card.style ?? 'persona-few-shot')
})
