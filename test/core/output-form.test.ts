import { expect, test } from 'vitest'
import type { Step } from '#contract/recipe'
import { outputForm } from '../../src-main/core/runs/output-form.ts'

const labels = ['Name', 'Wish']
const step: Step = {
  ...{ name: 'character', background: '', prompt: '{persona}', start: 'Name:', draw: 1 },
  output: { form: 'text', minWords: 0, labels },
  examples: [{ persona: 'A shepherd', output: 'Dorrin\nWish: Rest.' }],
}

test('a row is held to the lines that every example has', () => {
  expect(outputForm(step)).toEqual({ kind: 'text', lines: labels })
  expect(outputForm({ ...step, examples: [] })).toEqual({ kind: 'text', lines: labels })
  const whole = { persona: 'A shepherd', output: 'Name: Dorrin\nWish: Rest.' }
  expect(outputForm({ ...step, start: '', examples: [whole] })).toEqual({ kind: 'text', lines: labels })
})

test.each([
  ['two lines under one label', 'Dorrin\nof the hills\nWish: Rest.'],
  ['another order', 'Dorrin\nFear: Noise.\nWish: Rest.'],
  ['fewer lines', 'Dorrin'],
  ['a line more', 'Dorrin\nWish: Rest.\nand a longer life'],
])('a row is written freely where an example has %s', (_what, output) => {
  expect(outputForm({ ...step, examples: [...step.examples, { persona: 'A cook', output }] })).toEqual({ kind: 'text' })
})

test('a row is written freely behind a beginning that is none of its labels', () => {
  expect(outputForm({ ...step, start: 'Here is one.', examples: [] })).toEqual({ kind: 'text' })
})
