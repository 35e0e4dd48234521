import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBatch } from '../../src-renderer/client/batch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what comes alone is passed on at once, what comes in a rush ten times a second, and nothing is lost', () => {
  const passed: (readonly number[])[] = []
  const batch = createBatch<number>((all) => passed.push(all))
  batch.add(1)
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
  expect(passed.at(-1)).toEqual([201])
})

test('after its end nothing is passed on', () => {
  const passed: (readonly number[])[] = []
  const batch = createBatch<number>((all) => passed.push(all))
  batch.add(1)
  batch.add(2)
  batch.close()
  vi.advanceTimersByTime(1_000)
  expect(passed).toEqual([[1]])
})
