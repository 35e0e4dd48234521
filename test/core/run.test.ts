import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '#contract/errors'
import type { Row } from '#contract/rows'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { engineCrash, type Script, scriptedEngine, wordsFromSeed } from '../support/scripted-engine.ts'
import { seedRun } from '../support/seed-rows.ts'
import { fillDisk, mountSmallDisk } from '../support/small-disk.ts'
import { startTestCore, type TestCore, tempFolder } from '../support/test-core.ts'

const request = { template: { key: 'math' }, personas: { count: 12 }, parallel: 4, seed: 'run' } as const

async function start(script?: Script, options?: Parameters<typeof scriptedEngine>[1]) {
  const scripted = scriptedEngine(script, options)
  const core = startTestCore({ engine: scripted.engine })
  return { ...core, ...scripted, model: await core.addModel() }
}

async function rowsOf(core: Pick<TestCore, 'ask'>, runId: number): Promise<Row[]> {
  return (await core.ask('row.page', { runId, limit: 500 })).rows
}

const personaOf = (call: { prompt: { messages: { parts: { text: string; inserted?: boolean }[] }[] } }) =>
  call.prompt.messages.at(-1)?.parts.find(({ inserted }) => inserted)?.text as string

test('every planned item comes to exactly one end, and the counts add up', async () => {
  const core = await start((_request, call) => (call % 5 === 0 ? { finishReason: 'length' } : {}))
  const run = await core.runToEnd({ ...request, attempts: 1 }, core.model)

  const { planned, waiting, running, ...ends } = run.counts
  expect(run.status).toBe('finished')
  expect([planned, waiting, running]).toEqual([12, 0, 0])
  expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(12)
  expect(ends.rejected).toBe(2)
  expect(core.logged).toEqual([])
})

test('a row that is written before one planned earlier is told as written, and changes when its turn comes', async () => {
  const core = await start((_request, call) => (call === 1 ? 'hang' : {}))
  const { id: runId } = await core.ask('run.start', { ...request, modelSha256: core.model })
  await expect.poll(() => core.eventsNamed('row.written').length).toBeGreaterThan(2)
  const [first, ...others] = await rowsOf(core, runId)
  const written = core.eventsNamed('row.written')
  expect(others.map(({ id }) => id)).toEqual(expect.arrayContaining(written.map(({ rowId }) => rowId)))
  expect(written.map((event) => event.runId)).toEqual(written.map(() => runId))
  expect(core.eventsNamed('row.changed')).toEqual([])
  expect(first?.state).toBe('running')
})

test('a failed check is tried once more with another derived seed, and both tries are kept', async () => {
  const core = await start((_request, call) => (call === 1 ? { text: 'Math problem: too short' } : {}))
  const run = await core.runToEnd({ ...request, personas: { count: 1 } }, core.model)

  const [row] = await rowsOf(core, run.id)
  const { attempts } = await core.ask('row.show', { rowId: row!.id })
  expect(row!.state).toBe('accepted')
  expect(attempts.map(({ number, reasons }) => [number, reasons])).toEqual([
    [1, ['too-short']],
    [2, []],
  ])
  expect(new Set(attempts.map(({ seed }) => seed)).size).toBe(2)
  expect(attempts[0]!.text).toBe('Math problem: too short')
  expect(attempts[0]!.prompt).toContain(row!.persona)
})

test('the reasons of a try that is made again do not count against the run', async () => {
  const core = await start((_request, call) =>
    call === 1 ? { text: 'Math problem: too short' } : call > 1 ? 'hang' : {},
  )
  await core.ask('run.start', { ...request, personas: { count: 1 }, modelSha256: core.model })
  await expect.poll(() => core.calls.length).toBe(2)
  expect(await core.ask('run.reasons', { runId: 1 })).toEqual([])
})

test('an item that fails its checks twice is rejected with every reason', async () => {
  const core = await start(() => ({ text: 'Math problem: short', finishReason: 'length' }))
  const run = await core.runToEnd({ ...request, personas: { count: 1 } }, core.model)

  const [row] = await rowsOf(core, run.id)
  expect(row).toMatchObject({ state: 'rejected', reasons: ['cut-off', 'too-short'], text: 'Math problem: short' })
  expect(await core.ask('run.reasons', { runId: run.id })).toContainEqual({
    reason: 'cut-off',
    state: 'rejected',
    count: 1,
  })
})

