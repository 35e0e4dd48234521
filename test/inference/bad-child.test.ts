import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterEach, expect, test } from 'vitest'
import { forkChild } from '../../src-main/hosts/node/fork-child.ts'
import { createProcessEngine } from '../../src-main/inference/process-engine.ts'
import { ask } from '../support/start-engine.ts'

const model = { path: '/nowhere/scripted.gguf', sha256: 'x', name: 'Scripted' }
const engines: ReturnType<typeof createProcessEngine>[] = []
afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.close())))

async function start() {
  const logged: unknown[] = []
  const connections: unknown[] = []
  const engine = createProcessEngine({
    spawn: forkChild(join(import.meta.dirname, '../support/bad-child.ts')),
    log: (error) => logged.push(error),
    onConnection: (connection) => connections.push(connection),
    watchdogLimits: { tickMs: 20, leastMs: 300, firstMs: 1_000 },
  })
  engines.push(engine)
  await engine.load(model)
  return { engine, logged, connections, pid: engine.pid() as number }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // It ended.
  }
}

/** One large message that is read whole takes longer even on a machine with nothing else to do. */
const mostLagMs = 120
const senseless = /sent an answer that makes no sense, and was ended\. What was finished is kept/
const endings: [string, string, RegExp][] = [
  ['hang', 'engine-stuck', /made no step for \d+ s and was ended/],
  ['spin', 'engine-stuck', /made no step/],
  ['ignores SIGTERM', 'engine-stuck', /made no step/],
  ['half a message', 'engine-stuck', /made no step/],
  ['flood', 'engine-crashed', /sent far more messages than its work can give, and was ended/],
  ['one large message', 'engine-crashed', senseless],
  ['bytes that are no message', 'engine-crashed', senseless],
  ['an unknown type', 'engine-crashed', senseless],
  ['a connection without a target', 'engine-crashed', senseless],
  ['no message at all', 'engine-crashed', senseless],
  ['no fields', 'engine-crashed', senseless],
  ['pieces without text', 'engine-crashed', senseless],
  ['half an answer', 'engine-crashed', senseless],
  ['a code that is not ours', 'engine-crashed', senseless],
  ['an answer that nobody asked for', 'engine-crashed', senseless],
]
test.each(endings)(
  'a process that sends or does “%s” is ended in one sentence, and the next one works',
  async (mode, code, message) => {
    const { engine, logged, pid } = await start()
    const lag = monitorEventLoopDelay({ resolution: 1 })
    lag.enable()
    const row = engine.generate(ask(`mode: ${mode}`))
    await expect(row).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    lag.disable()
    expect(isThere(pid)).toBe(false)
    expect(logged).toHaveLength(1)
    expect(lag.max / 1e6).toBeLessThan(mostLagMs)
    await engine.load(model)
    expect((await engine.generate(ask('Hi'))).text).not.toBe('')
  },
)

test('a process that answers twice is ended, and the first answer stands', async () => {
  const { engine, logged, pid } = await start()
  expect((await engine.generate(ask('mode: the same answer twice'))).text).not.toBe('')
  await expect.poll(() => isThere(pid)).toBe(false)
  await expect.poll(() => logged).toEqual([expect.objectContaining({ message: expect.stringMatching(senseless) })])
})

test('text for a row that has ended reaches nobody, and the process goes on', async () => {
  const { engine, logged, pid } = await start()
  const pieces: string[] = []
  await engine.generate(ask('mode: text after the end', { onText: (piece) => pieces.push(piece) }))
  expect((await engine.generate(ask('Hi'))).text).not.toBe('')
  expect([pieces, logged, engine.pid()]).toEqual([[], [], pid])
})

test('the answer to a row that was cancelled meanwhile is no offence', async () => {
  const { engine, logged, pid } = await start()
  const controller = new AbortController()
  const row = engine.generate(ask('Hi', { signal: controller.signal }))
  setImmediate(() => controller.abort(new Error('enough')))
  await expect(row).rejects.toThrow('enough')
  expect((await engine.generate(ask('Hi'))).text).not.toBe('')
  expect([logged, engine.pid()]).toEqual([[], pid])
})

test('closing ends also a process that no longer listens', async () => {
  const { engine, pid } = await start()
  const row = engine.generate(ask('mode: spin'))
  row.catch(() => {}) // It is lost with its process.
  await expect.poll(() => isThere(pid)).toBe(true)
  await engine.close()
  expect(isThere(pid)).toBe(false)
})

test('a process that was refused a connection is told of, and its row comes', async () => {
  const { engine, connections } = await start()
  expect((await engine.generate(ask('mode: a connection'))).tokens).toBeGreaterThan(0)
  expect(connections).toEqual([{ target: '192.0.2.1:443', isOutside: true }])
})
