import { expect, test } from 'vitest'
import { areNear, goOn, holds, numbersOf, pagesAround, startOf } from '../../src-renderer/client/page-places.ts'

test('the pages around what is in sight are those that hold it and a few places before and after', () => {
  expect(pagesAround(0, 24, 100, 80)).toEqual({ low: 0, high: 1 })
  expect(pagesAround(0, 19, 100, 80)).toEqual({ low: 0, high: 0 })
  expect(pagesAround(500_150, 500_174, 100, 80)).toEqual({ low: 5000, high: 5002 })
})

test('a page that does not exist is not asked for, and none but the first while the length is unknown', () => {
  expect(numbersOf({ low: 1, high: 5 }, 100, 301)).toEqual([1, 2, 3])
  expect(numbersOf({ low: 1, high: 5 }, 100, 300)).toEqual([1, 2])
  expect(numbersOf({ low: 4, high: 5 }, 100, 300)).toEqual([])
  expect(numbersOf({ low: 0, high: 5 }, 100, undefined)).toEqual([0])
  expect(numbersOf({ low: 0, high: 0 }, 100, 0)).toEqual([])
})

test('a page begins at the last landmark before it, and leaves out what stands between', () => {
  const landmarks = [
    { after: 900, at: 8192 },
    { after: 70, at: 16_384 },
  ]
  const outline = { total: 20_000, landmarks }
  expect(startOf(outline, 8100)).toEqual({ skip: 8100 })
  expect(startOf(outline, 8192)).toEqual({ after: 900, skip: 0 })
  expect(startOf(outline, 16_400)).toEqual({ after: 70, skip: 16 })
  expect(startOf(undefined, 0)).toEqual({ skip: 0 })
})

test('pages that touch are near; pages with others between are a jump', () => {
  expect(areNear({ low: 2, high: 3 }, { low: 4, high: 5 })).toBe(true)
  expect(areNear({ low: 4, high: 5 }, { low: 2, high: 3 })).toBe(true)
  expect(areNear({ low: 2, high: 3 }, { low: 5, high: 6 })).toBe(false)
})

test('a page that is passed goes when the next is asked for, and not on its own', () => {
  const from = { low: 2, high: 4 }
  expect(goOn(from, { low: 3, high: 4 })).toBe(from)
  expect(goOn(from, { low: 2, high: 3 })).toBe(from)
  expect(goOn(from, { low: 3, high: 5 })).toEqual({ low: 3, high: 5 })
  expect(goOn(from, { low: 1, high: 3 })).toEqual({ low: 1, high: 3 })
  expect(goOn({ low: 2, high: 6 }, { low: 3, high: 4 }), 'too many that nobody looks at').toEqual({ low: 3, high: 4 })
})

test('a stretch of pages holds another when none of its pages is missing', () => {
  expect(holds({ low: 2, high: 4 }, { low: 2, high: 4 })).toBe(true)
  expect(holds({ low: 2, high: 4 }, { low: 3, high: 5 })).toBe(false)
  expect(holds({ low: 2, high: 4 }, { low: 1, high: 3 })).toBe(false)
})