test('of two equal texts the one planned first is kept, also when it is finished last', async () => {
  const same = `Math problem: ${wordsFromSeed(7)}`
  let release = () => {}
  const core = await start()
  const slow = new Promise<void>((resolve) => {
    release = resolve
  })
  const generate = core.engine.generate
  core.engine.generate = async (asked) => {
    const first = core.calls.length === 0
    const answer = await generate(asked)
    if (first) await slow
    return { ...answer, text: first ? same : `${same.toUpperCase().replace('MATH PROBLEM', 'Math problem')}!` }
  }
  const done = core.hub.next('run.done', () => true)
  const { id } = await core.ask('run.start', {
    ...request,
    personas: { count: 3 },
    parallel: 3,
    modelSha256: core.model,
  })
  await expect.poll(() => core.calls.length).toBe(3)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect((await core.ask('run.show', { runId: id })).counts).toMatchObject({ accepted: 0, duplicate: 0 })
  release()
  await done

  const rows = await rowsOf(core, id)
  expect(rows.map(({ state }) => state)).toEqual(['accepted', 'duplicate', 'duplicate'])
  expect(rows.map(({ duplicateOf }) => duplicateOf)).toEqual([null, rows[0]!.id, rows[0]!.id])
})

test('what a run makes does not depend on the library, the run number or the rows at once', async () => {
  const left = await start()
  await left.runToEnd({ ...request, seed: 'other' }, left.model)
  const one = await left.runToEnd(request, left.model)
  const right = await start()
  const two = await right.runToEnd({ ...request, parallel: 1 }, right.model)

  const texts = async (core: TestCore, id: number) => (await rowsOf(core, id)).map(({ text }) => text)
  expect(await texts(left, one.id)).toEqual(await texts(right, two.id))
  expect(one.id).not.toBe(two.id)
})

test('another run seed gives other texts', async () => {
  const core = await start()
  const one = await core.runToEnd(request, core.model)
  const two = await core.runToEnd({ ...request, seed: 'another' }, core.model)
  expect((await rowsOf(core, one.id))[0]!.text).not.toBe((await rowsOf(core, two.id))[0]!.text)
})

test('a paused run goes on where it was, with the same seeds', async () => {
  const core = await start((_request, call) => (call > 6 && call <= 12 ? 'hang' : {}))
  await core.ask('run.start', { ...request, modelSha256: core.model })
  await expect.poll(() => core.calls.length).toBeGreaterThanOrEqual(8)
  const paused = core.hub.next('run.done', () => true)
  await core.ask('run.pause', { runId: 1 })
  expect((await paused).status).toBe('paused')
  const interrupted = core.calls.slice(6).map(({ seed }) => seed)

  const done = core.hub.next('run.done', ({ status }) => status !== 'paused')
  const before = core.calls.length
  await core.ask('run.resume', { runId: 1 })
  expect((await done).counts).toMatchObject({ planned: 12, accepted: 12 })
  const remade = core.calls.slice(before).map(({ seed }) => seed)
  expect(remade).toEqual(
    expect.arrayContaining(interrupted.filter((seed) => !core.calls.slice(0, 6).some((call) => call.seed === seed))),
  )
})

test('a run that is resumed twice at once, or while it is being made, is shown and not refused', async () => {
  const core = await start(() => 'hang')
  await core.ask('run.start', { ...request, modelSha256: core.model })
  await core.ask('run.pause', { runId: 1 })
  const resume = () => core.ask('run.resume', { runId: 1 })
  const opened = core.opened.length
  const shown = await Promise.all([resume(), resume()])
  expect([...shown, await resume()].map(({ status }) => status)).toEqual(['running', 'running', 'running'])
  expect(core.opened).toHaveLength(opened + 1)
})

test('stopping cancels what is open and keeps what is there', async () => {
  const core = await start((_request, call) => (call > 5 ? 'hang' : {}))
  await core.ask('run.start', { ...request, modelSha256: core.model })
  await expect.poll(() => core.calls.length).toBeGreaterThanOrEqual(8)
  await core.ask('run.stop', { runId: 1 })

  const run = await core.ask('run.show', { runId: 1 })
  expect(run.status).toBe('stopped')
  expect(run.counts.accepted + run.counts.cancelled).toBe(12)
  expect(run.counts.accepted).toBe(5)
  await expect(core.ask('run.resume', { runId: 1 })).rejects.toMatchObject({ code: 'bad-input' })
})

test('an item that brings the model down twice when alone has failed; the others are made', async () => {
  let culprit = ''
  const core = await start((asked) => {
    culprit ||= personaOf(asked)
    return personaOf(asked) === culprit ? engineCrash() : {}
  })
  const run = await core.runToEnd(request, core.model)

  expect(run.counts).toMatchObject({ accepted: 11, failed: 1 })
  const failed = (await rowsOf(core, run.id)).filter(({ state }) => state === 'failed')
  expect(failed.map(({ persona, reasons }) => [persona, reasons])).toEqual([[culprit, ['model-crashed']]])
  // Once beside others, twice alone.
  expect(core.calls.filter((call) => personaOf(call) === culprit)).toHaveLength(3)
})

