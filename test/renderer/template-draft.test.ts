import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Step } from '#contract/recipe'
import { parseRecipe } from '../../src-main/core/templates/recipe-file.ts'
import { draftOf, freeKey, problemsOf, recipeOf } from '../../src-renderer/features/templates/template-draft.ts'

const builtIn = (key: string) => {
  const recipe = parseRecipe(readFileSync(`resources/templates/${key}.yaml`, 'utf8'), key)
  return { recipe, step: recipe.steps[0] as Step }
}

test.each(['math', 'npc', 'tool'])('an unchanged draft of %s saves the template as it was', (key) => {
  const { recipe, step } = builtIn(key)
  expect(recipeOf(recipe, draftOf(recipe, step))).toEqual(recipe)
})

test('the minimum words of each field of a structured answer survive the form', () => {
  const { recipe, step } = builtIn('tool')
  const changed = recipeOf(recipe, { ...draftOf(recipe, step), minWords: 99 })
  expect(changed.steps[0]?.output.minWords).toEqual({ description: 5 })
})

test('an emptied short form is left out, so that the task itself is used', () => {
  const { recipe, step } = builtIn('math')
  expect(recipeOf(recipe, { ...draftOf(recipe, step), turn: ' \n' }).steps[0]).not.toHaveProperty('turn')
})

test('a task without a persona is named at its own field', () => {
  const { recipe, step } = builtIn('math')
  const draft = { ...draftOf(recipe, step), prompt: 'Write a riddle.', turn: 'Another.' }
  expect(problemsOf(draft, [])).toEqual({
    prompt: { kind: 'persona-missing' },
    turn: { kind: 'turn-persona-missing' },
  })
})

test('a misspelt variable is found, and braces of code or formulas are not', () => {
  const draft = { name: 'A', summary: '', turn: '', start: '', minWords: 0 }
  const problems = (prompt: string) => problemsOf({ ...draft, prompt }, ['season'])
  expect(problems('{persona} in {seasn}').prompt).toEqual({ kind: 'unknown-variable', name: 'seasn' })
  expect(problems('{persona} in {season}: {"a": 1}, \\frac{a}{b}, x^{n}, {{mustache}}')).toEqual({})
})

test('a key is made of the name and never takes one that is there', () => {
  expect(freeKey('Workshop sums', [])).toBe('workshop-sums')
  expect(freeKey('Workshop sums', ['workshop-sums', 'workshop-sums-2'])).toBe('workshop-sums-3')
  expect(freeKey('数学', [])).toBe('template')
  expect(freeKey('É'.repeat(80), [])).toMatch(/^[a-z0-9][a-z0-9-]{0,59}$/)
})
