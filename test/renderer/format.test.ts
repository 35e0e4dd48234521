import { expect, test } from 'vitest'
import { format } from '../../src-renderer/locales/en/format.ts'
import { aboutWords } from '../../src-renderer/ui/words-per-token.ts'

test('an estimate is a range whose unit is said once', () => {
  expect(format.durationRange({ fromSeconds: 1200, toSeconds: 1440 })).toBe('20 to 25 min')
  expect(format.durationRange({ fromSeconds: 40, toSeconds: 130 })).toBe('40 s to 2 min')
  expect(format.durationRange({ fromSeconds: 3000, toSeconds: 5400 })).toBe('50 min to 1 h 30 min')
})

test.each([
  [0.2, 0.6, 'under 1 s'],
  [0.2, 3.4, '1 to 3 s'],
  [3.2, 9.4, '3 to 9 s'],
  [37, 52, '35 to 50 s'],
  [52, 71, '50 s to 1 min'],
  [65, 225, '1 to 4 min'],
  [500, 640, '8 to 10 min'],
  [41 * 60, 53 * 60, '40 to 55 min'],
  [55 * 60, 71 * 60, '55 min to 1 h 15 min'],
  [3.55 * 3600, 4.8 * 3600, '3 h 30 min to 4 h 45 min'],
  [13 * 60, 16 * 60, '15 min'],
  [40 * 3600, 60 * 3600, '40 h to 3 days'],
])('an estimate of %d to %d seconds is told in round figures: %s', (fromSeconds, toSeconds, text) => {
  expect(format.durationRange({ fromSeconds, toSeconds })).toBe(text)
})

test('a range whose ends read the same is one figure', () => {
  expect(format.durationRange({ fromSeconds: 170, toSeconds: 190 })).toBe('3 min')
})

test.each([
  [0.4, 'under 1 s'],
  [59.6, '1 min'],
  [3599, '1 h'],
  [36_000, '10 h'],
  [37_800, '11 h'],
  [260_000, '3 days'],
])('%d seconds are told as %s', (seconds, text) => {
  expect(format.duration(seconds)).toBe(text)
})

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [98_362_432, '98 MB'],
  [2_540_000_000, '2.5 GB'],
  [999_600_000, '1 GB'],
])('%d bytes are told as %s', (bytes, text) => {
  expect(format.bytes(bytes)).toBe(text)
})

test('counts carry their word in the right form', () => {
  expect(format.count(1, 'row', 'rows')).toBe('1 row')
  expect(format.count(11_946, 'row', 'rows')).toBe('11,946 rows')
  expect(format.count(0, 'row', 'rows')).toBe('0 rows')
})

test('the pace is told in rows a minute, with a decimal only where it tells something', () => {
  expect(format.rowsPerMinute(1)).toBe('1 row a minute')
  expect(format.rowsPerMinute(3.44)).toBe('3.4 rows a minute')
  expect(format.rowsPerMinute(118.4)).toBe('118 rows a minute')
})

test('a moment of today is a clock time, an older one a day, and the year stands only where it differs', () => {
  const now = new Date(2026, 10, 22, 18, 0).getTime()
  expect(format.moment(new Date(2026, 10, 22, 9, 5).getTime(), now)).toBe('09:05')
  expect(format.moment(new Date(2026, 2, 3, 9, 5).getTime(), now)).toBe('Mar 3')
  expect(format.moment(new Date(2025, 2, 3, 9, 5).getTime(), now)).toBe('Mar 3, 2025')
})

test('a length in tokens is said in words, with two figures that count', () => {
  expect([2048, 100, 60, 1].map(aboutWords)).toEqual([1500, 75, 45, 1])
})