test('rows that a dying process took along, and once more when they were alone, are not blamed for both', async () => {
  const tries = new Map<string, number>()
  const core = await start((asked, call) => {
    const persona = personaOf(asked)
    tries.set(persona, (tries.get(persona) ?? 0) + 1)
    const wasFirst = call <= 6
    return wasFirst || (tries.get(persona) === 2 && firstOnes.includes(persona)) ? engineCrash() : {}
  })
  const firstOnes: string[] = []
  const generate = core.engine.generate
  core.engine.generate = (asked) => {
    if (firstOnes.length < 6) firstOnes.push(personaOf(asked))
    return generate(asked)
  }
  const run = await core.runToEnd(request, core.model)
  expect(run.counts).toMatchObject({ accepted: 12, failed: 0 })
  expect(core.loads()).toBeGreaterThan(7)
})

test('a fault that ends the tries of all rows at once fails none of them', async () => {
  const core = await start((_request, call) => (call <= 6 ? new Error('Eval has failed') : {}))
  const run = await core.runToEnd(request, core.model)
  expect(run.counts).toMatchObject({ accepted: 12, failed: 0 })
  expect(core.logged).toMatchObject([{ message: 'Eval has failed' }])
})

test.each([
  ['that nobody foresaw', () => new Error('Eval has failed')],
  ['of its chat', () => new AppError('model-unusable', 'Its chat template takes too long.')],
])('a fault %s fails its own row alone, and the others are made', async (_name, fault) => {
  let culprit = ''
  const core = await start((asked) => {
    culprit ||= personaOf(asked)
    return personaOf(asked) === culprit ? fault() : {}
  })
  const run = await core.runToEnd(request, core.model)
  expect(run.counts).toMatchObject({ accepted: 11, failed: 1 })
  const failed = (await rowsOf(core, run.id)).filter(({ state }) => state === 'failed')
  expect(failed.map(({ persona, reasons }) => [persona, reasons])).toEqual([[culprit, ['generation-failed']]])
})

test('a model that is written over while rows are made pauses the run, and no row of the other is kept', async () => {
  const core = await start((_request, call) => {
    const file = join(core.folder, 'models', 'tiny.gguf')
    if (call === 7) writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('more')]))
    return {}
  })
  const run = await core.runToEnd(request, core.model)
  expect(run).toMatchObject({ status: 'paused', noticeCode: 'model-unusable' })
  expect(run.notice).toContain('tiny.gguf was written over while rows were made with it.')
  expect(run.counts.waiting).toBeGreaterThan(4)
  expect(run.counts).toMatchObject({ failed: 0, rejected: 0 })
  await expect(core.ask('run.resume', { runId: run.id })).rejects.toMatchObject({ code: 'model-unusable' })
})

test('a try that failed a check is told, so that nobody shows the next one behind it', async () => {
  const core = await start((_request, call) => (call === 1 ? { text: 'Math problem: too short' } : {}))
  await core.runToEnd({ ...request, personas: { count: 1 } }, core.model)
  expect(core.eventsNamed('row.changed').map(({ state }) => state)).toEqual(['running', 'accepted'])
})

test('fewer rows at once than were wanted are told, and none where all of them fit', async () => {
  let freeBytes = 8e9
  const core = startTestCore({ memoryFreeBytes: () => freeBytes })
  const model = await core.addModel()
  expect(await core.runToEnd({ ...request, parallel: 8 }, model)).toMatchObject({ parallel: 8, wantedParallel: null })
  freeBytes = 256 * 2 ** 20 + 30e6
  const run = await core.runToEnd({ ...request, parallel: 64, seed: 'again', personas: { count: 100 } }, model)
  expect(run.parallel).toBeLessThan(64)
  expect(run.wantedParallel).toBe(64)
})

test('fewer rows at once than were planned are told on resume and on another try, for as long as they are made', async () => {
  let freeBytes = 8e9
  let isHanging = true
  const { engine, opened } = scriptedEngine((_request, call) => {
    if (isHanging) return 'hang'
    return call % 5 === 0 ? { finishReason: 'length' } : {}
  })
  const core = startTestCore({ engine, memoryFreeBytes: () => freeBytes })
  const model = { modelSha256: await core.addModel() }
  const wide = { ...request, ...model, parallel: 64, attempts: 1, personas: { count: 100 } }
  const { id: runId } = await core.ask('run.start', wide)
  await core.ask('run.pause', { runId })

  freeBytes = 256 * 2 ** 20 + 30e6
  const { parallel, wantedParallel } = await core.ask('run.resume', { runId })
  expect(parallel).toBeLessThan(64)
  expect(wantedParallel).toBe(64)
  expect(await core.ask('run.progress', { runId })).toMatchObject({ parallel, wantedParallel })
  await core.ask('run.pause', { runId })
  expect(opened.at(-1)?.slots).toBe(parallel)

  isHanging = false
  const done = core.hub.next('run.done', () => true)
  await core.ask('run.resume', { runId })
  expect(await done).toMatchObject({ status: 'finished', parallel: 64, wantedParallel: null })
  isHanging = true
  expect(await core.ask('run.retry', { runId })).toMatchObject({ parallel, wantedParallel })
})

