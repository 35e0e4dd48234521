import { expect, test } from 'vitest'
import { createProgressMeter } from '../../src-main/core/runs/progress-meter.ts'

test('after a change of pace, rates come from what was written since, and count a row begun before by its part', () => {
  const meter = createProgressMeter(0)
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
