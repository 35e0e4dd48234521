import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Step } from '#contract/recipe'
import { parseRecipe } from '../../src-main/core/templates/recipe-file.ts'
import {
  backTo,
  draftOf,
  freeKey,
  isAlike,
  problemsOf,
  recipeOf,
} from '../../src-renderer/features/templates/template-draft.ts'

const builtIn = (key: string) => {
  const recipe = parseRecipe(readFileSync(`resources/templates/${key}.yaml`, 'utf8'), key)
  return { recipe, step: recipe.steps[0] as Step }
}

test.each(['math', 'npc', 'tool', 'logic', 'knowledge', 'instruction'])(
  'an unchanged draft of %s saves the template as it was',
  (key) => {
    const { recipe } = builtIn(key)
    expect(recipeOf(draftOf(recipe))).toEqual(recipe)
  },
)

test('the minimum words of each field of a structured answer survive the form', () => {
  const { recipe } = builtIn('tool')
  const changed = recipeOf({ ...draftOf(recipe), minWords: 99 })
  expect(changed.steps[0]?.output.minWords).toEqual({ description: 5 })
})

test('the lines that a row must have are changed, and left out where none is named', () => {
  const { recipe } = builtIn('npc')
  const changed = recipeOf({ ...draftOf(recipe), labels: ['Name', 'Wish'] })
  expect(changed.steps[0]?.output).toEqual({ form: 'text', minWords: 60, labels: ['Name', 'Wish'] })
  expect(recipeOf({ ...draftOf(recipe), labels: [] }).steps[0]?.output).not.toHaveProperty('labels')
})

test('the words that a row must have are changed, and left out where none are named', () => {
  const { recipe } = builtIn('math')
  const changed = recipeOf({ ...draftOf(recipe), phrases: ['What am I?'] })
  expect(changed.steps[0]?.output.phrases).toEqual(['What am I?'])
  expect(recipeOf({ ...draftOf(changed), phrases: [] }).steps[0]?.output).not.toHaveProperty('phrases')
})

test('an emptied short form is left out, so that the task itself is used', () => {
  const { recipe } = builtIn('math')
  expect(recipeOf({ ...draftOf(recipe), turn: ' \n' }).steps[0]).not.toHaveProperty('turn')
})

test('a copy goes back to its original in every part, and keeps its own key, name and summary', () => {
  const { recipe: original } = builtIn('npc')
  const { recipe: other } = builtIn('tool')
  const own = { key: 'mine', origin: 'npc', name: 'Mine', summary: 'For me' }
  const copy = { ...original, ...own }
  // Also what the form does not show: variables, the form of the answer, sampling.
  const changed = draftOf({ ...other, ...own })
  const back = backTo(original, { ...changed, name: 'Mine too' })
  expect(recipeOf(back)).toEqual({ ...copy, name: 'Mine too' })
  expect(isAlike(back, backTo(original, back))).toBe(true)
  expect(isAlike(back, changed)).toBe(false)
})

test('a task without a persona is named at its own field', () => {
  const { recipe } = builtIn('math')
  const draft = { ...draftOf(recipe), prompt: 'Write a riddle.', turn: 'Another.' }
  expect(problemsOf(draft, [])).toEqual({
    prompt: { kind: 'persona-missing' },
    turn: { kind: 'turn-persona-missing' },
  })
})

test('a misspelt variable is found, and braces of code or formulas are not', () => {
  const draft = { name: 'A', turn: '', examples: [] }
  const problems = (prompt: string) => problemsOf({ ...draft, prompt }, ['season'])
  expect(problems('{persona} in {seasn}').prompt).toEqual({ kind: 'unknown-variable', name: 'seasn' })
  expect(problems('{persona} in {season}: {"a": 1}, \\frac{a}{b}, x^{n}, {{mustache}}')).toEqual({})
})

test('examples are added, changed, moved and removed as they stand in the form', () => {
  const { recipe, step } = builtIn('math')
  const draft = draftOf(recipe)
  const [first, second] = draft.examples
  const examples = [second!, { ...first!, answer: ' 2 + 2?\r\n ' }, { persona: 'A diver', answer: '1 + 1?' }]
  expect(recipeOf({ ...draft, examples, draw: 1 }).steps[0]).toMatchObject({
    draw: 1,
    examples: [
      step.examples[1],
      { persona: step.examples[0]?.persona, output: ' 2 + 2?\r\n ' },
      { persona: 'A diver', output: '1 + 1?' },
    ],
  })
})

test('an example in JSON is kept as an object, and one that is none is named by its number', () => {
  const { recipe } = builtIn('tool')
  const draft = draftOf(recipe)
  const withAnswer = (answer: string) => ({ ...draft, examples: [draft.examples[0]!, { persona: 'A diver', answer }] })
  expect(recipeOf(withAnswer('{"name": "Gauge"}')).steps[0]?.examples[1]?.output).toEqual({ name: 'Gauge' })
  for (const answer of ['{"name": "Gauge"', '["Gauge"]', 'null', '"Gauge"', 'Gauge']) {
    expect(problemsOf(withAnswer(answer), [], 'json')).toEqual({ examples: { kind: 'example-json', at: 1 } })
  }
  expect(problemsOf(withAnswer('{}'), [], 'json')).toEqual({})
})

test('an example without its persona or its answer is named by its number', () => {
  const { recipe } = builtIn('math')
  const draft = draftOf(recipe)
  const problem = (persona: string, answer: string) =>
    problemsOf({ ...draft, examples: [...draft.examples, { persona, answer }] }, []).examples
  expect(problem(' ', '1 + 1?')).toEqual({ kind: 'example-persona', at: draft.examples.length })
  expect(problem('A diver', '\n')).toEqual({ kind: 'example-answer', at: draft.examples.length })
})

test('an answer that a template holds in its own way is not rewritten by opening the form', () => {
  const { recipe } = builtIn('tool')
  const [base] = recipe.steps
  const examples = [{ persona: 'A diver', output: '{"name":  "Gauge"}' }]
  const odd = { ...recipe, steps: [{ ...(base as Step), examples }] }
  expect(problemsOf(draftOf(odd), [], 'json')).toEqual({})
  expect(recipeOf(draftOf(odd))).toEqual(odd)
})

test('a key is made of the name and never takes one that is there', () => {
  expect(freeKey('Workshop sums', [])).toBe('workshop-sums')
  expect(freeKey('Workshop sums', ['workshop-sums', 'workshop-sums-2'])).toBe('workshop-sums-3')
  expect(freeKey('数学', [])).toBe('template')
  expect(freeKey('É'.repeat(80), [])).toMatch(/^[a-z0-9][a-z0-9-]{0,59}$/)
})
