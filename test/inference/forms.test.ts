import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OutputForm } from '../../src-main/core/engine.ts'
import { createStopper } from '../../src-main/inference/stopper.ts'
import { ask, sampling, startEngine } from '../support/start-engine.ts'
import { tinyModels } from '../support/tiny-model.ts'

const models = tinyModels()
const { engine } = startEngine()
/** A model made by chance writes rubbish: only the form can make it right. */
const wild = { ...sampling, temperature: 5, topK: 0, topP: 1, maxTokens: 400 }

beforeAll(async () => {
  await engine.load(models.make())
  await engine.open({ contextSize: 600, slots: 4 })
})
afterAll(async () => {
  await engine.close()
  models.remove()
})

async function answers(form: OutputForm, start = '') {
  const rows = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((seed) => engine.generate(ask('Go', { form, start, seed, sampling: wild }))),
  )
  expect(rows.map(({ finishReason }) => finishReason)).toEqual(rows.map(() => 'stop'))
  return rows.map(({ text, startLength }) => text.slice(startLength))
}

test('an answer is one of the choices, and any of them', async () => {
  const choices = ['yes', 'no', 'it "depends" \\ maybe']
  const found = await answers({ kind: 'choice', choices })
  expect(found.every((text) => choices.includes(text))).toBe(true)
  expect(new Set(found).size).toBeGreaterThan(1)
  const behind = await answers({ kind: 'choice', choices }, 'Answer:')
  expect(behind.every((text) => choices.includes(text.trim()))).toBe(true)
})

test.each(['^[A-Z][a-z]{2,8}, \\d{1,3} years$', '^"(yes|no)" \\\\ (a|b|c)$', '^(\\w+ ){2,4}\\.$'])(
  'an answer fits the pattern %s',
  async (pattern) => {
    for (const text of await answers({ kind: 'pattern', pattern })) expect(text).toMatch(new RegExp(pattern))
  },
)

test.each([
  ['', ['Name', 'Market value', 'Say "no"']],
  ['Name:', ['Name', 'Market value', 'Say "no"']],
])('behind “%s” each line has its label, in order, as far as the answer goes', async (start, lines) => {
  const form = { kind: 'text', lines } as const satisfies OutputForm
  const rows = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((seed) => engine.generate(ask('Go', { form, start, seed, sampling: wild }))),
  )
  const written = rows.map(({ text }) => text.split('\n'))
  for (const [at, row] of written.entries()) {
    expect(row.length).toBeLessThanOrEqual(3)
    for (const [place, line] of row.slice(0, -1).entries()) expect(line).toMatch(new RegExp(`^${lines[place]}: ?[^ ]`))
    if (rows[at]?.finishReason === 'stop') expect(row).toHaveLength(3)
  }
  expect(Math.max(...written.map(({ length }) => length))).toBeGreaterThan(1)
})

test.each([
  ['', false],
  ['', true],
  ['Riddle:', false],
])(
  'behind “%s” an answer ends with its last words, behind as many sentences as it may have',
  async (start, inLines) => {
    const words = 'What "am" I?'
    const form = { kind: 'text', ending: { words, sentences: 2, inLines } } as const satisfies OutputForm
    const rows = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((seed) => engine.generate(ask('Go', { form, start, seed, sampling: wild }))),
    )
    const ended = rows.filter(({ finishReason }) => finishReason === 'stop')
    expect(ended.length).toBeGreaterThan(1)
    const gap = inLines ? String.raw`[ \n]\n?` : ' '
    const whole = new RegExp(String.raw`^ ?([^ .!?。！？][^.!?。！？]*[.!?。！？]+["”’»)]*${gap}){1,2}What "am" I\?$`)
    for (const { text, startLength } of ended) {
      expect(text.slice(startLength)).toMatch(whole)
      if (!inLines) expect(text).not.toContain('\n')
    }
  },
)

test.each<[OutputForm, RegExp]>([
  [{ kind: 'pattern', pattern: '(a' }, /the pattern is not valid/],
  [{ kind: 'pattern', pattern: 'a' }, /does not say the whole text/],
  [{ kind: 'pattern', pattern: '^(?=a)a$' }, /kind of group/],
  [{ kind: 'pattern', pattern: '^a{2001}$' }, /repeats more than/],
  [{ kind: 'json', schema: { type: 'nothing' } }, /no known type/],
])('a form that cannot be followed is refused before a model is asked: %j', (form, message) => {
  expect(() => engine.checkForm(form, '', 2048)).toThrow(message)
})

test('an answer ends before a stop text, also when that comes in pieces', async () => {
  const free = ask('Go', { seed: 3, sampling: { ...wild, maxTokens: 200 } })
  const whole = await engine.generate(free)
  const middle = Math.floor(whole.text.length / 2)
  const stop = whole.text.slice(middle, middle + 9)
  const pieces: string[] = []
  const row = await engine.generate({
    ...free,
    form: { kind: 'text', stop: ['never there', stop] },
    onText: (piece) => pieces.push(piece),
  })
  expect(row).toMatchObject({ text: whole.text.slice(0, whole.text.indexOf(stop)), finishReason: 'stop' })
  expect(pieces.join('')).toBe(row.text)
  const never = await engine.generate({ ...free, form: { kind: 'text', stop: ['never there'] } })
  expect(never).toMatchObject({ text: whole.text, finishReason: whole.finishReason })
})

test('a stopper gives every letter that is not of a stop text, however the text is cut', () => {
  const text = 'one two END three ENDE'
  for (let size = 1; size <= text.length; size++) {
    for (const [stops, expected] of [
      [['END'], 'one two '],
      [['ENDE', 'three'], 'one two END '],
      [['ENDX'], text],
      [[], text],
    ] as const) {
      const stopper = createStopper(stops)
      let given = ''
      for (let at = 0; at < text.length; at += size) given += stopper.push(text.slice(at, at + size)).text
      expect(given + stopper.end(), `${stops} in pieces of ${size}`).toBe(expected)
    }
  }
})