test('memory that the engine itself holds counts as free for its next rows', async () => {
  const scripted = scriptedEngine()
  const core = startTestCore({ engine: scripted.engine, memoryFreeBytes: () => 1000 })
  const model = await core.addModel()
  await expect(core.runToEnd(request, model)).rejects.toMatchObject({ code: 'model-unusable' })
  scripted.engine.heldBytes = async () => 8e9
  expect((await core.runToEnd(request, model)).counts.accepted).toBe(12)
  expect(scripted.opened.at(-1)?.slots).toBe(4)
})

test('a model whose process dies once loses nothing', async () => {
  const core = await start((_request, call) => (call === 3 ? engineCrash() : {}))
  const run = await core.runToEnd(request, core.model)
  expect(run.counts).toMatchObject({ planned: 12, accepted: 12, failed: 0 })
  expect(core.loads()).toBeGreaterThan(1)
})

test('three failed starts in a row pause the run and say why', async () => {
  const core = await start()
  let broken = false
  const load = core.engine.load
  core.engine.load = async (model) => {
    if (broken) throw engineCrash()
    return load(model)
  }
  core.engine.generate = async () => {
    broken = true
    throw engineCrash()
  }
  const run = await core.runToEnd(request, core.model)
  expect(run).toMatchObject({ status: 'paused', notice: 'The model process ended.', noticeCode: 'engine-crashed' })
  expect(run.counts).toMatchObject({ waiting: 12, running: 0 })
})

test('a full disk pauses the run, and it goes on when there is space', async () => {
  let full = true
  const core = await start(() => {
    if (!full) return {}
    return Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
  })
  const run = await core.runToEnd(request, core.model)
  expect(run).toMatchObject({ status: 'paused', noticeCode: 'disk-full' })
  full = false
  const done = core.hub.next('run.done', () => true)
  await core.ask('run.resume', { runId: run.id })
  expect((await done).counts.accepted).toBe(12)
})

test('a disk so full that not even the pause can be stored pauses the run all the same', async ({ skip }) => {
  const folder = mountSmallDisk(8)
  if (!folder) return skip('this user may not mount a small disk')
  const filler = join(folder, 'filler')
  const scripted = scriptedEngine((_request, call) => {
    if (call === 6) fillDisk(filler)
    return {}
  })
  const core = startTestCore({ engine: scripted.engine, folder })
  const run = await core.runToEnd(request, await core.addModel())
  expect(run).toMatchObject({ status: 'paused', noticeCode: 'disk-full' })
  expect((await core.ask('run.list', {})).runs).toEqual([run])
  await expect(core.ask('run.resume', { runId: run.id })).rejects.toMatchObject({ code: 'disk-full' })
  expect(core.logged).toEqual([])

  rmSync(filler)
  const done = core.hub.next('run.done', () => true)
  expect(await core.ask('run.resume', { runId: run.id })).toMatchObject({ status: 'running', notice: null })
  expect((await done).counts.accepted).toBe(12)
  await core.close()
})

test('a run that the app is closed over says so afterwards, and not that somebody paused it', async () => {
  const folder = tempFolder()
  const core = startTestCore({ engine: scriptedEngine((_request, call) => (call < 4 ? {} : 'hang')).engine, folder })
  const { id: runId } = await core.ask('run.start', { ...request, modelSha256: await core.addModel() })
  await expect.poll(() => core.eventsNamed('row.changed').length).toBeGreaterThan(0)
  await core.close()
  expect(await startTestCore({ folder }).ask('run.show', { runId })).toMatchObject({
    ...{ status: 'paused', noticeCode: 'app-closed', recovered: null },
    notice: 'The app was closed while rows were being written.',
  })
})

test('errors of the model on every row pause the run after five', async () => {
  const core = await start(() => new Error('Eval has failed'))
  const run = await core.runToEnd({ ...request, parallel: 1 }, core.model)
  expect(run.status).toBe('paused')
  expect(run.counts).toMatchObject({ failed: 5, waiting: 7 })
  expect(core.logged.length).toBeGreaterThan(0)
})

test('a prompt that does not fit the model is refused before anything is stored', async () => {
  const core = await start()
  core.engine.measure = async (prompts) => prompts.map(() => 2000)
  await expect(core.ask('run.start', { ...request, modelSha256: core.model })).rejects.toMatchObject({
    code: 'prompt-too-long',
    message: expect.stringContaining('2000 tokens'),
  })
  expect((await core.ask('run.list', {})).runs).toEqual([])
})

