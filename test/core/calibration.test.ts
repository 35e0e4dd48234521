import { expect, test } from 'vitest'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'

/** An engine that writes fastest with four rows at once. */
async function start() {
  const scripted = scriptedEngine()
  const { generate } = scripted.engine
  scripted.engine.generate = async (request) => {
    const slots = scripted.opened.at(-1)?.slots ?? 1
    await new Promise((resolve) => setTimeout(resolve, slots <= 4 ? 40 : slots * 20))
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
  expect(measured.rates.map(({ slots }) => slots)).toEqual([1, 2, 4, 8, 16])
  expect(measured.rates.every(({ tokensPerSecond }) => tokensPerSecond > 0)).toBe(true)
  expect(core.eventsNamed('model.rate')).toEqual(measured.rates.map((rate) => ({ sha256: core.model, ...rate })))
  expect((await core.ask('model.list', {}))[0]?.calibration).toEqual(measured)

  expect((await core.runToEnd(request, core.model)).parallel).toBe(4)
  expect((await core.runToEnd({ ...request, parallel: 2 }, core.model)).parallel).toBe(2)
})

test('what was measured with another build of the engine does not count', async () => {
  const core = await start()
  await core.ask('model.measure', { sha256: core.model })
  core.engine.load = async () => ({ contextLength: 8192, build: 'scripted 2' })
  expect((await core.runToEnd(request, core.model)).parallel).toBe(8)
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
  expect((await measured).rates).toHaveLength(5)
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
