import { expect, test } from 'vitest'
import { checkRecipe } from '../../src-main/core/templates/recipe-file.ts'
import { flawsOf, unknownVariable, variableAt } from '../../src-renderer/features/templates/prompt-flaws.ts'

const known = ['season', 'place']
const flaws = (text: string) => flawsOf(text, known)
const marked = (text: string) => flaws(text).map(({ kind, from, to }) => `${kind} ${text.slice(from, to)}`)

function mended(text: string): string {
  const { from, to, insert } = flaws(text)[0]!.fix!
  return text.slice(0, from) + insert + text.slice(to)
}

test.each([
  ['{persona} in {seasn}', '{persona} in {season}'],
  ['{Persona} here', '{persona} here'],
  ['{persnoa} here', '{persona} here'],
  ['{ persona } here', '{persona} here'],
  ['{{persona}} here', '{persona} here'],
  ['{persona} in {season', '{persona} in {season}'],
  ['persona} in {season}', '{persona} in {season}'],
])('“%s” is mended to what was meant', (text, right) => {
  expect(flaws(text)).toHaveLength(1)
  expect(mended(text)).toBe(right)
  expect(flaws(right)).toEqual([])
})

test('a name that resembles nothing is named without a guess', () => {
  expect(flaws('{persona} and {moon}')).toEqual([{ kind: 'unknown', name: 'moon', from: 14, to: 20 }])
})

test('braces of JSON, LaTeX, code and other templates that are whole are left alone', () => {
  expect(marked('{"a": {persona}} \\frac{a}{b} x^{n} \u0024{total} {{mustache}} {a, b} \\{ }{ {place}')).toEqual([
    'closed }',
    'opened {',
  ])
  expect(flaws('{"who": {persona}, "list": [{"a": 1}]} \\frac{a}{b} x^{n} \u0024{total} {{mustache}} \\{')).toEqual([])
})

test('a brace without its partner is found on the line where it stands', () => {
  expect(marked('{\n  "who": {persona},\n  "what": {"x": 1\n}')).toEqual(['opened {'])
  expect(flaws('{\n  "who": {persona},\n  "what": {"x": 1\n}')[0]?.from).toBe(0)
  expect(marked('a } b')).toEqual(['closed }'])
})

test('a text of nothing but braces is read at once and names a hundred', () => {
  const started = performance.now()
  expect(flaws('{'.repeat(200_000))).toHaveLength(100)
  expect(flaws('}'.repeat(200_000))).toHaveLength(100)
  expect(flaws('{a'.repeat(100_000))).toHaveLength(100)
  expect(performance.now() - started).toBeLessThan(1500)
})

test.each([
  '{persona} {seasn}',
  '{persona} {season}',
  '{persona} x{y} {z',
  '{{persona}} {{seasn}}',
  '{persona} \\frac{a}{b} \u0024{b} }{c} {d}{e}',
  '{persona} {ABC} {a1_} {1a} {é}',
])('what the editor underlines as unknown in “%s” is what the core refuses', (prompt) => {
  const recipe = {
    ...{ format: 'persona-loom/recipe@1', key: 'a', name: 'A', steps: [{ name: 'a', prompt }] },
    variables: Object.fromEntries(known.map((name) => [name, { label: name, default: '' }])),
  }
  const name = unknownVariable(prompt, known)
  expect(flaws(prompt).find(({ kind }) => kind === 'unknown')?.name).toBe(name)
  if (name === undefined) expect(checkRecipe(recipe, 'x').key).toBe('a')
  else expect(() => checkRecipe(recipe, 'x')).toThrow(`uses {${name}}`)
})

test('a variable is offered behind a brace of its own, and its closing brace is not doubled', () => {
  expect(variableAt('Ask {', 5)).toEqual({ from: 4, to: 5 })
  expect(variableAt('Ask {per}', 8)).toEqual({ from: 4, to: 9 })
  expect(variableAt('Ask {per x', 8)).toEqual({ from: 4, to: 8 })
  for (const text of ['\\frac{', '\u0024{', '{{', 'x^{', 'no brace', '{persona} ']) {
    expect(variableAt(text, text.length)).toBeUndefined()
  }
})
