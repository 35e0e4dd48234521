import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Input, RouteName } from '#contract/index'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore, type TestCore } from '../support/test-core.ts'

const request = { template: { key: 'math' }, personas: { count: 2 }, seed: 'bin' } as const

/** Two datasets, the second of which is in the bin since 5,000. */
async function startWithBin() {
  const core = startTestCore({ engine: scriptedEngine().engine, now: () => 5000 })
  const model = await core.addModel()
  const here = await core.runToEnd({ ...request, seed: 'here', name: 'Harbour sums' }, model)
  const binned = await core.runToEnd({ ...request, name: 'Harbour drafts' }, model)
  const rows = (await core.ask('row.page', { runId: binned.id })).rows
  const { undoId } = await core.ask('row.judgeMany', { runId: binned.id, verdict: 'kept' })
  await core.ask('run.remove', { runId: binned.id })
  return { ...core, model, here, binned, rowId: rows[0]?.id ?? 0, undoId }
}

const idsIn = async ({ ask }: Pick<TestCore, 'ask'>, list: Input<'run.list'>) =>
  (await ask('run.list', list)).runs.map(({ id }) => id)

test('a dataset in the bin is in no list, count or search, its name is free, and the bin says since when it lies there', async () => {
  const core = await startWithBin()
  const { here, binned } = core
  expect(await idsIn(core, {})).toEqual([here.id])
  expect(await idsIn(core, { query: 'harbour' })).toEqual([here.id])
  expect(await idsIn(core, { isRemoved: true })).toEqual([binned.id])
  expect(await idsIn(core, { isRemoved: true, query: 'sums' })).toEqual([])
  expect(await core.ask('run.templates', {})).toMatchObject([{ key: 'math', count: 1 }])
  expect(await core.ask('app.info', {})).toMatchObject({ runCount: 1, removedRunCount: 1 })
  expect(await core.ask('run.show', { runId: binned.id })).toMatchObject({ removedAt: 5000, counts: { planned: 2 } })
  expect(await core.ask('run.show', { runId: here.id })).toMatchObject({ removedAt: null })
  expect(core.eventsNamed('run.removed')).toEqual([{ runId: binned.id, removedAt: 5000 }])
})

test('the name of a dataset in the bin is the next one’s, and its rows do not count as made before', async () => {
  const core = startTestCore({ engine: scriptedEngine().engine })
  const modelSha256 = await core.addModel()
  const first = await core.runToEnd(request, modelSha256)
  expect(await core.ask('run.estimate', { ...request, modelSha256 })).toMatchObject({ repeated: 2 })
  await core.ask('run.remove', { runId: first.id })
  expect(await core.ask('run.estimate', { ...request, modelSha256 })).toMatchObject({ repeated: 0 })
  expect((await core.runToEnd(request, modelSha256)).name).toBe(first.name)
})

test('what comes back from the bin is as it was, and nothing of it was lost', async () => {
  const core = await startWithBin()
  const { binned } = core
  await core.ask('run.restore', { runId: binned.id })
  expect(await idsIn(core, {})).toEqual([binned.id, core.here.id])
  expect(await idsIn(core, { isRemoved: true })).toEqual([])
  expect(await core.ask('app.info', {})).toMatchObject({ runCount: 2, removedRunCount: 0 })
  expect(await core.ask('run.show', { runId: binned.id })).toEqual({
    ...binned,
    overruled: { discarded: 0, kept: 0, keptFrom: {} },
    removedAt: null,
  })
  expect(await core.ask('row.undo', { undoId: core.undoId })).toEqual({ changed: 2 })
  expect(core.eventsNamed('run.removed').at(-1)).toEqual({ runId: binned.id, removedAt: null })
})

