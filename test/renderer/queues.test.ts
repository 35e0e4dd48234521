import { expect, test } from 'vitest'
import { allQueues, queueCounts, queueFilter } from '../../src-renderer/features/rows/queues.ts'

const tally = [
  { state: 'accepted', verdict: null, edited: false, count: 40 },
  { state: 'accepted', verdict: 'kept', edited: true, count: 5 },
  { state: 'rejected', verdict: null, edited: false, count: 7 },
  { state: 'rejected', verdict: 'kept', edited: false, count: 2 },
  { state: 'duplicate', verdict: 'discarded', edited: true, count: 1 },
  { state: 'failed', verdict: null, edited: false, count: 3 },
] as const

test('each queue counts what its filter would find, and the whole that it is a part of', () => {
  expect(Object.fromEntries(allQueues.map((queue) => [queue, queueCounts(tally, queue)]))).toEqual({
    accepted: { here: 40, whole: 45 },
    rejected: { here: 7, whole: 9 },
    duplicate: { here: 0, whole: 1 },
    kept: { here: 7, whole: 58 },
    discarded: { here: 1, whole: 58 },
    edited: { here: 6, whole: 58 },
  })
  expect(queueCounts([], 'accepted')).toEqual({ here: 0, whole: 0 })
  expect(queueFilter(3, 'rejected')).toEqual({ runId: 3, states: ['rejected'], verdict: 'none' })
  expect(queueFilter(3, 'edited')).toEqual({ runId: 3, edited: true })
})
