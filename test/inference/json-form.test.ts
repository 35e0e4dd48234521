import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JsonSchema } from '../../src-main/core/engine.ts'
import { ask, sampling, startEngine } from '../support/start-engine.ts'
import { tinyModels } from '../support/tiny-model.ts'

const models = tinyModels()
const { engine } = startEngine()
// A high temperature keeps a model made by chance out of loops.
const wild = { ...sampling, temperature: 5, topK: 0, topP: 1, maxTokens: 1500 }

beforeAll(async () => {
  await engine.load(models.make())
  await engine.open({ contextSize: 1600, slots: 8 })
})
afterAll(async () => {
  await engine.close()
  models.remove()
})

function write(schema: JsonSchema, { seed = 1, start = '', maxTokens = 1500 } = {}) {
  return engine.generate(ask('Go', { form: { kind: 'json', schema }, seed, start, sampling: { ...wild, maxTokens } }))
}

const identifier = '^[a-z][a-z0-9_]{2,39}$'
const tool = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'function_name', 'input_args', 'depend'],
  properties: {
    name: { type: 'string', minLength: 3, maxLength: 20 },
    function_name: { type: 'string', pattern: identifier },
    input_args: {
      type: 'array',
      minItems: 1,
      maxItems: 3,
      items: {
        type: 'object',
        properties: { type: { enum: ['string', 'integer'] }, required: { type: 'boolean' }, size: { type: 'integer' } },
      },
    },
    depend: { type: 'array', minItems: 0, maxItems: 2, items: { type: 'string', minLength: 2, maxLength: 10 } },
  },
}
type Tool = {
  name: string
  function_name: string
  input_args: { type: string; required: boolean; size: number }[]
  depend: string[]
}

/** Bytes by chance are no characters; however many of them are read as one. */
const lengthOf = (text: string) => Array.from(text.replace(/\uFFFD+/g, '?')).length

test('eight answers in JSON parse, keep every bound, and end at their closing brace', async () => {
  const rows = await Promise.all(Array.from({ length: 8 }, (_, seed) => write(tool, { seed })))
  for (const { text, finishReason } of rows) {
    expect(finishReason).toBe('stop')
    expect(text.endsWith('}')).toBe(true)
    const value = JSON.parse(text) as Tool
    expect(Object.keys(value)).toEqual(['name', 'function_name', 'input_args', 'depend'])
    expect(lengthOf(value.name)).toBeGreaterThanOrEqual(3)
    expect(lengthOf(value.name)).toBeLessThanOrEqual(20)
    expect(value.function_name).toMatch(new RegExp(identifier))
    expect(value.input_args.length).toBeGreaterThanOrEqual(1)
    expect(value.input_args.length).toBeLessThanOrEqual(3)
    for (const { type, required, size } of value.input_args) {
      expect(['string', 'integer']).toContain(type)
      expect(typeof required).toBe('boolean')
      expect(Number.isSafeInteger(size)).toBe(true)
    }
    expect(value.depend.length).toBeLessThanOrEqual(2)
  }
})

test('characters of several bytes come out whole, in the text and in every piece of it', async () => {
  const said = '🧵 Łódź 一位 👩‍👩‍👧'
  const pieces: string[] = []
  const row = await engine.generate(
    ask('Go', { form: { kind: 'json', schema: { const: said } }, onText: (piece) => pieces.push(piece) }),
  )
  // A text at the top of JSON ends with its quotation mark.
  expect(row).toMatchObject({ text: JSON.stringify(said), finishReason: 'stop' })
  expect(pieces.join('')).toBe(row.text)
  expect(pieces.join('|')).not.toContain('\uFFFD')
})

test('a start that every answer begins with can be written in, another is refused', async () => {
  const { text, startLength } = await write(tool, { start: '{"name":"' })
  expect(JSON.parse(text)).toHaveProperty('function_name')
  expect(startLength).toBe(9)
  await expect(write(tool, { start: 'Answer: ' })).rejects.toMatchObject({
    code: 'bad-template',
    message: expect.stringContaining('does not begin with the start'),
  })
})

