import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { Run } from '#contract/runs'
import type { Command } from '../../src-main/hosts/node/command.ts'
import { generate } from '../../src-main/hosts/node/commands/generate.ts'
import { resume } from '../../src-main/hosts/node/commands/resume.ts'
import { createEventHub } from '../../src-main/hosts/node/event-hub.ts'
import { followRun } from '../../src-main/hosts/node/follow-run.ts'
import { type NodeCore, openCore } from '../../src-main/hosts/node/open-core.ts'
import { layout, tempFolder } from '../support/test-core.ts'
import { writeTinyGguf } from '../support/tiny-gguf.ts'

const scripted = { ...layout, inference: resolve('test/support/scripted-inference.ts') }

/** Runs a command in this process, with a scripted model in another one. */
function run(command: Command, library: string, values: Record<string, string | boolean>): Promise<number> {
  return command.run({
    ...{ name: 'a test', layout: scripted, words: [], out: () => {}, note: () => {} },
    values: { library, ...values },
  })
}

async function inLibrary<T>(library: string, use: (core: NodeCore) => Promise<T>): Promise<T> {
  const core = openCore({ layout: scripted, library, access: 'write', owner: 'a test' })
  try {
    return await use(core)
  } finally {
    await core.close()
  }
}

/** The texts of a run and the engines that its rows were made with, as stored. */
async function rowsOf({ ask }: NodeCore, runId: number): Promise<{ texts: string[]; engines: string[] }> {
  const { rows } = await ask('row.page', { runId, limit: 100 })
  const shown = await Promise.all(rows.map(({ id }) => ask('row.show', { rowId: id })))
  const engines = new Set(shown.flatMap(({ attempts }) => attempts.map(({ engine }) => engine)))
  return { texts: rows.map(({ text }) => text), engines: [...engines] }
}

test('--half-speed holds for one command alone, changes no row and no setting', async () => {
  const folder = tempFolder()
  const library = join(folder, 'library')
  writeTinyGguf(join(folder, 'tiny.gguf'))
  const recipe = { template: 'math', 'sample-size': '6', model: join(folder, 'tiny.gguf'), seed: 'half' }
  await run(generate, library, { ...recipe, 'half-speed': true })
  await run(generate, library, recipe)
  await inLibrary(library, async (core) => {
    const half = await rowsOf(core, 1)
    const full = await rowsOf(core, 2)
    expect(half.texts).toHaveLength(6)
    expect(half.texts).toEqual(full.texts)
    expect([half.engines, full.engines]).toEqual([['scripted, half pace'], ['scripted, full pace']])
    expect(await core.ask('settings.show', {})).toMatchObject({ pace: 'full' })
  })
})

test('a paused run goes on at half speed where resume says so', async () => {
  const folder = tempFolder()
  const library = join(folder, 'library')
  writeTinyGguf(join(folder, 'tiny.gguf'))
  await inLibrary(library, async (core) => {
    const { sha256 } = await core.ask('model.add', { fileId: join(folder, 'tiny.gguf') })
    const done = core.hub.next('run.done', () => true)
    await core.ask('run.start', {
      template: { key: 'math' },
      personas: { count: 30 },
      modelSha256: sha256,
      parallel: 1,
    })
    await core.ask('run.pause', { runId: 1 })
    expect(await done).toMatchObject({ status: 'paused' })
  })
  await run(resume, library, { 'half-speed': true })
  await inLibrary(library, async (core) => {
    expect((await rowsOf(core, 1)).engines).toContain('scripted, half pace')
  })
})

test('both commands say what --half-speed does', () => {
  for (const { help } of [generate, resume])
    expect(help).toMatch(/--half-speed .*half of the time.*setting.*not changed/s)
})

test('a command waits while a run is paused for power, and ends when a person pauses it', async () => {
  const hub = createEventHub()
  const notes: string[] = []
  const followed = (): Run =>
    ({ id: 1, status: 'running', notice: null, noticeCode: null, wantedParallel: null }) as Run
  let isOver = false
  const end = followRun(
    { hub } as NodeCore,
    async () => followed(),
    (text) => notes.push(text),
  ).finally(() => {
    isOver = true
  })
  const paused = { ...followed(), status: 'paused' as const }
  await new Promise(setImmediate)
  hub.publish('run.done', { ...paused, notice: 'Paused: the computer is too hot.', noticeCode: 'power' })
  await new Promise(setImmediate)
  expect(isOver).toBe(false)
  expect(notes).toEqual(['Paused: the computer is too hot.'])
  hub.publish('run.done', paused)
  expect(await end).toEqual(paused)
})

test('a command that goes on says where memory is free for fewer rows at once than were planned', async () => {
  const hub = createEventHub()
  const notes: string[] = []
  const run = { id: 1, status: 'running', parallel: 2, wantedParallel: 4 } as Run
  const end = followRun(
    { hub } as NodeCore,
    async () => run,
    (text) => notes.push(text),
  )
  await new Promise(setImmediate)
  hub.publish('run.done', { ...run, status: 'finished' })
  await end
  expect(notes).toEqual(['Rows at once: 2, because memory for 4 is not free.'])
})
