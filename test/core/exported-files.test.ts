import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '#contract/errors'
import type { Input } from '#contract/index'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { type Script, scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore, type TestCore, tempFolder } from '../support/test-core.ts'

const request = { template: { key: 'math' }, personas: { count: 3 }, attempts: 1, parallel: 1, seed: 'files' } as const

async function start({ script, now, ...more }: { script?: Script; now?: () => number; count?: number } = {}) {
  const core = startTestCore({ engine: scriptedEngine(script).engine, ...(now ? { now } : {}) })
  const model = await core.addModel()
  const run = await core.runToEnd({ ...request, personas: { count: more.count ?? 3 } }, model)
  return { ...core, run, model }
}

async function exportRun(core: Pick<TestCore, 'ask' | 'hub'>, more: Partial<Input<'export.start'>> = {}) {
  const done = core.hub.next('export.done', () => true)
  await core.ask('export.start', { runId: 1, ...more })
  return done
}

const shown = (core: Pick<TestCore, 'ask'>) => core.ask('run.show', { runId: 1 })
const rowIds = async (core: Pick<TestCore, 'ask'>) =>
  (await core.ask('row.page', { runId: 1 })).rows.map(({ id }) => id) as [number, number, number]

test('what was exported is told with the dataset, and its files are listed, the newest first', async () => {
  let now = 1000
  const core = await start({ now: () => now++ })
  expect(core.run).toMatchObject({ exported: null, edited: 0 })
  expect(await core.ask('export.list', { runId: 1 })).toEqual([])
  const [first] = await rowIds(core)
  await core.ask('row.judge', { rowId: first, verdict: 'discarded' })
  const usual = await exportRun(core, { fileId: 'rows.jsonl' })
  const chosen = { shape: 'messages', verdict: 'none', minLength: 3, pack: true } as const
  const pack = await exportRun(core, chosen)

  const { exported } = await shown(core)
  const fileName = 'Math problems (messages).zip'
  expect(exported).toEqual({ count: 2, rows: 2, fileName, madeAt: expect.any(Number), isCurrent: true })
  expect((await core.ask('run.list', {})).runs.map((run) => run.exported)).toEqual([exported])
  const { exportId: _, guardedCells: __, ...written } = usual.result!
  expect(await core.ask('export.list', { runId: 1 })).toEqual([
    {
      ...{ id: 2, shape: 'messages', format: 'jsonl', pack: true, narrowed: { verdict: 'none', minLength: 3 } },
      ...{ path: join(core.folder, 'library', 'exports', fileName), fileName, rows: 2, leftOut: 1 },
      ...{
        sizeBytes: pack.result?.sizeBytes,
        sha256: pack.result?.sha256,
        madeAt: exported?.madeAt,
        isCurrent: true,
        standing: 'there',
      },
    },
    {
      ...{ id: 1, shape: 'seed', format: 'jsonl', pack: false, narrowed: {}, ...written },
      ...{ madeAt: expect.any(Number), isCurrent: true, standing: 'there' },
    },
  ])
})

const changes: [string, (core: Awaited<ReturnType<typeof start>>) => Promise<unknown>][] = [
  ['a verdict', async (core) => core.ask('row.judge', { rowId: (await rowIds(core))[0], verdict: 'kept' })],
  ['a note', async (core) => core.ask('row.judge', { rowId: (await rowIds(core))[0], note: 'Odd.' })],
  ['an edited text', async (core) => core.ask('row.judge', { rowId: (await rowIds(core))[0], editedText: 'Mine.' })],
  ['a verdict for many', (core) => core.ask('row.judgeMany', { runId: 1, verdict: 'kept' })],
  ['another try for a row', (core) => core.ask('run.retry', { runId: 1 })],
]
test.each(changes)('after %s the file is no longer what is seen, and a new one is', async (_, change) => {
  const core = await start({ script: (_request, call) => (call === 3 ? { text: 'Math problem: short' } : {}) })
  await exportRun(core, { fileId: 'rows.jsonl' })
  expect((await shown(core)).exported?.isCurrent).toBe(true)
  const told = core.hub.next('row.judged', () => true)
  await change(core)
  expect((await told).exported).toMatchObject({ count: 1, isCurrent: false })
  expect((await shown(core)).exported?.isCurrent).toBe(false)
  await expect.poll(async () => (await shown(core)).status).toBe('finished')
  await exportRun(core, { fileId: 'rows.jsonl', force: true })
  expect((await shown(core)).exported).toMatchObject({ count: 2, isCurrent: true })
})

