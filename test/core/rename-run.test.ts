import { expect, test } from 'vitest'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'

const request = { template: { key: 'math' }, personas: { count: 2 }, seed: 'name' } as const

test('a dataset gets another name, which lists, searches and other windows have at once', async () => {
  const core = startTestCore({ engine: scriptedEngine().engine })
  const { id: runId } = await core.runToEnd(request, await core.addModel())
  await core.ask('run.rename', { runId, name: '  Sums at the harbour ' })
  expect(core.eventsNamed('run.renamed')).toEqual([{ runId, name: 'Sums at the harbour' }])
  expect((await core.ask('run.show', { runId })).name).toBe('Sums at the harbour')
  const found = await core.ask('run.list', { query: 'harbour' })
  expect(found.runs.map(({ id }) => id)).toEqual([runId])
  // The name that is free again is the next one's.
  expect((await core.runToEnd(request, await core.addModel())).name).toBe('Math problems')
})

test('a dataset that is being written keeps its new name when it ends', async () => {
  const core = startTestCore({ engine: scriptedEngine((_request, call) => (call === 1 ? 'hang' : {})).engine })
  const { id: runId } = await core.ask('run.start', { ...request, modelSha256: await core.addModel() })
  await core.ask('run.rename', { runId, name: 'Sums' })
  await core.ask('run.pause', { runId })
  expect(core.eventsNamed('run.done').at(-1)).toMatchObject({ id: runId, name: 'Sums', status: 'paused' })
})

test.each([
  [
    { runId: 1, name: ' ' },
    { code: 'bad-input', message: 'The name is empty. Nothing was stored.' },
  ],
  [
    { runId: 1, name: 'a'.repeat(201) },
    { code: 'bad-input', message: expect.stringMatching(/^The name has 201 letters, and 200 are the most/) },
  ],
  [
    { runId: 7, name: 'Sums' },
    { code: 'not-found', message: expect.stringContaining('no run 7') },
  ],
])('%j is refused, and nothing is renamed', async (input, refusal) => {
  const core = startTestCore({ engine: scriptedEngine().engine })
  const run = await core.runToEnd(request, await core.addModel())
  await expect(core.ask('run.rename', input)).rejects.toMatchObject(refusal)
  expect((await core.ask('run.show', { runId: run.id })).name).toBe('Math problems')
  expect(core.eventsNamed('run.renamed')).toEqual([])
})
