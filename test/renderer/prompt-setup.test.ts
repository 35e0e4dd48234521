import { CompletionContext } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import { completeVariable } from '../../src-renderer/features/templates/prompt-setup.ts'

const variables = [
  { name: 'persona', label: 'the persona of the row' },
  { name: 'season', label: 'Season' },
]

/** What is offered where | stands. */
function offered(text: string, explicit = false) {
  const at = text.indexOf('|')
  const state = EditorState.create({ doc: text.replace('|', '') })
  const result = completeVariable(variables)(new CompletionContext(state, at, explicit))
  return result && { from: result.from, to: result.to, labels: result.options.map(({ label }) => label) }
}

test('every variable is offered behind a brace, also in a later line', () => {
  expect(offered('First line\nAsk {|')).toEqual({ from: 15, to: 16, labels: ['{persona}', '{season}'] })
})

test('a brace that closes already is taken along', () => {
  expect(offered('Ask {sea|} now')).toMatchObject({ from: 4, to: 9 })
})

test('nothing is offered in plain words or LaTeX unless it is asked for', () => {
  expect(offered('plain| words')).toBeNull()
  expect(offered('\\frac{|')).toBeNull()
  expect(offered('plain |', true)).toMatchObject({ from: 6, to: 6 })
})
