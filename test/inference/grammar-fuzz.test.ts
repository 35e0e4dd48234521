import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '#contract/errors'
import type { JsonSchema, OutputForm } from '../../src-main/core/engine.ts'
import { randomFrom } from '../../src-main/core/seed.ts'
import { ask, sampling, startEngine } from '../support/start-engine.ts'
import { tinyModels } from '../support/tiny-model.ts'

/** More are made by hand before a release: LOOM_FUZZ=10000. */
const count = Number(process.env['LOOM_FUZZ'] ?? 1_000)
const models = tinyModels()
const { engine, logged } = startEngine()
const random = randomFrom(20261124)
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T

beforeAll(async () => {
  await engine.load(models.make())
  await engine.open({ contextSize: 300, slots: 8 })
})
afterAll(async () => {
  await engine.close()
  models.remove()
})

const pieces = [
  '^',
  '$',
  '(',
  ')',
  '(?:',
  '(?=',
  '[',
  ']',
  '[^"]',
  '[a-z]',
  '\\d',
  '\\w',
  '\\',
  '\\"',
  '\\u0041',
  '{2,5}',
]
const further = [
  '{0,3000}',
  '{9,2}',
  '{1000}',
  '*',
  '+',
  '?',
  '|',
  '||',
  '.',
  'a',
  '"',
  '🧵',
  '\0',
  '\n',
  '-',
  '\\x',
  '::=',
  '\ud800',
]
const oddValues = [null, -1, 1e99, Number.NaN, '', 'x', [], {}, true, 2_000, 5_000, '\ud800', '"\\\n\r\0']
const types = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null', 'date', ['string', 'null'], []]

function makePattern(): string {
  const inner = Array.from({ length: 1 + Math.floor(random() * 12) }, () => pick([...pieces, ...further])).join('')
  return random() < 0.8 ? `^${inner}$` : inner
}

function makeSchema(depth: number): unknown {
  if (random() < 0.05) return pick(oddValues)
  const schema: Record<string, unknown> = { type: pick(types) }
  const more: [string, () => unknown][] = [
    ['minLength', () => pick([0, 3, -1, 4_000, 2.5, 'x'])],
    ['maxLength', () => pick([0, 2, 1_999, 2_001, null])],
    ['minItems', () => pick([0, 1, 999, 5_000])],
    ['maxItems', () => pick([0, 1, 1_000, 1e12])],
    ['minimum', () => pick([0, -3, 1e300, 'x'])],
    ['maximum', () => pick([5, -9, 300, 1e300])],
    ['pattern', makePattern],
    ['enum', () => pick([[], [1, 'a', null], oddValues, 'x'])],
    ['const', () => pick(oddValues)],
    ['items', () => makeSchema(depth - 1)],
    ['anyOf', () => pick([[], [makeSchema(depth - 1), makeSchema(depth - 1)], {}])],
    [
      'properties',
      () => Object.fromEntries(['a', '', '"', '🧵', '__proto__', 'b\n'].map((key) => [key, makeSchema(depth - 1)])),
    ],
    ['$ref', () => '#'],
  ]
  if (depth > 0) for (const [key, make] of more) if (random() < 0.25) schema[key] = make()
  return schema
}

function makeForm(): OutputForm {
  const kind = random()
  if (kind < 0.5) return { kind: 'json', schema: makeSchema(3) as JsonSchema }
  if (kind < 0.9) return { kind: 'pattern', pattern: makePattern() }
  return { kind: 'choice', choices: Array.from({ length: Math.floor(random() * 4) }, () => String(pick(oddValues))) }
}

test(`${count} output forms by chance are followed or refused in words, and none ends the process`, async () => {
  const pid = engine.pid()
  const outcomes = { followed: 0, refused: 0 }
  const unforeseen: unknown[] = []
  for (let at = 0; at < count; at += 8) {
    const forms = Array.from({ length: Math.min(8, count - at) }, makeForm)
    await Promise.all(
      forms.map(async (form, which) => {
        try {
          await engine.generate(ask('Go', { form, seed: at + which, sampling: { ...sampling, maxTokens: 3 } }))
          outcomes.followed++
        } catch (error) {
          outcomes.refused++
          if (!(error instanceof AppError && error.code === 'bad-template')) unforeseen.push([form, error])
        }
      }),
    )
  }
  expect(unforeseen.slice(0, 3)).toEqual([])
  expect([engine.pid(), logged]).toEqual([pid, []])
  // Neither half may stand for the whole.
  expect(outcomes.followed).toBeGreaterThan(count / 10)
  expect(outcomes.refused).toBeGreaterThan(count / 10)
}, 300_000)
