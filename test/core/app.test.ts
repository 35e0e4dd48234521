import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'

test('the app tells what it holds and what this machine has left', async () => {
  const core = startTestCore()
  await core.addModel()
  const info = await core.ask('app.info', {})
  expect(info).toMatchObject({ version: '0.0.0', personaCount: 500, templateCount: 6, runCount: 0, modelCount: 1 })
  expect(info.memoryFreeBytes).toBeGreaterThan(1e6)
  expect(info.memoryFreeBytes).toBeLessThanOrEqual(info.memoryBytes)
  expect(info.diskFreeBytes).toBeGreaterThan(1e6)
})

test('the doctor finds a library without a model in need, and one with a model well', async () => {
  const core = startTestCore()
  const subjects = async () =>
    Object.fromEntries(
      (await core.ask('app.doctor', {})).map(({ subject, state, text, todo }) => [subject, { state, text, todo }]),
    )
  const before = await subjects()
  expect(before['Models']).toMatchObject({ state: 'problem', todo: expect.stringContaining('npm start') })
  await core.addModel()
  const after = await subjects()
  expect(after['Models']!.state).toBe('ok')
  expect(after['Library']).toMatchObject({ state: 'ok', text: expect.stringContaining('500 personas') })
  expect(after['Computer']!.text).toContain(`${availableParallelism()} threads`)
})

test.each([
  ['toString', {}, 'unknown-route'],
  ['__proto__', {}, 'unknown-route'],
  ['persona.page', undefined, 'bad-input'],
  ['persona.page', { limit: 0 }, 'bad-input'],
  ['run.start', { template: { key: 'math' }, personas: { count: -1 }, modelSha256: 'x' }, 'bad-input'],
  ['run.show', { runId: 'one' }, 'bad-input'],
  ['run.show', { runId: 9 }, 'not-found'],
  ['row.show', { rowId: 9 }, 'not-found'],
])('%s refuses %j', async (name, input, code) => {
  const { core } = startTestCore()
  expect(await core.request(name, input)).toMatchObject({ ok: false, error: { code } })
})

test('an error of our own is logged whole and told without its insides', async () => {
  const core = startTestCore()
  const broken = new Error('a secret path: /home/someone')
  await core.addModel()
  const model = (await core.ask('model.list', {}))[0]!.sha256
  const failing = startTestCore({ engine: { ...scriptedEngine().engine, load: () => Promise.reject(broken) } })
  await failing.addModel()
  const reply = await failing.core.request('run.start', {
    template: { key: 'math' },
    personas: { count: 1 },
    modelSha256: model,
  })
  expect(reply).toMatchObject({
    ok: false,
    error: { code: 'internal', message: expect.not.stringContaining('secret') },
  })
  expect(failing.logged).toEqual([broken])
})
