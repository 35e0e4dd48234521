import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '#contract/errors'
import type { Input } from '#contract/index'
import { readPack } from '../support/read-pack.ts'
import { type Script, scriptedEngine, wordsFromSeed } from '../support/scripted-engine.ts'
import { startTestCore, type TestCore } from '../support/test-core.ts'

const request = { template: { key: 'math' }, personas: { count: 8 }, parallel: 1, attempts: 1, seed: 'retry' } as const
const good = (seed: number) => `Math problem: ${wordsFromSeed(seed)}`

/** Eight rows, of which the third is too short, the fifth repeats the first and the seventh cannot be made. */
const badRun: Script = (_request, call) => {
  if (call === 3) return { text: 'Math problem: short' }
  if (call === 1 || call === 5) return { text: good(1) }
  return call === 7 ? new AppError('prompt-too-long', 'too long') : {}
}

async function start(after: Script = () => ({}), script: Script = badRun, folder?: string) {
  const scripted = scriptedEngine((one, call) => (call <= 8 ? script(one, call) : after(one, call)))
  const core = startTestCore({ engine: scripted.engine, ...(folder ? { folder } : {}) })
  const model = await core.addModel()
  return { ...core, ...scripted, model }
}

async function retryToEnd(core: TestCore, runId = 1) {
  const done = core.hub.next('run.done', () => true)
  await core.ask('run.retry', { runId })
  return done
}

const rowsOf = async (core: Pick<TestCore, 'ask'>) => (await core.ask('row.page', { runId: 1, limit: 500 })).rows
const judge = async (core: Pick<TestCore, 'ask'>, rowId: number, more: Partial<Input<'row.judge'>>) =>
  core.ask('row.judge', { rowId, ...more })

let cards = 0

async function cardOf(core: Pick<TestCore, 'ask' | 'hub' | 'folder'>): Promise<string | undefined> {
  const fileId = `${++cards}.zip`
  const done = core.hub.next('export.done', () => true)
  await core.ask('export.start', { runId: 1, fileId, pack: true })
  await done
  return readPack(join(core.folder, fileId))['README.md']
}

test('every row that is not good gets one more try with another seed, and good ones stay as they are', async () => {
  const core = await start()
  const before = await core.runToEnd(request, core.model)
  expect(before.counts).toMatchObject({ planned: 8, accepted: 5, rejected: 1, duplicate: 1, failed: 1 })
  const rowsBefore = await rowsOf(core)

  const run = await retryToEnd(core)
  expect(run).toMatchObject({
    status: 'finished',
    counts: { planned: 8, accepted: 8, rejected: 0, duplicate: 0, failed: 0 },
  })
  expect(core.calls).toHaveLength(11)
  expect(new Set(core.calls.map(({ seed }) => seed)).size).toBe(10)

  const rows = await rowsOf(core)
  for (const at of [0, 1, 3, 5, 7]) expect(rows[at]).toEqual(rowsBefore[at])
  const { attempts } = await core.ask('row.show', { rowId: rows[2]!.id })
  expect(attempts.map(({ number, text, reasons }) => [number, text === rows[2]!.text, reasons])).toEqual([
    [1, false, ['too-short']],
    [2, true, []],
  ])
  expect(await core.ask('run.reasons', { runId: 1 })).toEqual([])
})

test('newest is what ended last, also where it was planned first: a row that was made again stands before the others', async () => {
  const core = await start((_request, call) => (call === 9 ? {} : 'hang'))
  const newest = async (limit?: number) =>
    (await core.ask('row.newest', { runId: 1, ...(limit ? { limit } : {}) })).map(({ position }) => position + 1)
  await core.runToEnd(request, core.model)
  expect(await newest()).toEqual([8, 7, 6, 5, 4, 3, 2, 1])

  // The third is made again; the fifth, which repeats the first, is under way, and the seventh in line.
  const ended = core.hub.next('row.changed', ({ position, state }) => position === 2 && state === 'accepted')
  await core.ask('run.retry', { runId: 1 })
  await ended
  expect(await newest()).toEqual([3, 8, 6, 4, 2, 1])
  expect(await newest(2)).toEqual([3, 8])
  await core.ask('run.stop', { runId: 1 })
  expect(await newest()).toEqual([3, 8, 7, 6, 5, 4, 2, 1])
})

