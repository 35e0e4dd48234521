import { expect, test } from 'vitest'
import { bestOf, median, medianRatio, percentile, shareEqual, shareOf } from './statistics.ts'

test('the median is the middle value by size, not by place or by text', () => {
  expect(median([9, 100, 10])).toBe(10)
  expect(median([4])).toBe(4)
})

test('the median of an even number of values lies between the two middle ones', () => {
  expect(median([1, 2, 4, 100])).toBe(3)
})

test('there is no median of nothing', () => {
  expect(() => median([])).toThrow()
})

test('the 95th percentile leaves out one of twenty, and says nothing about nothing', () => {
  const values = Array.from({ length: 20 }, (_, at) => 20 - at)
  expect(percentile(values, 0.95)).toBe(19)
  expect(percentile([7], 0.95)).toBe(7)
  expect(percentile([], 0.95)).toBeNaN()
})

test('a round that was slow for both sides does not move the ratio', () => {
  expect(medianRatio([200, 20, 220], [100, 10, 110])).toBe(2)
})

test('a ratio is taken round by round, not from the two medians', () => {
  // The medians are 10 and 10; of the rounds' ratios 10, 0.5 and 2 the middle one is 2.
  expect(medianRatio([100, 5, 10], [10, 10, 5])).toBe(2)
})

test('rounds that one side missed are not left out in silence', () => {
  expect(() => medianRatio([1, 2], [1])).toThrow('2 rounds')
})

test('the best list is the one with the best median, not the one with the best round', () => {
  expect(
    bestOf([
      [1, 1, 90],
      [5, 5, 5],
      [4, 6, 4],
    ]),
  ).toEqual([5, 5, 5])
})

test('a share of nothing is not a success', () => {
  expect(shareOf([], () => true)).toBeNaN()
})

test('a text counts as equal only where every repetition has it at its own place', () => {
  expect(shareEqual(['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'x'], ['a', 'c', 'b', 'd'])).toBe(0.25)
})

test('a repetition with rows missing is refused', () => {
  expect(() => shareEqual(['a', 'b'], ['a'])).toThrow('2 texts')
})
