import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PowerReading } from '../../src-main/core/host.ts'
import { type Script, scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'

const request = { template: { key: 'math' }, personas: { count: 12 }, parallel: 2, seed: 'power' } as const
const mains: PowerReading = { isOnBattery: false, chargeShare: 1, isHot: false }
const low: PowerReading = { isOnBattery: true, chargeShare: 0.18, isHot: false }
const hot: PowerReading = { ...mains, isHot: true }
const words =
  'Paused: the battery is at 18 %. All finished rows are safe. The run goes on when the power is back, or resume it yourself.'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

/** A core whose rows past the fifth come only when they are let go, on a computer whose power the test decides. */
async function start() {
  const power = { now: mains, readings: 0 }
  let isHeld = true
  const script: Script = (_request, call) => (isHeld && call > 5 ? 'hang' : {})
  const scripted = scriptedEngine(script)
  const readPower = () => {
    power.readings++
    return power.now
  }
  const core = startTestCore({ engine: scripted.engine, readPower })
  const modelSha256 = await core.addModel()
  const show = (runId: number) => core.ask('run.show', { runId })
  return {
    ...core,
    ...scripted,
    power,
    show,
    modelSha256,
    letGo: () => {
      isHeld = false
    },
    async startRun(purpose: 'dataset' | 'try' = 'dataset'): Promise<number> {
      const before = scripted.calls.length
      const { id } = await core.ask('run.start', { ...request, purpose, modelSha256 })
      await expect.poll(() => scripted.calls.length).toBeGreaterThan(before + 1)
      return id
    },
    /** So many seconds pass, and what was begun in them comes to rest. */
    async pass(seconds: number): Promise<void> {
      await vi.advanceTimersByTimeAsync(seconds * 1000)
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    },
    statusOf: async (runId: number) => (await show(runId)).status,
  }
}

test('a run pauses in words when the battery is low, keeps its rows, and goes on by itself when power is back', async () => {
  const core = await start()
  const runId = await core.startRun()
  await expect.poll(() => core.calls.length).toBe(9)
  await core.pass(60)
  expect(await core.statusOf(runId)).toBe('running')

  core.power.now = low
  await core.pass(15)
  const paused = await core.show(runId)
  expect(paused).toMatchObject({ status: 'paused', notice: words, noticeCode: 'power' })
  expect(paused.counts.accepted).toBe(5)
  expect(core.eventsNamed('run.done').at(-1)).toMatchObject({ id: runId, status: 'paused', noticeCode: 'power' })

  await core.pass(600)
  expect(await core.statusOf(runId)).toBe('paused')
  core.letGo()
  core.power.now = mains
  await core.pass(30)
  await expect.poll(() => core.statusOf(runId)).toBe('finished')
  expect((await core.show(runId)).counts.accepted).toBe(12)
  const { readings } = core.power
  await core.pass(60)
  // One more look finds nothing to watch.
  expect(core.power.readings).toBeLessThanOrEqual(readings + 1)
  expect(core.logged).toEqual([])
})

test('a charge that flickers around the limit does not start and stop the run', async () => {
  const core = await start()
  const runId = await core.startRun()
  core.power.now = low
  await core.pass(15)
  for (let look = 0; look < 4; look++) {
    core.power.now = look % 2 === 0 ? { ...low, chargeShare: 0.2 } : low
    await core.pass(15)
    expect(await core.statusOf(runId)).toBe('paused')
  }
})

test('heat pauses a run whatever the setting says, until the computer has cooled', async () => {
  const core = await start()
  await core.ask('settings.change', { onBattery: 'go' })
  const runId = await core.startRun()
  core.power.now = hot
  await core.pass(15)
  expect(await core.show(runId)).toMatchObject({
    noticeCode: 'power',
    notice: expect.stringMatching(/^Paused: the computer is too hot\. .*goes on when it has cooled/),
  })
  core.power.now = mains
  await core.pass(30)
  await expect.poll(() => core.statusOf(runId)).toBe('running')
})

test.each([
  ['low', { ...low, chargeShare: 0.2 }, 'running'],
  ['low', { ...low, chargeShare: null }, 'running'],
  ['low', { ...low, isOnBattery: false }, 'running'],
  ['go', low, 'running'],
  ['pause', { ...low, chargeShare: 0.95 }, 'paused'],
  ['pause', { ...low, chargeShare: null }, 'paused'],
  ['pause', mains, 'running'],
] as const)('with the setting %s, power %o leaves a run %s', async (onBattery, reading, status) => {
  const core = await start()
  await core.ask('settings.change', { onBattery })
  const runId = await core.startRun()
  core.power.now = reading
  await core.pass(30)
  expect(await core.statusOf(runId)).toBe(status)
})

test('a run that a person resumes on a low battery is left alone until the power was back once', async () => {
  const core = await start()
  const runId = await core.startRun()
  core.power.now = low
  await core.pass(15)
  await core.ask('run.resume', { runId })
  await core.pass(60)
  expect(await core.show(runId)).toMatchObject({ status: 'running', notice: null })
  core.power.now = mains
  await core.pass(15)
  core.power.now = low
  await core.pass(15)
  expect(await core.statusOf(runId)).toBe('paused')
})

test('a waiting run that a person pauses stays paused, and no longer says that it goes on by itself', async () => {
  const core = await start()
  const runId = await core.startRun()
  core.power.now = low
  await core.pass(15)
  await core.ask('run.pause', { runId })
  expect(core.eventsNamed('run.done').at(-1)).toMatchObject({ status: 'paused', notice: null, noticeCode: null })
  core.power.now = mains
  await core.pass(90)
  expect(await core.show(runId)).toMatchObject({ status: 'paused', notice: null })
})

test('a waiting run that a person stops is not picked up again', async () => {
  const core = await start()
  const runId = await core.startRun()
  core.power.now = low
  await core.pass(15)
  await core.ask('run.stop', { runId })
  core.power.now = mains
  await core.pass(90)
  expect(await core.statusOf(runId)).toBe('stopped')
  expect(core.logged).toEqual([])
})

test('a run that was paused by a person before is not resumed by power', async () => {
  const core = await start()
  const runId = await core.startRun()
  await core.ask('run.pause', { runId })
  core.power.now = low
  await core.pass(30)
  core.power.now = mains
  await core.pass(90)
  expect(await core.statusOf(runId)).toBe('paused')
})

test('a try is not paused, and a waiting run does not push it aside', async () => {
  const core = await start()
  const runId = await core.startRun()
  core.power.now = low
  await core.pass(15)
  const tryId = await core.startRun('try')
  await core.pass(60)
  expect(await core.statusOf(tryId)).toBe('running')
  core.power.now = mains
  await core.pass(90)
  expect([await core.statusOf(tryId), await core.statusOf(runId)]).toEqual(['running', 'paused'])
  await core.ask('run.stop', { runId: tryId })
  await core.pass(15)
  await expect.poll(() => core.statusOf(runId)).toBe('running')
})

test('a run that cannot go on when the power is back says why instead', async () => {
  const core = await start()
  const runId = await core.startRun()
  core.power.now = low
  await core.pass(15)
  await core.ask('model.remove', { sha256: core.modelSha256 })
  core.power.now = mains
  await core.pass(30)
  await expect.poll(async () => (await core.show(runId)).noticeCode).toBe('model-missing')
  expect(await core.statusOf(runId)).toBe('paused')
})

test('after a new start nothing promises to go on by itself', async () => {
  const core = await start()
  const runId = await core.startRun()
  core.power.now = low
  await core.pass(15)
  await core.close()
  const again = startTestCore({ folder: core.folder })
  expect(await again.ask('run.show', { runId })).toMatchObject({ status: 'paused', notice: null, noticeCode: null })
})

test('a run that waits for power and goes into the bin stays as it is, there and once it is back', async () => {
  const core = await start()
  const runId = await core.startRun()
  core.power.now = low
  await core.pass(15)
  expect(await core.show(runId)).toMatchObject({ status: 'paused', noticeCode: 'power' })
  await core.ask('run.remove', { runId })
  core.letGo()
  core.power.now = mains
  await core.pass(60)
  const inBin = await core.show(runId)
  expect(inBin).toMatchObject({ status: 'paused', notice: null, noticeCode: null })
  await core.ask('run.restore', { runId })
  await core.pass(60)
  expect(await core.show(runId)).toEqual({ ...inBin, removedAt: null })
})