test('a row that fails again ends as before, and can be asked for once more', async () => {
  const core = await start((_request, call) => (call < 12 ? { text: 'Math problem: no' } : {}))
  await core.runToEnd(request, core.model)
  expect((await retryToEnd(core)).counts).toMatchObject({ accepted: 5, rejected: 3 })
  expect((await retryToEnd(core)).counts).toMatchObject({ accepted: 8, rejected: 0 })
  await expect(core.ask('run.retry', { runId: 1 })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('no row to make again'),
  })
})

test('rows that a person judged or edited are not made again', async () => {
  const core = await start()
  await core.runToEnd(request, core.model)
  const rows = await rowsOf(core)
  await judge(core, rows[2]!.id, { verdict: 'kept' })
  await judge(core, rows[4]!.id, { editedText: 'Math problem: by hand' })

  expect((await retryToEnd(core)).counts).toMatchObject({ accepted: 6, rejected: 1, duplicate: 1, failed: 0 })
  const after = await rowsOf(core)
  expect([after[2], after[4]]).toEqual([
    expect.objectContaining({ verdict: 'kept', text: rows[2]!.text }),
    expect.objectContaining({ editedText: 'Math problem: by hand', duplicateOf: rows[0]!.id }),
  ])
})

test('stopped on the way, rows that were not made again end as they had ended', async () => {
  const core = await start(() => 'hang')
  await core.runToEnd(request, core.model)
  const before = await rowsOf(core)

  await core.ask('run.retry', { runId: 1 })
  expect((await core.ask('run.show', { runId: 1 })).counts).toMatchObject({ accepted: 5, rejected: 0, duplicate: 0 })
  await expect.poll(() => core.calls.length).toBeGreaterThan(8)
  await core.ask('run.stop', { runId: 1 })

  expect(await rowsOf(core)).toEqual(before)
  expect(await cardOf(core)).toContain('gives the same rows:')
  expect((await core.ask('run.show', { runId: 1 })).counts).toMatchObject({
    accepted: 5,
    rejected: 1,
    duplicate: 1,
    failed: 1,
  })
})

test('rows that a stopped run never made are made, and stopped again they are missing again', async () => {
  const core = await start(
    (_request, call) => (call < 12 ? 'hang' : {}),
    (_request, call) => (call > 4 ? 'hang' : {}),
  )
  await core.ask('run.start', { ...request, modelSha256: core.model })
  await expect.poll(() => core.calls.length).toBeGreaterThan(5)
  await core.ask('run.stop', { runId: 1 })
  const stopped = await core.ask('run.show', { runId: 1 })
  expect(stopped).toMatchObject({ status: 'stopped', counts: { accepted: 4, cancelled: 4 } })

  await core.ask('run.retry', { runId: 1 })
  await expect.poll(() => core.calls.length).toBeGreaterThan(8)
  await core.ask('run.stop', { runId: 1 })
  expect((await core.ask('run.show', { runId: 1 })).counts).toEqual(stopped.counts)
  while (core.calls.length < 11) {
    await core.ask('run.retry', { runId: 1 })
    await core.ask('run.stop', { runId: 1 })
  }
  expect((await retryToEnd(core)).counts).toMatchObject({ accepted: 8, cancelled: 0 })
})

