import { expect, test } from 'vitest'
import type { RunCounts } from '#contract/runs'
import { decidedCounts, readyRows, shownCounts } from '../../src-renderer/ui/shown-counts.ts'

const none = { accepted: 0, rejected: 0, duplicate: 0, failed: 0, cancelled: 0 }
const counts: RunCounts = { ...none, planned: 40, waiting: 20, running: 17, accepted: 3 }

test('never more rows are said to be written than there are places; the others are held or still to do', () => {
  const shown = shownCounts({ status: 'running', counts, parallel: 8 }, { written: 10, hasBegun: true })
  expect(shown).toEqual({ ...counts, held: 7, running: 8, waiting: 22 })
  expect(shownCounts({ status: 'running', counts, parallel: 8 })).toEqual({
    ...counts,
    held: 0,
    running: 8,
    waiting: 29,
  })
})

test('no row is said to be written before the first words have come', () => {
  const shown = shownCounts({ status: 'running', counts, parallel: 8 }, { written: 3, hasBegun: false })
  expect(shown).toEqual({ ...counts, held: 0, running: 0, waiting: 37 })
})

test('while nothing runs, what is not to do is written', () => {
  const shown = shownCounts({ status: 'paused', counts: { ...counts, waiting: 32, running: 5 }, parallel: 8 })
  expect(shown).toEqual({ ...counts, held: 5, running: 0, waiting: 32 })
})

test('ready is what an export takes: what was discarded goes, what was kept comes, what is in line counts', () => {
  const overruled = { discarded: 2, kept: 1, keptFrom: { rejected: 1 } }
  expect(readyRows({ overruled }, counts)).toBe(2)
  expect(readyRows({ overruled }, { ...counts, held: 5 })).toBe(7)
})

test('what is drawn adds up, and what is drawn as accepted or in line is what is ready', () => {
  const ended = { ...none, planned: 20, waiting: 0, running: 0, accepted: 14, rejected: 4, failed: 2 }
  const overruled = { discarded: 3, kept: 2, keptFrom: { rejected: 1, failed: 1 } }
  const drawn = decidedCounts({ overruled }, ended)
  expect(drawn).toEqual({ ...ended, accepted: 13, held: 0, discarded: 3, rejected: 3, failed: 1 })
  const { planned, accepted, rejected, duplicate, failed, cancelled, discarded } = drawn
  expect(accepted + rejected + duplicate + failed + cancelled + discarded).toBe(planned)
  expect(accepted).toBe(readyRows({ overruled }, ended))
})

test('a discarded row that is in line is taken from those in line', () => {
  const overruled = { discarded: 5, kept: 0, keptFrom: {} }
  expect(decidedCounts({ overruled }, { ...counts, held: 4 })).toMatchObject({ accepted: 0, held: 2, discarded: 5 })
  // Before it is known how many are in line.
  expect(decidedCounts({ overruled }, counts)).toMatchObject({ accepted: 0, held: 0, discarded: 3 })
  expect(readyRows({ overruled }, counts)).toBe(0)
})
