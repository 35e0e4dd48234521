import { expect, test } from 'vitest'
import { estimateTime } from '../../src-main/core/runs/estimate-time.ts'

type Speed = Parameters<typeof estimateTime>[0][number]

const run = (msPerRow: number, ended = 100, more: Partial<Speed> = {}): Speed => ({
  ...{ templateHash: 'math', status: 'finished', parallel: 8, ended, activeMs: msPerRow * ended, tokens: 100 * ended },
  ...more,
})

/** From and to, in seconds, for a hundred rows. */
function rangeFrom(runs: readonly Speed[], tokensPerRow: number | null = 100): [number, number] {
  const { duration } = estimateTime(runs, { templateHash: 'math', items: 100, tokensPerRow })
  return [Math.round(duration?.fromSeconds ?? 0), Math.round(duration?.toSeconds ?? 0)]
}

test('an estimate is as narrow as usual while earlier runs agree, and as wide as they differ', () => {
  expect(rangeFrom([run(1000), run(1000)])).toEqual([85, 115])
  expect(rangeFrom([run(950), run(1050)])).toEqual([85, 115])
  // One of them in a busy hour.
  expect(rangeFrom([run(1000), run(2000)])).toEqual([100, 200])
})

test('a short run that was slow widens it little, and it is never said to be more than half off', () => {
  expect(rangeFrom([run(1000), run(2000, 20)])).toEqual([79, 154])
  expect(rangeFrom([run(500), run(20_000)])).toEqual([513, 1538])
})

test('tries, which have fewer rows at once, are its ground only where no longer run of the template is', () => {
  const tries = run(3000, 3, { parallel: 3 })
  expect(rangeFrom([tries, run(1000)])).toEqual([85, 115])
  expect(rangeFrom([tries, run(1000, 100, { templateHash: 'tools' })])).toEqual([180, 420])
})

test('a run that has just begun, with the time of all rows under way and few that ended, is its ground only where no other is', () => {
  const begun = run(8000, 1, { status: 'running' })
  expect(rangeFrom([begun])).toEqual([480, 1120])
  expect(rangeFrom([begun, run(1000)])).toEqual([85, 115])
  expect(rangeFrom([begun, run(1000, 100, { templateHash: 'tools' })])).toEqual([60, 140])
  // Neither by a stop nor by a pause has it come to more rows.
  expect(rangeFrom([run(2000, 23, { status: 'stopped' }), run(1000)])).toEqual([85, 115])
  expect(rangeFrom([run(1000, 24, { status: 'running' })])).toEqual([85, 115])
})

test('rows of another template count by their length', () => {
  const characters = run(4000, 100, { templateHash: 'npc', tokens: 40_000 })
  // A quarter as long as those hundred.
  expect(rangeFrom([characters], 100)).toEqual([60, 140])
  expect(rangeFrom([characters], 800)).toEqual([480, 1120])
  expect(rangeFrom([characters], null)).toEqual([240, 560])
  // Of the same template its own time counts, whatever its examples are.
  expect(rangeFrom([run(1000)], 800)).toEqual([85, 115])
})
