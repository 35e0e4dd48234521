import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants, getPriority } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, afterEach, expect, test } from 'vitest'
import { forkChild } from '../../src-main/hosts/node/fork-child.ts'
import { createProcessEngine } from '../../src-main/inference/process-engine.ts'
import { ask, sampling, startEngine } from '../support/start-engine.ts'
import { tinyModels } from '../support/tiny-model.ts'

const models = tinyModels()
const tiny = models.make()
/** At this temperature a model made by chance writes on to the limit. */
const long = { ...sampling, maxTokens: 1800, temperature: 3 }
const engines: ReturnType<typeof startEngine>['engine'][] = []
process.env['LOOM_CANARY_KEY'] = 'sk-canary'
const shared = await startLoaded(false)

async function startLoaded(once = true) {
  const started = startEngine()
  if (once) engines.push(started.engine)
  await started.engine.load(tiny)
  await started.engine.open({ contextSize: 1900, slots: 4 })
  return started
}

/** Resolves when the first words of a long row have come; its end is the row's own. */
function startLongRow(engine: ReturnType<typeof startEngine>['engine'], signal = new AbortController().signal) {
  const { promise: writing, resolve } = Promise.withResolvers<void>()
  const row = engine.generate(ask('Tell me everything.', { sampling: long, signal, onText: () => resolve() }))
  row.catch(() => {}) // Each test looks at it when it is time.
  return { writing, row }
}

async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false // There is no such process.
  }
}

afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.close())))
afterAll(async () => {
  await shared.engine.close()
  models.remove()
})

test('a process killed in the middle of a row fails that row in words, and the next load starts another', async () => {
  const { engine, logged } = await startLoaded()
  const { writing, row } = startLongRow(engine)
  await writing
  process.kill(engine.pid() as number, 'SIGKILL')
  await expect(row).rejects.toMatchObject({ code: 'engine-crashed', message: expect.stringMatching(/SIGKILL.*memory/) })
  expect(logged).toHaveLength(1)

  await expect(engine.generate(ask('Hi'))).rejects.toMatchObject({ code: 'engine-crashed' })
  await expect(engine.measure([])).rejects.toMatchObject({ code: 'engine-crashed' })
  await engine.load(tiny)
  await expect(engine.generate(ask('Hi'))).rejects.toMatchObject({ code: 'engine-crashed' })
  await engine.open({ contextSize: 1900, slots: 1 })
  const again = startLongRow(engine)
  await again.writing
  process.kill(engine.pid() as number, 'SIGSEGV')
  await expect(again.row).rejects.toThrow(/crashed \(SIGSEGV.*What was finished is kept/)
})

test('an entry that does not exist is a failed start in words', async () => {
  const logged: unknown[] = []
  const engine = createProcessEngine({ spawn: forkChild('/nowhere/inference.js'), log: (error) => logged.push(error) })
  await expect(engine.load(tiny)).rejects.toMatchObject({
    code: 'engine-crashed',
    message: expect.stringMatching(/could not be started.*Cannot find module/),
  })
  expect(logged).toHaveLength(1)
})

test('an aborted row rejects with the reason of its signal, and its neighbours go on', async () => {
  const { engine } = shared
  const controller = new AbortController()
  const { writing, row } = startLongRow(engine, controller.signal)
  const neighbour = engine.generate(ask('Hello', { seed: 3 }))
  await writing
  const reason = new Error('enough')
  controller.abort(reason)
  await expect(row).rejects.toBe(reason)
  expect((await neighbour).text).toBe((await engine.generate(ask('Hello', { seed: 3 }))).text)
})

test('a row that waits for a slot can be aborted, and so can one that was aborted before', async () => {
  const { engine } = shared
  const writers = new AbortController()
  const rows = Array.from({ length: 4 }, () => startLongRow(engine, writers.signal))
  const controller = new AbortController()
  const waiting = engine.generate(ask('Later', { signal: controller.signal }))
  controller.abort(new Error('not now'))
  await expect(waiting).rejects.toThrow('not now')
  await expect(engine.generate(ask('Never', { signal: controller.signal }))).rejects.toThrow('not now')
  await Promise.all(rows.map(({ writing }) => writing))
  writers.abort()
})

test('a room is not taken away while rows are written in it, but is soon after they are aborted', async () => {
  const { engine } = await startLoaded()
  await startLongRow(engine).row
  const { durationMs } = await startLongRow(engine).row

  const controller = new AbortController()
  const { writing, row } = startLongRow(engine, controller.signal)
  await writing
  await expect(engine.open({ contextSize: 300, slots: 1 })).rejects.toMatchObject({ code: 'busy' })
  await expect(engine.unload()).rejects.toMatchObject({ code: 'busy' })
  controller.abort()
  await expect(row).rejects.toThrow()
  const abortedAt = performance.now()
  await engine.open({ contextSize: 300, slots: 1 })
  expect(performance.now() - abortedAt).toBeLessThan(durationMs / 2)
  await engine.unload()
  await expect(engine.generate(ask('Hi'))).rejects.toMatchObject({ code: 'engine-crashed' })
})

test('a slot that becomes free takes the next row while the others are still written', async () => {
  const { engine } = await startLoaded()
  const controller = new AbortController()
  const others = [1, 2, 3].map(() => startLongRow(engine, controller.signal))
  await Promise.all(others.map(({ writing }) => writing))
  const ended: string[] = []
  for (const { row } of others) void row.then(() => ended.push('long')).catch(() => {})
  const short = { ...sampling, maxTokens: 4 }
  await Promise.all([1, 2, 3].map((seed) => engine.generate(ask('Hi', { seed, sampling: short }))))
  expect(ended).toEqual([])
  controller.abort()
})

test('the memory that is held is told, and none of a process that is not there or ends while it is asked', async () => {
  const { engine } = startEngine()
  engines.push(engine)
  expect(await engine.heldBytes()).toBe(0)
  await engine.load(tiny)
  expect(await engine.heldBytes()).toBeGreaterThan(20e6)
  const pid = engine.pid() as number
  process.kill(pid, 'SIGSTOP')
  const asked = engine.heldBytes()
  await delay(50)
  process.kill(pid, 'SIGKILL')
  expect(await asked).toBe(0)
})

test('closing ends the process, and a later load starts it again', async () => {
  const { engine, logged } = await startLoaded()
  const pid = engine.pid() as number
  await engine.close()
  expect(await isAlive(pid)).toBe(false)
  await engine.load(tiny)
  expect(engine.pid()).not.toBe(pid)
  expect(logged).toEqual([])
})

test('a process that no longer answers is ended by force after five seconds', async () => {
  const { engine } = await startLoaded()
  const pid = engine.pid() as number
  process.kill(pid, 'SIGSTOP')
  const startedAt = performance.now()
  await engine.close()
  expect(performance.now() - startedAt).toBeGreaterThan(4_500)
  expect(await isAlive(pid)).toBe(false)
})

test('the process ends when the one that started it disappears', async () => {
  const root = join(import.meta.dirname, '../..')
  const script = `
    import { forkChild } from '${root}/src-main/hosts/node/fork-child.ts'
    const child = forkChild('${root}/src-main/inference/inference.ts')()
    child.onMessage(() => console.log(child.pid))
  `
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)))
  expect(await isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  for (let waited = 0; waited < 5_000 && (await isAlive(pid)); waited += 50) await delay(50)
  expect(await isAlive(pid)).toBe(false)
})