test('a row whose prompt turns out too long fails alone', async () => {
  const core = await start((_request, call) => (call === 2 ? new AppError('prompt-too-long', 'too long') : {}))
  const run = await core.runToEnd(request, core.model)
  expect(run.counts).toMatchObject({ accepted: 11, failed: 1 })
})

test('a second dataset is refused while one is made, and a try gives way to it', async () => {
  const core = await start((_request, call) => (call <= 3 ? 'hang' : {}))
  await core.ask('run.start', { ...request, purpose: 'try', personas: { count: 3 }, modelSha256: core.model })
  await expect.poll(() => core.calls.length).toBe(3)
  const done = core.hub.next('run.done', ({ status }) => status === 'finished')
  const run = await core.ask('run.start', { ...request, modelSha256: core.model })
  await expect(core.ask('run.start', { ...request, modelSha256: core.model })).rejects.toMatchObject({ code: 'busy' })
  expect((await done).id).toBe(run.id)
  expect((await core.ask('run.list', {})).runs.map(({ id }) => id)).toEqual([run.id])
})

test('the output file is written once, at the end, and never over another', async () => {
  const core = await start()
  const output = { fileId: 'rows.jsonl' }
  const run = await core.runToEnd({ ...request, output }, core.model)
  const lines = readFileSync(join(core.folder, 'rows.jsonl'), 'utf8').trimEnd().split('\n')
  expect(run.notice).toBeNull()
  expect(lines).toHaveLength(12)
  expect(Object.keys(JSON.parse(lines[0]!))).toEqual(['prompt', 'input persona', 'finish_reason', 'synthesized text'])

  await expect(core.ask('run.start', { ...request, output, modelSha256: core.model })).rejects.toMatchObject({
    code: 'output-exists',
  })
  await expect(
    core.ask('run.start', { ...request, output: { fileId: 'rows.jsonl/deeper.jsonl' }, modelSha256: core.model }),
  ).rejects.toMatchObject({ code: 'not-writable' })
})

test('a file that appears meanwhile is not written over; the rows are safe', async () => {
  const core = await start((_request, call) => {
    if (call === 12) writeFileSync(join(core.folder, 'rows.jsonl'), 'mine')
    return {}
  })
  const run = await core.runToEnd({ ...request, output: { fileId: 'rows.jsonl' } }, core.model)
  expect(run).toMatchObject({ status: 'finished', noticeCode: 'output-exists' })
  expect(readFileSync(join(core.folder, 'rows.jsonl'), 'utf8')).toBe('mine')
})

test('rows stream while they are written, and every closing event repeats the whole', async () => {
  const core = await start(undefined, { delayMs: 200 })
  const run = await core.runToEnd(request, core.model)
  const changed = core.eventsNamed('row.changed')
  expect(changed).toHaveLength(12)
  expect(changed.every(({ text, state }) => text.startsWith('Math problem:') && state === 'accepted')).toBe(true)
  expect(core.eventsNamed('run.done')).toEqual([run])
  expect(core.eventsNamed('run.progress').at(-1)?.counts.planned).toBe(12)
})

test('what a person thinks of a row never changes its state', async () => {
  const core = await start()
  const run = await core.runToEnd(request, core.model)
  const [row] = await rowsOf(core, run.id)
  await core.ask('row.judge', { rowId: row!.id, verdict: 'discarded', note: 'dull' })
  const judged = await core.ask('row.judge', { rowId: row!.id, editedText: 'better' })
  expect(judged).toMatchObject({
    state: 'accepted',
    verdict: 'discarded',
    note: 'dull',
    editedText: 'better',
    text: row!.text,
  })
})

