import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBatch } from '../../src-renderer/client/batch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.runAllTimers()
  vi.useRealTimers()
})

test('what comes alone is passed on at once, what comes in a rush ten times a second, and nothing is lost', async () => {
  const passed: (readonly number[])[] = []
  const batch = createBatch<number>((all) => passed.push(all))
  batch.add(1)
  await Promise.resolve()
  expect(passed).toEqual([[1]])
  for (let number = 2; number <= 200; number++) {
    batch.add(number)
    vi.advanceTimersByTime(5)
  }
  vi.advanceTimersByTime(100)
  expect(passed.length).toBeLessThanOrEqual(12)
  expect(passed.flat()).toEqual(Array.from({ length: 200 }, (_, at) => at + 1))
  vi.advanceTimersByTime(500)
  batch.add(201)
  await Promise.resolve()
  expect(passed.at(-1)).toEqual([201])
})

test('after its end nothing is passed on', async () => {
  const passed: (readonly number[])[] = []
  const batch = createBatch<number>((all) => passed.push(all))
  batch.add(1)
  await Promise.resolve()
  batch.add(2)
  batch.close()
  vi.advanceTimersByTime(1_000)
  expect(passed).toEqual([[1]])
})

test('batches pass on together, so that a page is drawn once for all of them', async () => {
  const moments: number[] = []
  const batches = [1, 2, 3].map(() => createBatch<number>(() => moments.push(performance.now())))
  for (let time = 0; time < 40; time++) {
    for (const batch of batches) batch.add(time)
    await Promise.resolve()
    vi.advanceTimersByTime(25)
  }
  vi.advanceTimersByTime(100)
  expect(moments.length).toBeGreaterThanOrEqual(30)
  expect(new Set(moments).size).toBe(moments.length / 3)
})

test('a batch that fails keeps no other from what it waits for', async () => {
  const passed: number[] = []
  const failing = createBatch<number>((all) => {
    if (all.includes(2)) throw new Error('Not drawn')
  })
  const batch = createBatch<number>((all) => passed.push(...all))
  for (const number of [1, 2]) {
    failing.add(number)
    batch.add(number)
    await Promise.resolve()
  }
  expect(() => vi.advanceTimersByTime(100)).toThrow('Not drawn')
  vi.advanceTimersByTime(100)
  expect(passed).toEqual([1, 2])
})
