import { expect, test } from 'vitest'
import { createScale, placeAt, scrolled, settled, tallestPx } from '../../src-renderer/ui/tall-scale.ts'

const viewPx = 700
const million = createScale(32_000_000, viewPx)
const listTop = ({ scrollTop, shiftPx }: { scrollTop: number; shiftPx: number }) => scrollTop + shiftPx

test('a list that a browser can draw is scrolled as it is', () => {
  const scale = createScale(9_000_000, viewPx)
  expect(scale.heightPx).toBe(9_000_000)
  for (const top of [0, 123_456, 4_500_000, 8_999_300]) {
    expect(scale.toList(top)).toBe(top)
    expect(settled(top, scale)).toEqual({ scrollTop: top, shiftPx: 0 })
  }
})

test('a taller list stays below what browsers can draw, and its scrollbar spans all of it', () => {
  expect(million.heightPx).toBe(tallestPx)
  expect(million.toList(0)).toBe(0)
  expect(million.toList(million.scrollEnd)).toBe(32_000_000 - viewPx)
  expect(million.toList(million.scrollEnd / 2)).toBeCloseTo(million.listEnd / 2, 3)
  let before = -1
  for (let top = 0; top <= million.scrollEnd; top += 9_973) {
    expect(million.toList(top)).toBeGreaterThan(before)
    expect(million.toScroll(million.toList(top))).toBeCloseTo(top, 3)
    before = million.toList(top)
  }
})

test('the wheel moves a tall list by as much as any other, in the middle too', () => {
  const middle = settled(16_000_000, million)
  const next = scrolled(middle, middle.scrollTop + 100, million, viewPx)
  expect(listTop(next)).toBe(listTop(middle) + 100)
})

test('a dragged scrollbar leads to where it stands in the whole', () => {
  const dragged = scrolled({ scrollTop: 0, shiftPx: 0 }, million.scrollEnd / 4, million, viewPx)
  expect(listTop(dragged) / million.listEnd).toBeCloseTo(0.25, 1)
  expect(listTop(scrolled(dragged, million.scrollEnd, million, viewPx))).toBe(million.listEnd)
  expect(listTop(scrolled(dragged, 0, million, viewPx))).toBe(0)
})

test('both ends are reached by small steps alone, wherever the scrollbar was left', () => {
  for (const [start, step] of [
    [503_000, -100],
    [32_000_000 - 503_000, 100],
  ] as const) {
    let place = settled(start, million)
    for (let wheel = 0; wheel < 6000; wheel++) {
      const before = listTop(place)
      place = scrolled(place, Math.min(million.scrollEnd, Math.max(0, place.scrollTop + step)), million, viewPx)
      expect(Math.abs(listTop(place) - before)).toBeLessThanOrEqual(100)
      // Now and then the hand rests.
      if (wheel % 50 === 0) place = settled(listTop(place), million)
    }
    expect(listTop(place)).toBe(step < 0 ? 0 : million.listEnd)
  }
})

test('a line near by is shown by a small step, one far away by a jump; neither leaves the list', () => {
  const middle = settled(16_000_000, million)
  expect(placeAt(middle, 16_000_032, million, viewPx)).toEqual({ ...middle, scrollTop: middle.scrollTop + 32 })
  expect(listTop(placeAt(middle, 31_000_000, million, viewPx))).toBe(31_000_000)
  expect(listTop(placeAt(middle, 40_000_000, million, viewPx))).toBe(million.listEnd)
  expect(listTop(placeAt(middle, -5, million, viewPx))).toBe(0)
})

test('lines stand on whole pixels, so that no text blurs', () => {
  for (const top of [700_000, 12_345_678, 31_111_111]) expect(settled(top, million).shiftPx % 1).toBe(0)
  expect(scrolled({ scrollTop: 0, shiftPx: 0 }, 3_333_333.4, million, viewPx).shiftPx % 1).toBe(0)
})
