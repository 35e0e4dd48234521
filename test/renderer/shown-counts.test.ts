import { expect, test } from 'vitest'
import type { RunCounts } from '#contract/runs'
import { readyRows, shownCounts } from '../../src-renderer/ui/shown-counts.ts'

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
  const overruled = { discarded: 2, kept: 1 }
  expect(readyRows({ overruled }, counts)).toBe(2)
  expect(readyRows({ overruled }, { ...counts, held: 5 })).toBe(7)
})
