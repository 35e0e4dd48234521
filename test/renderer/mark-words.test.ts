import { expect, test } from 'vitest'
import { markWords } from '../../src-renderer/features/personas/mark-words.ts'

const marked = (text: string, query: string) =>
  markWords(text, query)
    .filter(({ isMarked }) => isMarked)
    .map(({ text: piece }) => piece)

test('every word of the query is marked, the last one also as a beginning', () => {
  expect(marked('A teacher teaching teachers of physics', 'physics teach')).toEqual([
    'teacher',
    'teaching',
    'teachers',
    'physics',
  ])
})

test('a word before the last is marked only whole, as the library finds it', () => {
  expect(marked('A bakery run by a baker in Porto', 'baker por')).toEqual(['baker', 'Porto'])
})

test('case and accents do not matter', () => {
  expect(marked('Montréal, MONTREAL', 'montreal')).toEqual(['Montréal', 'MONTREAL'])
})

test('the pieces put together are the text, code point for code point', () => {
  const text = '  “Zoë”—e\u0301clair 👩‍🏫 {persona} <b>baker</b>\u0000 '
  const pieces = markWords(text, 'zoe baker ecl')
  expect(pieces.map(({ text: piece }) => piece).join('')).toBe(text)
})

test('a query of signs alone marks nothing', () => {
  expect(marked('What? (Yes!)', '?! (')).toEqual([])
})