test('what was judged before a file and is undone after it makes it old too', async () => {
  const core = await start()
  const { undoId } = await core.ask('row.judgeMany', { runId: 1, verdict: 'discarded' })
  await exportRun(core, { fileId: 'rows.jsonl' })
  expect((await shown(core)).exported).toMatchObject({ rows: 0, isCurrent: true })
  await core.ask('row.undo', { undoId })
  expect((await shown(core)).exported).toMatchObject({ rows: 0, isCurrent: false })
  await exportRun(core, { fileId: 'rows.jsonl', force: true })
  expect((await shown(core)).exported).toMatchObject({ rows: 3, isCurrent: true, count: 2 })
})

test('a file that is old stays so when another is written beside it, until one is written over it', async () => {
  const core = await start()
  const files = async () => (await core.ask('export.list', { runId: 1 })).map(({ isCurrent }) => isCurrent)
  const listed = async () => (await core.ask('run.list', {})).runs.map(({ exported }) => exported?.isCurrent)
  await exportRun(core, { fileId: 'alpaca.jsonl', shape: 'alpaca' })
  await core.ask('row.judge', { rowId: (await rowIds(core))[0], verdict: 'discarded' })
  expect(await files()).toEqual([false])
  await exportRun(core, { fileId: 'chat.jsonl', shape: 'messages' })
  expect(await files()).toEqual([true, false])
  expect([(await shown(core)).exported?.isCurrent, ...(await listed())]).toEqual([false, false])
  await exportRun(core, { fileId: 'alpaca.jsonl', shape: 'alpaca', force: true })
  expect(await files()).toEqual([true, true, false])
  expect([(await shown(core)).exported?.isCurrent, ...(await listed())]).toEqual([true, true])
})

test('a file that another dataset was written over makes its own dataset no older', async () => {
  const core = await start()
  await exportRun(core, { fileId: 'rows.jsonl' })
  await core.runToEnd({ ...request, seed: 'other' }, core.model)
  await exportRun(core, { runId: 2, fileId: 'rows.jsonl', force: true })
  await core.ask('row.judge', { rowId: (await rowIds(core))[0], note: 'Odd.' })
  const { runs } = await core.ask('run.list', {})
  expect(runs.map(({ id, exported }) => [id, exported?.isCurrent])).toEqual([
    [2, true],
    [1, true],
  ])
})

test('a step that changes nothing leaves the file as good as it was', async () => {
  const core = await start()
  const [first] = await rowIds(core)
  await core.ask('row.judge', { rowId: first, verdict: 'discarded', discardReason: 'dull', editedText: 'Mine.' })
  await exportRun(core, { fileId: 'rows.jsonl' })
  await core.ask('row.judge', { rowId: first, verdict: 'discarded', editedText: 'Mine.' })
  await core.ask('row.judgeMany', { runId: 1, rowIds: [first], verdict: 'discarded' })
  await core.ask('run.rename', { runId: 1, name: 'Sums' })
  expect((await shown(core)).exported?.isCurrent).toBe(true)
})

test('a row that is judged while a file is written is not taken for being in it', async () => {
  const core = await start({ count: 400 })
  const [first] = await rowIds(core)
  const begun = core.hub
    .next('export.progress', () => true)
    .then(() => core.ask('row.judge', { rowId: first, note: 'Late.' }))
  await exportRun(core, { fileId: 'rows.jsonl' })
  await begun
  expect((await shown(core)).exported).toMatchObject({ rows: 400, isCurrent: false })
})

const short = { text: 'Math problem: short' }
const goings: [string, Script, (core: TestCore) => Promise<unknown>][] = [
  ['rows that are written', () => ({}), goOn],
  ['rows that fail', () => new AppError('prompt-too-long', 'too long'), goOn],
  ['a try that is to be followed by another', (_request, call) => (call === 3 ? short : 'hang'), goOnAndPause],
  ['the end of what was not made', () => ({}), (core) => core.ask('run.stop', { runId: 1 })],
]

async function goOn(core: TestCore): Promise<void> {
  const done = core.hub.next('run.done', () => true)
  await core.ask('run.resume', { runId: 1 })
  await done
}

async function goOnAndPause(core: TestCore): Promise<void> {
  const tried = core.hub.next('row.changed', ({ text }) => text === short.text)
  await core.ask('run.resume', { runId: 1 })
  await tried
  await core.ask('run.pause', { runId: 1 })
}

test.each(goings)('the file from a pause is old after %s', async (_, script, change) => {
  const first: Script = (_request, call) => (call === 1 ? {} : 'hang')
  let isPaused = false
  const engine = scriptedEngine((one, call) => (isPaused ? script(one, call) : first(one, call))).engine
  const core = startTestCore({ engine })
  const modelSha256 = await core.addModel()
  const written = core.hub.next('row.changed', () => true)
  await core.ask('run.start', { ...request, personas: { count: 2 }, attempts: 2, modelSha256 })
  await written
  await core.ask('run.pause', { runId: 1 })
  isPaused = true
  await exportRun(core, { fileId: 'rows.jsonl' })
  expect((await shown(core)).exported).toMatchObject({ rows: 1, isCurrent: true })
  await change(core)
  expect((await shown(core)).exported).toMatchObject({ rows: 1, isCurrent: false })
})

