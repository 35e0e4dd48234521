import { expect, test } from 'vitest'
import { keepLineEnds, plainEnds } from '../../src-renderer/features/templates/line-ends.ts'

/** What a text becomes when an editor, which knows one kind of line end, changes a part of it. */
function edit(text: string, part: string | RegExp, by: string): string {
  return keepLineEnds(text, plainEnds(text).replace(part, by))
}

test.each(['', 'one', 'a\nb\n', 'a\r\nb\r\n', 'a\rb', '\r\n\r\n', 'a\r\nb\nc\rd  \n\r\n'])(
  'a text that nobody changed is kept to the letter: %j',
  (text) => expect(keepLineEnds(text, plainEnds(text))).toBe(text),
)

test('new lines of a text from Windows end as its others do', () => {
  expect(edit('a  \r\nb\r\n', 'b', 'b\nc')).toBe('a  \r\nb\r\nc\r\n')
})

test('of a text with mixed line ends, only what was changed is changed', () => {
  expect(edit('a\r\nb\nc\r\nd\re', 'c', 'x\ny')).toBe('a\r\nb\nx\r\ny\r\nd\re')
  expect(edit('a\r\nb\nc\r\nd\re', 'b\n', '')).toBe('a\r\nc\r\nd\re')
  expect(edit('a\r\nb\nc', /^/, 'new ')).toBe('new a\r\nb\nc')
})

test('a text that is emptied and written anew has the usual line ends', () => {
  expect(keepLineEnds('', 'a\nb')).toBe('a\nb')
  expect(keepLineEnds('a\r\nb', '')).toBe('')
})
