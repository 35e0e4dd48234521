import { expect, test } from 'vitest'
import { createProgressMeter } from '../../src-main/core/runs/progress-meter.ts'

test('after a change of pace, rates come from what was written since, and count a row begun before by its part', () => {
  const meter = createProgressMeter(0, 1)
  meter.add(10_000, 1_000, true, 10_000)
  expect(meter.rates(10_000)).toEqual({ tokensPerSecond: 100, rowsPerMinute: 6 })
  meter.reset(15_000)
  expect(meter.rates(16_000)).toEqual({ tokensPerSecond: null, rowsPerMinute: null })
  expect(meter.eta(16_000, 10)).toBeNull()
  // Half of this row was written before the change.
  meter.add(20_000, 500, true, 10_000)
  expect(meter.rates(20_000)).toEqual({ tokensPerSecond: 50, rowsPerMinute: 6 })
  expect(meter.eta(20_000, 10)).toEqual({ fromSeconds: 50, toSeconds: 150 })
})

test('while most rows are still under way, their own time says how soon all can be there', () => {
  const meter = createProgressMeter(0, 10)
  meter.add(10_000, 100, true, 10_000)
  // One has ended, nine are on their way, and ten are to follow: from two turns of ten seconds to nineteen is too wide.
  const { fromSeconds, toSeconds } = meter.eta(10_000, 19) ?? { fromSeconds: 0, toSeconds: 0 }
  expect(fromSeconds).toBeCloseTo(17.1)
  expect(toSeconds).toBeCloseTo(5 * 17.1)
  for (let row = 1; row < 5; row++) meter.add(10_000 + row * 200, 100, true, 10_000)
  const first = meter.eta(11_000, 15)
  expect(first?.fromSeconds).toBeLessThan(15)
  expect(first?.toSeconds).toBeGreaterThan(20)
  for (let row = 5; row < 40; row++) meter.add(10_000 + row * 1_000, 100, true, 10_000)
  // One a second by now.
  const steady = meter.eta(49_000, 60)
  expect(steady?.fromSeconds).toBeGreaterThan(50)
  expect(steady?.toSeconds).toBeLessThan(90)
  // Where they come one after the other after all, that is what counts.
  const lone = createProgressMeter(0, 10)
  for (let row = 1; row <= 6; row++) lone.add(row * 10_000, 100, true, 10_000)
  expect(lone.eta(60_000, 6)?.fromSeconds).toBeGreaterThan(50)
})

test('until it is measured, the time left is what was known before of a row, unless the pace changed', () => {
  const meter = createProgressMeter(0, 8, { fromSeconds: 3, toSeconds: 9 })
  expect(meter.eta(1_000, 20)).toEqual({ fromSeconds: 60, toSeconds: 180 })
  // The model was loaded.
  meter.reset(2_000)
  // One of twenty has ended: the rate and its own time are too far apart to say anything.
  meter.add(38_000, 100, true, 36_000)
  expect(meter.rates(38_000).rowsPerMinute).not.toBeNull()
  expect(meter.eta(38_000, 19)).toEqual({ fromSeconds: 57, toSeconds: 171 })
  for (let row = 0; row < 60; row++) meter.add(40_000 + row * 1_000, 100, true, 8_000)
  expect(meter.eta(100_000, 15)?.toSeconds).toBeLessThan(45)
  meter.changePace(100_000)
  expect(meter.eta(101_000, 15)).toBeNull()
})

test('tries that failed say how fast words come, and nothing of rows', () => {
  const meter = createProgressMeter(0, 2)
  meter.add(10_000, 500, false, 10_000)
  expect(meter.rates(10_000)).toEqual({ tokensPerSecond: 50, rowsPerMinute: null })
  expect(meter.eta(10_000, 10)).toBeNull()
})

test('what was told of the time left never becomes unknown: neither by a slow row, nor after a minute in which none ended', () => {
  const meter = createProgressMeter(0, 8)
  expect(meter.eta(9_000, 20)).toBeNull()
  const told: unknown[] = []
  for (const at of [10, 11, 12, 60]) {
    meter.add(at * 1000, 100, true, at * 1000)
    for (const later of [0, 5, 20, 47]) told.push(meter.eta((at + later) * 1000, 16))
  }
  // Four rows in 150 seconds.
  const last = meter.eta(150_000, 16)
  expect(told).not.toContain(null)
  expect(last?.fromSeconds).toBeGreaterThan(16)
  expect(last?.toSeconds).toBeLessThan(1_000)
})