test.runIf(process.platform === 'linux')('no key of the host reaches the process', () => {
  const environment = readFileSync(`/proc/${shared.engine.pid()}/environ`, 'utf8')
  expect(environment).toContain('UV_THREADPOOL_SIZE=1')
  expect(environment).not.toContain('canary')
})

test('a process that stands still is ended in the middle of a row, and the row fails with the reason', async () => {
  const logged: unknown[] = []
  const engine = createProcessEngine({
    spawn: forkChild(join(import.meta.dirname, '../../src-main/inference/inference.ts')),
    log: (error) => logged.push(error),
    watchdogLimits: { tickMs: 20, leastMs: 1_500, firstMs: 20_000 },
  })
  engines.push(engine)
  await engine.load(tiny)
  await engine.open({ contextSize: 1900, slots: 1 })
  const { writing, row } = startLongRow(engine)
  await writing
  process.kill(engine.pid() as number, 'SIGSTOP')
  await expect(row).rejects.toMatchObject({
    code: 'engine-stuck',
    message: expect.stringMatching(/no step for \d+ s.*What was finished is kept/),
  })
  expect(logged).toHaveLength(1)
  await engine.load(tiny)
  await engine.open({ contextSize: 1900, slots: 1 })
  expect((await engine.generate(ask('Hi'))).tokens).toBeGreaterThan(0)
})

test('the process of the model gives way to other programs, and never takes more than it was given', async () => {
  expect(getPriority(shared.engine.pid())).toBe(constants.priority.PRIORITY_BELOW_NORMAL)
  // 15 is below what the process would choose by itself.
  const script = `import { getPriority, setPriority } from 'node:os'
    import { forkChild } from ${JSON.stringify(join(import.meta.dirname, '../../src-main/hosts/node/fork-child.ts'))}
    setPriority(15)
    const child = forkChild(${JSON.stringify(join(import.meta.dirname, '../../src-main/inference/inference.ts'))})()
    child.onMessage(() => { console.log(getPriority(child.pid)); child.kill(); process.exit() })`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  expect(stdout.trim()).toBe('15')
})
