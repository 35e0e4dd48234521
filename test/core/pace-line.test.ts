import { expect, test } from 'vitest'
import { paceLine, type Try } from '../../src-main/core/runs/pace-line.ts'

const rates = (tries: Try[], weight?: number) => paceLine(tries, weight).map(({ tokensPerSecond }) => tokensPerSecond)

test('tries at once add up, and each is spread over the time that it took', () => {
  // 100 tokens in 10 s, and beside its second half 50 in 5 s.
  const tries = [
    { at: 11_000, durationMs: 10_000, tokens: 100 },
    { at: 11_000, durationMs: 5_000, tokens: 50 },
  ]
  expect(paceLine(tries)).toEqual([
    { at: 0, tokensPerSecond: 10 },
    { at: 5_000, tokensPerSecond: 20 },
  ])
})

test('all tokens are under the line, and a pause is one step without a rate, however long it was', () => {
  const tries = Array.from({ length: 40 }, (_, at) => ({
    at: 10_000 + at * 1_700 + (at > 20 ? 3_600_000 : 0),
    durationMs: 2_500 + at * 10,
    tokens: 30 + at,
  }))
  const points = paceLine(tries)
  const pauses = points.filter(({ tokensPerSecond }) => tokensPerSecond === null)
  expect(pauses).toHaveLength(1)
  const after = points[points.findIndex(({ tokensPerSecond }) => tokensPerSecond === null) + 1]
  expect((after?.at ?? 0) - (pauses[0]?.at ?? 0)).toBe(5_000)
  // Each from the beginning of its first try to the end of its last.
  const busyMs = 20 * 1_700 + 2_500 + (18 * 1_700 + 2_710)
  const ends = [...points.slice(1).map(({ at }) => at), busyMs + 5_000]
  const sum = points.reduce(
    (tokens, { at, tokensPerSecond }, index) =>
      tokens + ((tokensPerSecond ?? 0) * ((ends[index] as number) - at)) / 1000,
    0,
  )
  expect(sum).toBeCloseTo(
    tries.reduce((tokens, each) => tokens + each.tokens, 0),
    3,
  )
})

test('where tries stand for others, they weigh as much', () => {
  const tries = [{ at: 10_000, durationMs: 10_000, tokens: 100 }]
  expect(rates(tries, 3)).toEqual([30, 30])
})

test('steps that a try under way reaches into are left out: how much it wrote is not known', () => {
  const tries = [
    { at: 21_000, durationMs: 20_000, tokens: 200 },
    { at: 20_000, durationMs: 19_000, tokens: 190 },
  ]
  expect(paceLine(tries).map(({ at }) => at)).toEqual([0, 5_000, 10_000, 15_000])
  expect(paceLine(tries, 1, 12_000).map(({ at }) => at)).toEqual([0, 5_000])
  expect(paceLine(tries, 1, 1_000)).toEqual([])
})

test('a run of a moment has no line', () => {
  expect(rates([{ at: 1_000, durationMs: 900, tokens: 10 }])).toEqual([])
  expect(rates([])).toEqual([])
})
