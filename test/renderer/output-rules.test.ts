import { expect, test } from 'vitest'
import type { Step } from '#contract/recipe'
import { outputRules } from '../../src-renderer/features/templates/output-rules.ts'
import { en } from '../../src-renderer/locales/en.ts'

const words = en.templates.rules
const must = (output: Partial<Step['output']>, start = '') =>
  outputRules({ start, output: { form: 'text', minWords: 0, ...output } } as Step, en)
    .map(({ what, rule }) => `${what} ${rule}`)
    .filter((each) => !each.startsWith(words.mustNot))

test('a good row of choices is one of them, and of very many some are named', () => {
  const moods = ['calm', 'cross']
  expect(must({ form: 'choice', choices: moods })).toEqual([`${words.isOneOf} “calm”, “cross”`])
  expect(must({ form: 'choice', choices: moods }, 'Mood:')).toEqual([
    `${words.begins} “Mood:”`,
    `${words.goesOnWithOne} “calm”, “cross”`,
  ])
  const many = Array.from({ length: 500 }, (_, at) => `mood ${at}`)
  expect(must({ form: 'choice', choices: many })[0]).toMatch(/“mood 11”, and 488 more$/)
})

test('a good row of a pattern fits it, and a length is named only where one is asked for', () => {
  expect(must({ form: 'pattern', pattern: '^[0-9]{4}$' })).toEqual([`${words.fitsPattern} ^[0-9]{4}$`])
  expect(must({ form: 'pattern', pattern: '^.+$', minWords: 3 })).toEqual([
    `${words.fitsPattern} ^.+$`,
    `${words.isLong} ${words.words(3)}`,
  ])
  expect(must({})).toEqual([`${words.begins} ${words.anything}`, `${words.isLong} ${words.anyLength}`])
})

test('a good row has the words that it must have', () => {
  expect(must({ phrases: ['What am I?', 'Tell!'] })).toEqual([
    `${words.begins} ${words.anything}`,
    `${words.hasPhrases} “What am I?”, “Tell!”`,
    `${words.isLong} ${words.anyLength}`,
  ])
})

test('a good row of named lines has each of them', () => {
  expect(must({ labels: ['Name', 'Wish'] }, 'Name:')).toEqual([
    `${words.begins} “Name:”`,
    `${words.hasLines} “Name: …”, “Wish: …”`,
    `${words.isLong} ${words.anyLength}`,
  ])
})
