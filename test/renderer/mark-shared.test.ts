import { expect, test } from 'vitest'
import { markShared } from '../../src-renderer/features/rows/mark-shared.ts'

const marked = (text: string, other: string) =>
  markShared(text, other)
    .map(({ text, isMarked }) => (isMarked ? `[${text}]` : text))
    .join('')

test('words that another text has are marked, whatever their case; nothing of the text is lost', () => {
  expect(marked('Rye bread, in Summer!', 'how long does rye keep IN summer?')).toBe('[Rye] bread, [in] [Summer]!')
  expect(marked('none of it', 'other words')).toBe('none of it')
  expect(marked('', 'x')).toBe('')
  expect(marked('<b>bread</b>', 'b bread')).toBe('<[b]>[bread]</[b]>')
})