test('paused and left in the middle, it goes on with the rows that are still to be made again', async () => {
  const core = await start((_request, call) => (call > 9 ? 'hang' : {}))
  await core.runToEnd(request, core.model)
  await core.ask('run.retry', { runId: 1 })
  await expect.poll(async () => (await core.ask('run.show', { runId: 1 })).counts.accepted).toBe(6)
  await core.close()

  const next = startTestCore({ folder: core.folder })
  const run = await next.ask('run.show', { runId: 1 })
  expect(run).toMatchObject({ status: 'paused', counts: { accepted: 6, waiting: 2 } })
  const done = next.hub.next('run.done', () => true)
  await next.ask('run.resume', { runId: 1 })
  expect(await done).toMatchObject({ status: 'finished', counts: { accepted: 8 } })
})

test('a stop that comes while rows are put back waits for that, so that no row stays behind in line', async () => {
  const core = await start(() => 'hang')
  await core.runToEnd(request, core.model)
  const before = await rowsOf(core)
  const started = core.ask('run.retry', { runId: 1 })
  await new Promise(setImmediate)
  await Promise.all([started, core.ask('run.stop', { runId: 1 })])

  expect(await core.ask('run.show', { runId: 1 })).toMatchObject({
    status: 'stopped',
    counts: { waiting: 0, running: 0 },
  })
  expect(await rowsOf(core)).toEqual(before)
})

test('the file of the run is written again, but not over one that somebody changed', async () => {
  const core = await start((_request, call) => (call === 9 ? { text: 'Math problem: no' } : {}))
  const file = join(core.folder, 'rows.jsonl')
  const lines = () => readFileSync(file, 'utf8').trimEnd().split('\n').length
  await core.runToEnd({ ...request, output: { fileId: 'rows.jsonl' } }, core.model)
  expect(lines()).toBe(5)
  expect(await retryToEnd(core)).toMatchObject({ noticeCode: null, counts: { accepted: 7 } })
  expect(lines()).toBe(7)

  writeFileSync(file, 'mine')
  expect(await retryToEnd(core)).toMatchObject({ noticeCode: 'output-exists', counts: { accepted: 8 } })
  expect(readFileSync(file, 'utf8')).toBe('mine')
})

test('what has not ended, came from a file or is not there is refused in words', async () => {
  const core = await start(undefined, () => 'hang')
  await core.ask('run.start', { ...request, modelSha256: core.model })
  await expect(core.ask('run.retry', { runId: 1 })).rejects.toMatchObject({
    message: expect.stringContaining('not ended'),
  })
  await core.ask('run.pause', { runId: 1 })
  await expect(core.ask('run.retry', { runId: 1 })).rejects.toMatchObject({
    message: expect.stringContaining('not ended'),
  })
  await expect(core.ask('run.retry', { runId: 7 })).rejects.toMatchObject({ code: 'not-found' })
})

test('the card says that the recipe does not repeat the later tries', async () => {
  const core = await start()
  await core.runToEnd(request, core.model)
  expect(await cardOf(core)).toContain('gives the same rows:')
  await retryToEnd(core)
  expect(await cardOf(core)).toContain('gives the same rows, but for 3 of the planned ones')
})

test('what a person decides about while it is to be made again keeps its text, and ends as it had ended', async () => {
  let decide = async () => {}
  const core = await start()
  await core.runToEnd(request, core.model)
  const before = await rowsOf(core)
  const [, , bad, , twin] = before
  // Before any of them is taken, as only a person in another window could.
  const off = core.hub.on('row.judged', () => void decide())
  decide = async () => {
    off()
    await judge(core, bad!.id, { verdict: 'kept' })
    await judge(core, twin!.id, { editedText: 'Math problem: by hand' })
  }
  const run = await retryToEnd(core)

  expect(run.counts).toMatchObject({ planned: 8, accepted: 6, rejected: 1, duplicate: 1, waiting: 0, running: 0 })
  const after = await rowsOf(core)
  expect(after[2]).toEqual({ ...bad, verdict: 'kept' })
  expect(after[4]).toEqual({ ...twin, editedText: 'Math problem: by hand' })
  // Tries that were made all the same are kept beside it.
  expect((await core.ask('row.show', { rowId: bad!.id })).attempts).toHaveLength(2)
})
