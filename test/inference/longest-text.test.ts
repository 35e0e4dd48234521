import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { usualSampling } from '#contract/sampling'
import { outputForm } from '../../src-main/core/runs/output-form.ts'
import { parseRecipe } from '../../src-main/core/templates/recipe-file.ts'
import { checkForm, formGrammar } from '../../src-main/inference/form-grammar.ts'
import { longestText } from '../../src-main/inference/longest-text.ts'

const longest = (form: Parameters<typeof formGrammar>[0], maxTokens = 100_000) =>
  longestText(formGrammar(form, '', maxTokens) as string)
const json = (schema: Record<string, unknown>, maxTokens?: number) => longest({ kind: 'json', schema }, maxTokens)

test('the longest answer is counted to the character', () => {
  expect(longest({ kind: 'choice', choices: ['yes', 'perhaps "so"'] })).toBe('perhaps "so"'.length)
  expect(longest({ kind: 'pattern', pattern: '^(ab|c){2,3}-[0-9]{4}x?$' })).toBe('ababab-1234x'.length)
  expect(json({ const: 'a"b\\c' })).toBe('"a\\"b\\\\c"'.length)
  expect(json({ type: 'string', maxLength: 7 })).toBe(9)
  expect(json({ type: 'string', pattern: '^a[b-d]{1,5}$' })).toBe(8)
  expect(json({ type: 'boolean' })).toBe(5)
  expect(json({ type: 'integer', minimum: 0, maximum: 120 })).toBe(3)
  expect(json({ type: 'integer' })).toBe(16)
  const pair = { type: 'object', properties: { a: { enum: ['x', 'yy'] }, b: { type: 'null' } } }
  expect(json(pair)).toBe('{"a":"yy","b":null}'.length)
  expect(json({ type: 'array', items: pair, minItems: 1, maxItems: 3 })).toBe(2 + 2 + 3 * 19)
  expect(json({ type: 'array', items: pair, maxItems: 2 })).toBe(2 + 1 + 2 * 19)
  expect(json({ anyOf: [{ type: 'null' }, { type: 'string', maxLength: 10 }] })).toBe(12)
})

test('where a schema gives no bounds, they are chosen so that every answer ends within the limit', () => {
  const open = { type: 'array', items: { type: 'string' } }
  expect(json(open)).toBe(10 * 502 + 11)
  expect(json(open, 2048)).toBeLessThanOrEqual(2048)
  expect(json(open, 300)).toBeLessThanOrEqual(300)
  expect(() => checkForm({ kind: 'json', schema: open }, '', 300)).not.toThrow()
})

test('rules that allow more than the limit are refused with both numbers', () => {
  const schema = { type: 'string', maxLength: 900 }
  expect(() => checkForm({ kind: 'json', schema }, '', 500)).toThrow(/up to 902 tokens.*may have 500 here.*Raise/)
  expect(() => checkForm({ kind: 'json', schema }, '', 902)).not.toThrow()
  expect(() => checkForm({ kind: 'pattern', pattern: '^[a-z]{50}$' }, '', 49)).toThrow(/up to 50 tokens/)
})

test('every built-in template can end within the usual limit', () => {
  const folder = resolve('resources/templates')
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    const [step] = parseRecipe(readFileSync(join(folder, file), 'utf8'), file).steps
    if (!step) throw new Error(`${file} has no step`)
    expect(() => checkForm(outputForm(step), step.start, usualSampling.maxTokens), file).not.toThrow()
  }
})
