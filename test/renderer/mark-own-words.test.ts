import { expect, test } from 'vitest'
import { markOwnWords } from '../../src-renderer/features/rows/mark-own-words.ts'

const marked = (text: string, other: string) =>
  markOwnWords(text, other)
    .map(({ text, isMarked }) => (isMarked ? `[${text}]` : text))
    .join('')

test('words that another text has not are marked, whatever their case; nothing of the text is lost', () => {
  expect(marked('Rye bread, in Summer!', 'how long does rye keep IN summer?')).toBe('Rye [bread], in Summer!')
  expect(marked('None of it', 'of it, none')).toBe('None of it')
  expect(marked('', 'x')).toBe('')
  expect(marked('<b>bread</b>', 'rye bread')).toBe('<[b]>bread</[b]>')
})