test('rows can be narrowed by state, reason and words', async () => {
  const core = await start((_request, call) => (call % 3 === 0 ? { text: 'Math problem: 100% short' } : {}))
  const run = await core.runToEnd({ ...request, attempts: 1 }, core.model)
  const page = (filter: object) => core.ask('row.page', { runId: run.id, ...filter })
  const total = async (filter: object) => (await core.ask('row.outline', { runId: run.id, ...filter })).total
  expect(await total({ states: ['rejected'] })).toBe(4)
  expect((await page({ reason: 'too-short' })).rows.every(({ state }) => state === 'rejected')).toBe(true)
  expect(await total({ query: '100% sh' })).toBe(4)
  expect(await total({ query: '%' })).toBe(0)
  const first = await page({ limit: 5 })
  const second = await page({ limit: 5, after: first.next! })
  expect(first.rows.concat(second.rows).map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('a run says how long it will take before its first row has ended, where one with its model was measured', async () => {
  const startedAt = Date.now()
  const { engine } = scriptedEngine((_request, call) => (call > 8 ? 'hang' : {}), { delayMs: 60 })
  const core = startTestCore({ engine, now: () => startedAt + (Date.now() - startedAt) * 10 })
  const modelSha256 = await core.addModel()
  const plan = { ...request, personas: { count: 8 } }
  await core.runToEnd(plan, modelSha256)
  const { duration } = await core.ask('run.estimate', { ...plan, modelSha256 })
  const { id: runId } = await core.ask('run.start', { ...plan, modelSha256 })
  const { written, eta } = await core.ask('run.progress', { runId })
  expect(written).toBe(0)
  expect(eta?.fromSeconds).toBeCloseTo(duration!.fromSeconds)
  expect(eta?.toSeconds).toBeCloseTo(duration!.toSeconds)
  await core.ask('run.stop', { runId })
})

test('a run tells its rates and, as a span, the time that is left', async () => {
  const scripted = scriptedEngine(undefined, { delayMs: 60 })
  const startedAt = Date.now()
  // Ten times as fast, so that there is something to tell.
  const core = startTestCore({ engine: scripted.engine, now: () => startedAt + (Date.now() - startedAt) * 10 })
  const run = await core.runToEnd({ ...request, personas: { count: 40 } }, await core.addModel())
  const told = core.eventsNamed('run.progress').filter(({ eta }) => eta !== null)
  expect(told.length).toBeGreaterThan(0)
  for (const { eta, rowsPerMinute, tokensPerSecond, counts } of told) {
    const expected = ((counts.waiting + counts.running) / (rowsPerMinute as number)) * 60
    expect(eta!.fromSeconds).toBeLessThan(expected + 0.001)
    expect(eta!.toSeconds).toBeGreaterThan(expected - 0.001)
    // A scripted row has 50 tokens.
    expect((tokensPerSecond as number) * 60).toBeCloseTo((rowsPerMinute as number) * 50)
  }
  const { status, written, eta } = await core.ask('run.progress', { runId: run.id })
  expect({ status, written, eta }).toEqual({ status: 'finished', written: 40, eta: null })
})

test('time is told from the first words on, before a row is finished, and none of it while the model reads', async () => {
  const startedAt = Date.now()
  const scripted = scriptedEngine(() => 'hang')
  let write: ((text: string) => void) | undefined
  const generate = scripted.engine.generate
  scripted.engine.generate = (asked) => {
    write = asked.onText
    return generate(asked)
  }
  const core = startTestCore({ engine: scripted.engine, now: () => startedAt + (Date.now() - startedAt) * 100 })
  const modelSha256 = await core.addModel()
  await core.ask('run.start', { ...request, modelSha256 })
  const progress = () => core.ask('run.progress', { runId: 1 })
  await expect.poll(() => write).toBeDefined()
  expect(await progress()).toMatchObject({ hasBegun: false, seconds: 0, tokens: 0 })
  write?.('A lantern')
  await expect.poll(async () => (await progress()).seconds).toBeGreaterThan(1)
  expect(await progress()).toMatchObject({ hasBegun: true, written: 0 })
})

test('an estimate is made from what was measured here, and none before', async () => {
  const core = await start(undefined, { delayMs: 20 })
  const asked = { ...request, modelSha256: core.model }
  expect(await core.ask('run.estimate', asked)).toMatchObject({ items: 12, duration: null, rowsPerMinute: null })
  await core.runToEnd(request, core.model)
  const estimate = await core.ask('run.estimate', { ...asked, personas: { count: 0 } })
  expect(estimate.items).toBe(500)
  expect(estimate.duration!.fromSeconds).toBeLessThan(estimate.duration!.toSeconds)
  expect(estimate.rowsPerMinute).toBeGreaterThan(0)
})

test('rows that are written and in line behind others count as written in an estimate', async () => {
  const core = await start((_request, call) => (call === 1 ? 'hang' : {}), { delayMs: 20 })
  const asked = { ...request, modelSha256: core.model }
  const { id: runId } = await core.ask('run.start', asked)
  await expect.poll(() => core.eventsNamed('row.written').length).toBe(11)
  expect((await core.ask('run.show', { runId })).counts).toMatchObject({ accepted: 0, running: 12 })
  // Twelve of them take about as long as the eleven did.
  const { duration } = await core.ask('run.estimate', asked)
  const { seconds } = await core.ask('run.progress', { runId })
  expect(duration!.toSeconds).toBeLessThan(2 * seconds)
})

test('rows that an open dataset is still to make count as made before, and no longer once it is stopped', async () => {
  const core = await start(() => 'hang')
  const asked = { ...request, modelSha256: core.model }
  const { id: runId } = await core.ask('run.start', asked)
  const repeated = async () => (await core.ask('run.estimate', asked)).repeated
  expect(await repeated()).toBe(12)
  await core.ask('run.pause', { runId })
  expect(await repeated()).toBe(12)
  await core.ask('run.stop', { runId })
  expect(await repeated()).toBe(0)
})

test('an estimate counts the rows that earlier datasets made of the same personas and settings, and no others', async () => {
  const core = await start()
  const repeated = async (more: object) =>
    (await core.ask('run.estimate', { ...request, modelSha256: core.model, ...more })).repeated
  expect(await repeated({})).toBe(0)
  await core.runToEnd({ ...request, purpose: 'try' }, core.model)
  expect(await repeated({})).toBe(0)
  await core.runToEnd(request, core.model)
  expect(await repeated({})).toBe(12)
  expect(await repeated({ personas: { count: 0 }, name: 'All' })).toBe(12)
  expect(await repeated({ personas: { count: 5 }, sampling: { maxTokens: 99 } })).toBe(5)
  const others = [
    ...[{ seed: 'other' }, { sampling: { temperature: 1.5 } }, { style: 'zero-shot' }, { system: 'Be brief.' }],
    ...[{ template: { key: 'instruction' } }, { variables: { world: 'Sea' } }],
    ...[{ personas: { count: 12, used: false } }, { personas: { count: 12, shuffleSeed: '1' } }],
  ]
  for (const other of others) expect([other, await repeated(other)]).toEqual([other, 0])
  const unused = { personas: { count: 12, used: false } }
  await core.runToEnd({ ...request, ...unused }, core.model)
  expect(await repeated(unused)).toBe(0)
})

test('rows of the same personas are counted however those were chosen, where they have the same examples', async () => {
  const core = await start()
  await core.runToEnd(request, core.model)
  const starters = await core.ask('persona.page', { limit: 20 })
  const ids = starters.personas.map(({ id }) => id)
  let selections = 0
  const repeated = async (personaIds: number[], more: object = {}) => {
    const { id } = await core.ask('selection.create', { name: `Some ${++selections}`, personaIds, count: 0 })
    const personas = { selectionId: id, count: 20 }
    return (await core.ask('run.estimate', { ...request, modelSha256: core.model, personas, ...more })).repeated
  }
  expect(await repeated(ids.slice(0, 4).concat(ids.slice(16)))).toBe(4)
  expect(await repeated(ids.slice(12))).toBe(0)
  // Neighbours share their examples, eight at a time: the ninth to twelfth had others.
  expect(await repeated(ids.slice(4, 12))).toBe(4)
  const bare = { style: 'zero-shot' } as const
  expect(await repeated(ids.slice(4, 12), bare)).toBe(0)
  await core.runToEnd({ ...request, ...bare }, core.model)
  expect(await repeated(ids.slice(4, 12), bare)).toBe(8)
  const mixed = { selectionId: 1, count: 0, shuffleSeed: 'any' }
  expect(
    (await core.ask('run.estimate', { ...request, ...bare, modelSha256: core.model, personas: mixed })).repeated,
  ).toBe(4)

  await core.ask('persona.edit', { personaId: ids[4]!, text: starters.personas[4]!.text.toUpperCase() })
  expect(await repeated(ids.slice(4, 12), bare)).toBe(7)
})

test('of more personas than can be looked up, rows of the same choice are counted still', async () => {
  const core = await start()
  const lines = Array.from({ length: 5_000 }, (_, at) => `A baker of the house ${at}`)
  writeFileSync(join(core.folder, 'bakers.txt'), lines.join('\n'))
  const done = core.hub.next('import.done', () => true)
  await core.ask('persona.import', { fileId: 'bakers.txt' })
  await done
  await core.runToEnd(request, core.model)
  const repeated = async (personas: { count: number; query?: string; shuffleSeed?: string }) =>
    (await core.ask('run.estimate', { ...request, modelSha256: core.model, personas })).repeated
  expect(await repeated({ count: 0 })).toBe(12)
  expect(await repeated({ count: 12, shuffleSeed: '1' })).toBe(0)
})

test('a file that is changed after it was added is refused', async () => {
  const core = await start()
  const path = join(core.folder, 'models', 'tiny.gguf')
  const bytes = readFileSync(path)
  bytes[bytes.length - 1]! ^= 1
  writeFileSync(path, bytes)
  await expect(core.ask('run.start', { ...request, modelSha256: core.model })).rejects.toMatchObject({
    code: 'model-unusable',
    message: expect.stringContaining('changed since'),
  })
  expect(existsSync(path)).toBe(true)
})

test('a try that copies is ended where it does, and the last one is written whole', async () => {
  const persona = 'A lock keeper on the Canal du Midi who paints the boats that pass every day'
  const copy = `Once there was ${persona.slice(2)}, and then came the winter with its storms.`
  const core = await start(({ prompt }) => ({ text: `${prompt.start} ${copy}` }))
  await core.addPersonas([persona])
  const run = await core.runToEnd({ ...request, personas: { query: 'Midi', count: 1 }, attempts: 3 }, core.model)
  const [row] = await rowsOf(core, run.id)
  expect(row).toMatchObject({ state: 'rejected', reasons: ['copied-persona'] })
  const { attempts } = await core.ask('row.show', { rowId: row!.id })
  expect(attempts.map(({ finishReason }) => finishReason)).toEqual(['early', 'early', 'stop'])
  expect(attempts.map(({ reasons }) => reasons)).toEqual(Array(3).fill(['copied-persona']))
  // Ten words of the persona in a row, and not one more.
  expect(attempts[0]?.text).toBe('Math problem: Once there was lock keeper on the Canal du Midi who paints the')
  expect(attempts[2]?.text).toBe(`Math problem: ${copy}`)
})

test('datasets without a name are told apart by a number, tries take none, and a name that was given stays as it is', async () => {
  const core = await start()
  const make = async (more: object) =>
    (await core.runToEnd({ ...request, personas: { count: 1 }, ...more }, core.model)).name
  const first = await make({})
  await make({ purpose: 'try' })
  expect(await make({})).toBe(`${first} 2`)
  expect(await make({ name: first })).toBe(first)
  expect(await make({ template: { key: 'instruction' } })).not.toMatch(/\d/)
  expect(await make({})).toBe(`${first} 3`)
})

test('datasets are narrowed by their template and by words of their names, page by page, and those of a file stand apart', async () => {
  const core = await start()
  const make = (key: string) => core.runToEnd({ ...request, template: { key }, personas: { count: 1 } }, core.model)
  const ids: number[] = []
  for (const key of ['math', 'instruction', 'math', 'math']) ids.push((await make(key)).id)
  await core.runToEnd({ ...request, purpose: 'try', personas: { count: 1 } }, core.model)
  const importedId = seedRun(openDatabase(join(core.folder, 'library', 'library.db')))

  const list = async (input: object) => {
    const { runs, next } = await core.ask('run.list', input)
    return [runs.map(({ id }) => id), next]
  }
  expect(await list({ templateKey: 'math', limit: 2 })).toEqual([[ids[3], ids[2]], ids[2]])
  expect(await list({ templateKey: 'math', limit: 2, before: ids[2] as number })).toEqual([[ids[0]], null])
  expect(await list({ templateKey: '' })).toEqual([[importedId], null])
  expect(await list({ templateKey: 'nothing' })).toEqual([[], null])
  expect((await list({}))[0]).toHaveLength(5)
  // Named after their templates: Math problems, Instructions, Math problems 2 and 3.
  expect(await list({ query: ' PROBLEMS 3 ' })).toEqual([[ids[3]], null])
  expect(await list({ query: 'math', limit: 2 })).toEqual([[ids[3], ids[2]], ids[2]])
  expect(await list({ query: '100 %' })).toEqual([[], null])
  const math = await core.ask('run.show', { runId: ids[0] as number })
  expect(math.modelQuantization).toMatch(/^\w+$/)
  expect(await core.ask('run.templates', {})).toEqual([
    { key: '', name: '', count: 1 },
    { key: 'instruction', name: expect.stringMatching(/./), count: 1 },
    { key: 'math', name: math.templateName, count: 3 },
  ])
})

test('datasets that are running or paused are listed apart, however old, and a try is none of them', async () => {
  const core = await start((_request, call) => (call > 2 ? 'hang' : {}))
  const make = (purpose: 'dataset' | 'try') =>
    core.ask('run.start', { ...request, purpose, personas: { count: 2 }, modelSha256: core.model })
  const done = core.hub.next('run.done', () => true)
  await make('dataset')
  await done
  const { id } = await make('dataset')
  const open = async () => (await core.ask('run.list', { isOpen: true })).runs.map((run) => [run.id, run.status])
  expect(await open()).toEqual([[id, 'running']])
  await core.ask('run.pause', { runId: id })
  await make('try')
  expect(await open()).toEqual([[id, 'paused']])
})

test('that a run was cut off is told until it rests or ends by other means', async () => {
  const core = await start((_request, call) => (call > 3 ? 'hang' : {}))
  await core.ask('run.start', { ...request, modelSha256: core.model })
  await expect.poll(() => core.calls.length).toBeGreaterThan(3)
  await core.close()
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  db.exec("UPDATE run SET status = 'running'")
  db.close()

  const next = startTestCore({ folder: core.folder, engine: scriptedEngine(() => 'hang').engine })
  expect(await next.ask('run.show', { runId: 1 })).toMatchObject({ status: 'paused', recovered: { again: 0 } })
  expect(await next.ask('run.resume', { runId: 1 })).toMatchObject({ status: 'running', recovered: { again: 0 } })
  await next.ask('run.pause', { runId: 1 })
  expect(await next.ask('run.show', { runId: 1 })).toMatchObject({ status: 'paused', recovered: null })
})
