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

const riddle: Step = {
  ...{ ...step, start: '', output: { form: 'text', minWords: 0, phrases: ['I am old.', 'What am I?'] } },
  examples: [
    { persona: 'A smith', output: 'I am old. I sing. What am I?' },
    { persona: 'A cook', output: 'I am old. What am I?' },
  ],
}

test('a row ends with the words that every example ends with, behind as many sentences as the longest has', () => {
  const ending = { words: 'What am I?', sentences: 2, inLines: false }
  expect(outputForm(riddle)).toEqual({ kind: 'text', ending })
  const broken = { persona: 'A nun', output: 'I am old.\nI sit.\nI wait.\nWhat am I?' }
  expect(outputForm({ ...riddle, examples: [...riddle.examples, broken] })).toEqual({
    kind: 'text',
    ending: { ...ending, sentences: 3, inLines: true },
  })
})

test.each([
  ['has something behind them', 'I am old. What am I? A gate.'],
  ['has them within a sentence', 'I am old, so what? Well. Guess: What am I?'],
  ['is nothing else', 'What am I?'],
])('a row is not made to end so where an example %s', (_what, output) => {
  expect(outputForm({ ...riddle, examples: [...riddle.examples, { persona: 'A nun', output }] })).toEqual({
    kind: 'text',
  })
  expect(outputForm({ ...riddle, examples: [] })).toEqual({ kind: 'text' })
})