test('nothing of a dataset in the bin is changed, made, or written to a file, and each refusal says how to have it back', async () => {
  const core = await startWithBin()
  const { binned, rowId, undoId } = core
  const runId = binned.id
  const before = await core.ask('row.page', { runId })
  const refused: { [N in RouteName]?: Input<N> } = {
    ...{ 'run.resume': { runId }, 'run.retry': { runId }, 'run.stop': { runId }, 'run.rename': { runId, name: 'x' } },
    ...{ 'row.judge': { rowId, note: 'x' }, 'row.judgeMany': { runId, verdict: null }, 'row.undo': { undoId } },
    'row.explain': { undoId, discardReason: 'dull' },
    ...{ 'export.start': { runId }, 'export.preview': { runId } },
  }
  for (const [name, input] of Object.entries(refused)) {
    await expect(core.ask(name as RouteName, input as never), name).rejects.toMatchObject({
      code: 'in-bin',
      message: 'Dataset 2 is in the bin. Nothing was changed. Put it back first (loom runs 2 --restore).',
    })
  }
  expect(await core.ask('row.page', { runId })).toEqual(before)
  expect((await core.ask('run.show', { runId })).name).toBe('Harbour drafts')
  // Another one is as free as before.
  await core.ask('row.judgeMany', { runId: core.here.id, verdict: 'kept' })
})

test('a dataset that is being written stays where it is; paused it may go, is open no more, and is not resumed behind one’s back', async () => {
  const core = startTestCore({ engine: scriptedEngine(() => 'hang').engine })
  const { id: runId } = await core.ask('run.start', { ...request, modelSha256: await core.addModel() })
  await expect(core.ask('run.remove', { runId })).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringMatching(/is being written.*Pause or stop it/),
  })
  await core.ask('run.pause', { runId })
  expect(await idsIn(core, { isOpen: true })).toEqual([runId])
  // It goes while its model is being loaded.
  const resumed = core.ask('run.resume', { runId })
  await core.ask('run.remove', { runId })
  await expect(resumed).rejects.toMatchObject({ code: 'in-bin' })
  expect(await idsIn(core, { isOpen: true })).toEqual([])
  expect(await core.ask('run.show', { runId })).toMatchObject({ status: 'paused' })
  await core.ask('run.restore', { runId })
  expect(await idsIn(core, { isOpen: true })).toEqual([runId])
})

test('what is unknown, a try, or not in the bin is refused, and going there twice is once', async () => {
  const core = await startWithBin()
  const unknown = { code: 'not-found', message: expect.stringContaining('no dataset 77') }
  for (const name of ['run.remove', 'run.restore', 'run.erase'] as const)
    await expect(core.ask(name, { runId: 77 })).rejects.toMatchObject(unknown)
  const made = await core.runToEnd({ ...request, purpose: 'try' }, core.model)
  await expect(core.ask('run.remove', { runId: made.id })).rejects.toMatchObject({ code: 'not-found' })
  await core.ask('run.remove', { runId: core.binned.id })
  expect(core.eventsNamed('run.removed')).toHaveLength(1)
  await expect(core.ask('run.erase', { runId: core.here.id })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('is not in the bin'),
  })
  expect((await core.ask('row.page', { runId: core.here.id })).rows).toHaveLength(2)
})

test('a dataset that came in from a file comes back from the bin when the file is imported again', async () => {
  const core = startTestCore()
  writeFileSync(join(core.folder, 'rows.jsonl'), '{"input persona":"A baker","synthesized text":"Bread"}\n')
  const bringIn = async () => {
    const done = core.hub.next('import.done', () => true)
    await core.ask('persona.import', { fileId: 'rows.jsonl', asRows: true })
    return (await done).result?.runId as number
  }
  const runId = await bringIn()
  await core.ask('run.remove', { runId })
  expect(await idsIn(core, {})).toEqual([])
  expect(await bringIn()).toBe(runId)
  expect(await idsIn(core, {})).toEqual([runId])
  expect((await core.ask('row.page', { runId })).rows).toHaveLength(1)
  // Once it is erased the file makes another one, whatever is still being taken out.
  await core.ask('run.remove', { runId })
  await core.ask('run.erase', { runId })
  const again = await bringIn()
  expect(await idsIn(core, {})).toEqual([again])
  expect((await core.ask('row.page', { runId: again })).rows).toHaveLength(1)
})
