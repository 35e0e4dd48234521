import { expect, test } from 'vitest'
import { nextOption } from '../../src-renderer/ui/next-option.ts'

const options = ['All', 'Bells', 'Bread', 'Ärzte', 'aardvarks'].map((label) => ({ value: label, label }))

test.each([
  ['All', 'b', 'Bells'],
  ['Bells', 'b', 'Bread'],
  ['Bread', 'bb', 'Bells'],
  ['Bells', 'be', 'Bells'],
  ['Bells', 'br', 'Bread'],
  ['All', 'ä', 'Ärzte'],
  ['All', 'aa', 'aardvarks'],
  [null, 'a', 'All'],
  ['All', 'x', undefined],
])('with “%s” chosen, the letters “%s” mean %s', (chosen, typed, meant) => {
  expect(nextOption(options, chosen, typed)?.value).toBe(meant)
})