test('numbers, choices and alternatives keep to the schema', async () => {
  const schema = {
    type: 'object',
    properties: {
      year: { type: 'integer', minimum: 1999, maximum: 2003 },
      price: { type: 'number' },
      level: { enum: ['low', 'a "high" one', 3, null] },
      either: { anyOf: [{ type: 'boolean' }, { const: 'none' }] },
      nothing: { type: ['null'] },
    },
  }
  for (let seed = 0; seed < 6; seed++) {
    const value = JSON.parse((await write(schema, { seed })).text) as Record<string, unknown>
    expect([1999, 2000, 2001, 2002, 2003]).toContain(value['year'])
    expect(Number.isFinite(value['price'])).toBe(true)
    expect(['low', 'a "high" one', 3, null]).toContain(value['level'])
    expect([true, false, 'none']).toContain(value['either'])
    expect(value['nothing']).toBeNull()
  }
})

const patterns = [
  '^[A-Z]{2}-\\d{4}$',
  '^(cat|dog)s?$',
  '^\\w+@[a-z.-]{3,12}\\.(com|org)$',
  '^"[^-]"$'.replace('[^-]', '[a-c]'),
]
test.each(patterns)('a text with the pattern %s matches it', async (pattern) => {
  for (let seed = 0; seed < 4; seed++) {
    const { text } = await write({ type: 'string', pattern }, { seed })
    expect(JSON.parse(text)).toMatch(new RegExp(pattern))
  }
})

test('JSON that does not fit its limit is cut off, and says so', async () => {
  const row = await write({ type: 'string', minLength: 300, maxLength: 400 }, { maxTokens: 5 })
  expect(row.finishReason).toBe('length')
})

const nested = (depth: number): JsonSchema =>
  depth === 0 ? { type: 'boolean' } : { type: 'array', maxItems: 1, items: nested(depth - 1) }
const property = (schema: unknown): JsonSchema => ({ type: 'object', properties: { field: schema } })
const refusals: [string, JsonSchema, RegExp][] = [
  ['is nested 65 deep', nested(65), /nested too deeply \(limit 64\)/],
  ['is nested 1,500 deep', nested(1_500), /nested too deeply \(limit 64\)/],
  ['is larger than 64 KB', property({ type: 'string', description: 'x'.repeat(70_000) }), /larger than 64 KB/],
  [
    'has a pattern that cannot compile',
    property({ type: 'string', pattern: '^+a$' }),
    /“field” that is not valid \(Nothing to repeat\)/,
  ],
  ['looks ahead in a pattern', property({ type: 'string', pattern: '^(?=a)b$' }), /a kind of group/],
  [
    'leaves the ends of a pattern open',
    property({ type: 'string', pattern: 'a+' }),
    /begin it with \^ and end it with \$/,
  ],
  ['points to another schema', property({ $ref: '#/$defs/a' }), /uses “\$ref” at field/],
  ['has no type', property({ title: 'Field' }), /no known type for field/],
  ['has a type that is unknown', property({ type: 'date' }), /no known type for field/],
  ['has no rule for its entries', property({ type: 'array' }), /no rule for field\[\]/],
  [
    'asks for a text of 5,000 characters',
    property({ type: 'string', maxLength: 5_000 }),
    /more than 2000 characters in field/,
  ],
  [
    'asks for 5,000 entries',
    property({ type: 'array', maxItems: 5_000, items: { type: 'null' } }),
    /more than 1000 entries/,
  ],
  [
    'asks for more text in all than fits',
    {
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: 40 }, (_, at) => [`f${at}`, { type: 'string', maxLength: 1_900 + at }]),
      ),
    },
    /more text than fits/,
  ],
]
test.each(refusals)('a schema that %s is refused in words', async (_name, schema, message) => {
  await expect(write(schema)).rejects.toMatchObject({ code: 'bad-template', message: expect.stringMatching(message) })
})

test('after all refusals the engine still writes', async () => {
  expect(JSON.parse((await write({ type: 'boolean' })).text)).toBeTypeOf('boolean')
})