test('the file that a run writes at its end is remembered, and is what is seen', async () => {
  const core = startTestCore()
  const run = await core.runToEnd({ ...request, output: { fileId: 'rows.csv' } }, await core.addModel())
  expect(run.exported).toMatchObject({ count: 1, rows: 3, fileName: 'rows.csv', isCurrent: true })
  expect(await core.ask('export.list', { runId: 1 })).toMatchObject([{ shape: 'seed', format: 'csv' }])
})

test('beside a running app a file is written and not remembered, and nothing goes wrong', async () => {
  const { folder, ...core } = await start()
  const reader = startTestCore({ folder, access: 'read' })
  const { result } = await exportRun(reader, { fileId: 'rows.jsonl' })
  expect(result).toMatchObject({ rows: 3 })
  expect(reader.logged).toEqual([])
  expect(await reader.ask('export.list', { runId: 1 })).toEqual([])
  expect((await shown(core)).exported).toBeNull()
})

test('an export that fails is not remembered', async () => {
  const core = await start()
  await exportRun(core, { fileId: 'rows.jsonl' })
  const { problem } = await exportRun(core, { fileId: 'rows.jsonl' })
  expect(problem?.code).toBe('output-exists')
  expect((await shown(core)).exported).toMatchObject({ count: 1 })
})

test('a file that cannot be remembered is there all the same, and the log knows why', async () => {
  const core = await start()
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  db.exec("CREATE TRIGGER refused BEFORE INSERT ON export BEGIN SELECT RAISE(ABORT, 'refused'); END")
  db.close()
  const { result, problem } = await exportRun(core, { fileId: 'rows.jsonl' })
  expect({ result, problem }).toMatchObject({ result: { rows: 3 }, problem: null })
  expect(core.logged).toEqual([expect.objectContaining({ message: expect.stringContaining('refused') })])
  expect((await shown(core)).exported).toBeNull()
})

test('a file that a later one was written over says so, and so does one that is gone', async () => {
  const core = await start()
  const standings = async () => (await core.ask('export.list', { runId: 1 })).map(({ standing }) => standing)
  await exportRun(core, { fileId: 'rows.jsonl' })
  await exportRun(core, { fileId: 'rows.jsonl', force: true })
  expect(await standings()).toEqual(['there', 'replaced'])
  rmSync(join(core.folder, 'rows.jsonl'))
  expect(await standings()).toEqual(['gone', 'replaced'])
})

test('files in the folder of a library are found where that has moved to', async () => {
  const core = await start()
  await exportRun(core)
  await core.close()
  const folder = tempFolder()
  renameSync(join(core.folder, 'library'), join(folder, 'library'))
  const moved = startTestCore({ folder })
  expect(await moved.ask('export.list', { runId: 1 })).toMatchObject([
    { path: join(folder, 'library', 'exports', 'Math problems.jsonl'), standing: 'there' },
  ])
})

test('the last 50 files are listed, and all are counted', async () => {
  const core = await start()
  await exportRun(core)
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  const copy = `INSERT INTO export SELECT NULL, run_id, revision, 'x' || @at, rows, left_out, shape, format, pack, narrowed, size_bytes, sha256, made_at FROM export WHERE id = 1`
  for (let at = 0; at < 60; at++) db.prepare(copy).run({ at })
  db.close()
  const files = await core.ask('export.list', { runId: 1 })
  expect(files.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, at) => 61 - at))
  expect((await shown(core)).exported?.count).toBe(61)
})

test('the files of a dataset that is not there are refused in words', async () => {
  const core = startTestCore()
  await expect(core.ask('export.list', { runId: 7 })).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('no dataset 7'),
  })
})

test('rows whose text a person changed are counted with the dataset, until they are changed back', async () => {
  const core = await start()
  const [first, second] = await rowIds(core)
  await core.ask('row.judge', { rowId: first, editedText: 'Mine.' })
  await core.ask('row.judge', { rowId: second, editedText: 'Mine too.' })
  await core.ask('row.judge', { rowId: second, verdict: 'kept', note: 'Good.' })
  expect((await core.ask('run.list', {})).runs.map(({ edited }) => edited)).toEqual([2])
  expect(core.eventsNamed('row.judged').at(-1)).toMatchObject({ runId: 1, edited: 2, exported: null })
  await core.ask('row.judge', { rowId: first, editedText: null })
  expect((await shown(core)).edited).toBe(1)
})
