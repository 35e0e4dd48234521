import { expect, test } from 'vitest'
import { estimateTime } from '../../src-main/core/runs/estimate-time.ts'

const run = (msPerRow: number, ended = 100) => ({ templateHash: 'math', ended, activeMs: msPerRow * ended })

/** From and to, in seconds, for a hundred rows. */
function rangeFrom(runs: readonly ReturnType<typeof run>[]): [number, number] {
  const { duration } = estimateTime(runs, 'math', 100)
  return [Math.round(duration?.fromSeconds ?? 0), Math.round(duration?.toSeconds ?? 0)]
}

test('an estimate is as narrow as usual while earlier runs agree, and as wide as they differ', () => {
  expect(rangeFrom([run(1000), run(1000)])).toEqual([85, 115])
  expect(rangeFrom([run(950), run(1050)])).toEqual([85, 115])
  // One of them in a busy hour.
  expect(rangeFrom([run(1000), run(2000)])).toEqual([100, 200])
})

test('a few tries that were slow widen it little, and it is never said to be more than half off', () => {
  expect(rangeFrom([run(1000), run(2000, 3)])).toEqual([86, 120])
  expect(rangeFrom([run(500), run(20_000)])).toEqual([513, 1538])
})
