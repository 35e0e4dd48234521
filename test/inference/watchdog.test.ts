import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createWatchdog } from '../../src-main/inference/watchdog.ts'

const limits = { tickMs: 1_000, leastMs: 60_000, firstMs: 600_000 }

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }))
afterEach(() => void vi.useRealTimers())

function start() {
  const stuck: number[] = []
  return { stuck, watchdog: createWatchdog((silentMs) => stuck.push(silentMs), limits) }
}

test('silence is borne for a minute, and longer where steps take long', () => {
  for (const [gapMs, limitMs] of [
    [1_000, 60_000],
    [10_000, 200_000],
  ] as const) {
    const { stuck, watchdog } = start()
    watchdog.watch('steps')
    for (let beat = 0; beat < 30; beat++) {
      vi.advanceTimersByTime(gapMs)
      watchdog.beat()
    }
    vi.advanceTimersByTime(limitMs - 2_000)
    expect(stuck).toEqual([])
    vi.advanceTimersByTime(4_000)
    expect(stuck).toHaveLength(1)
    vi.advanceTimersByTime(1_000_000)
    expect(stuck, 'told once').toHaveLength(1)
  }
})

test('before its first step a model may warm up for ten minutes', () => {
  const { stuck, watchdog } = start()
  watchdog.watch('steps')
  vi.advanceTimersByTime(590_000)
  expect(stuck).toEqual([])
  vi.advanceTimersByTime(20_000)
  expect(stuck).toHaveLength(1)
})

test('an answer without steps, as to loading a model, may take ten minutes; that silence does not count against rows', () => {
  const { stuck, watchdog } = start()
  watchdog.watch('steps')
  watchdog.beat()
  watchdog.watch('answer')
  vi.advanceTimersByTime(590_000)
  watchdog.watch('steps')
  vi.advanceTimersByTime(50_000)
  expect(stuck).toEqual([])
  watchdog.watch('answer')
  vi.advanceTimersByTime(610_000)
  expect(stuck).toHaveLength(1)
})

test('nothing is expected while no row is written', () => {
  const { stuck, watchdog } = start()
  watchdog.watch('steps')
  watchdog.beat()
  watchdog.watch(undefined)
  vi.advanceTimersByTime(10_000_000)
  expect(stuck).toEqual([])
})

test('the time that a machine slept is not silence of the process', () => {
  const { stuck, watchdog } = start()
  watchdog.watch('steps')
  watchdog.beat()
  vi.setSystemTime(Date.now() + 10_000_000)
  const now = performance.now()
  vi.spyOn(performance, 'now').mockReturnValue(now + 10_000_000)
  vi.advanceTimersByTime(1_000)
  expect(stuck).toEqual([])
})
