import { expect, test } from 'vitest'
import { filterFrom, stateSearch } from '../../src-renderer/features/rows/row-filter.ts'
import { asId, asNumber } from '../../src-renderer/search-params.ts'

test('the address names several states, and what is no state narrows nothing', () => {
  expect(filterFrom(1, { state: 'failed' })).toEqual({ runId: 1, states: ['failed'] })
  expect(filterFrom(1, { state: 'failed,rejected,lost' })).toEqual({ runId: 1, states: ['rejected', 'failed'] })
  expect(filterFrom(1, { state: 'lost' })).toEqual({ runId: 1 })
  expect(filterFrom(1, { state: ',' })).toEqual({ runId: 1 })
})

test('states go into the address and come back, and the last one that is taken away leaves no trace', () => {
  const { state } = stateSearch(['rejected', 'failed'])
  expect(filterFrom(1, { state: state ?? '' })).toEqual({ runId: 1, states: ['rejected', 'failed'] })
  expect(stateSearch([])).toEqual({ state: undefined })
})

test('the address narrows by notes either way, and by no other word', () => {
  expect(filterFrom(1, { noted: 'yes' })).toEqual({ runId: 1, noted: true })
  expect(filterFrom(1, { noted: 'no' })).toEqual({ runId: 1, noted: false })
  for (const word of ['', 'perhaps'] as unknown as 'yes'[]) {
    expect(filterFrom(1, { noted: word, edited: word })).toEqual({ runId: 1 })
  }
})

test('numbers in an address that nothing can have never reach the core', () => {
  expect(filterFrom(1, { minLength: 5_000_000, maxLength: 7_000_000 })).toEqual({
    ...{ runId: 1, minLength: 1_000_000, maxLength: 1_000_000 },
  })
  for (const text of ['abc', '1.5', '-3', '1e30', '']) expect(asId(text)).toBe(0)
  expect(asId('12')).toBe(12)
  expect(asNumber(1e30)).toBeUndefined()
})
