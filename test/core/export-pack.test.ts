import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type FileServices, startFileServices, type TestRow } from '../support/file-services.ts'
import { readPack } from '../support/read-pack.ts'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'
import { writeTinyGguf } from '../support/tiny-gguf.ts'

const template = {
  ...{ format: 'persona-loom/recipe@1', key: 'math', name: 'Math | hard', description: 'math problem', language: 'en' },
  ...{ system: 'You help.', variables: {} },
  steps: [{ name: 'main', background: '', prompt: 'Write a problem for {persona}.', start: '', draw: 3, examples: [] }],
}
const rows: TestRow[] = [
  ...Array.from({ length: 200 }, (_, at) => ({ persona: `Persona ${Math.floor(at / 2)}`, text: `Text ${at}` })),
  { persona: 'Nobody', text: 'bad', state: 'rejected' },
]

const unpack = (services: FileServices, name: string) => readPack(join(services.folder, name))

const linesOf = (text = '') =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('a pack holds the rows, what made them, whom they are of, and checksums that fit', async () => {
  const services = startFileServices()
  const runId = services.addRun(rows, { template })
  const { result } = await services.export({ runId, shape: 'release', pack: true, fileId: 'out.zip' })
  expect(result).toMatchObject({ rows: 200, leftOut: 1, fileName: 'out.zip' })
  const files = unpack(services, 'out.zip')
  expect(Object.keys(files)).toEqual([
    ...['train.jsonl', 'personas.jsonl', 'template.yaml', 'recipe.json', 'README.md', 'SHA256SUMS'],
  ])
  expect(linesOf(files['train.jsonl'])).toHaveLength(200)
  expect(linesOf(files['personas.jsonl']).at(-1)).toEqual({ persona: 'Nobody' })
  expect(parse(files['template.yaml'] ?? '')).toEqual(template)
  expect(JSON.parse(files['recipe.json'] ?? '')).toMatchObject({ format: 'persona-loom/dataset@1', synthetic: true })
  const sums = (files['SHA256SUMS'] ?? '').trimEnd().split('\n')
  expect(sums).toHaveLength(5)
  for (const line of sums) {
    const [sha256, name = ''] = line.split('  ')
    expect(
      createHash('sha256')
        .update(files[name] ?? '')
        .digest('hex'),
      name,
    ).toBe(sha256)
  }
})

test('the split keeps all rows of a persona on one side, holds back about the share, and is the same again', async () => {
  const services = startFileServices()
  const runId = services.addRun(rows, { template })
  const request = { runId, shape: 'release', pack: true, validationShare: 0.2 } as const
  await services.export({ ...request, fileId: 'one.zip' })
  await services.export({ ...request, fileId: 'two.zip' })
  const [one, two] = ['one.zip', 'two.zip'].map((name) => unpack(services, name))
  const personas = (name: string) => new Set(linesOf(one?.[name]).map((row) => row['input persona']))
  const [train, validation] = [personas('train.jsonl'), personas('validation.jsonl')]
  expect([...train].filter((persona) => validation.has(persona))).toEqual([])
  expect(train.size + validation.size).toBe(100)
  expect(validation.size).toBeGreaterThan(8)
  expect(validation.size).toBeLessThan(35)
  expect(linesOf(one?.['train.jsonl']).length + linesOf(one?.['validation.jsonl']).length).toBe(200)
  expect(two).toEqual(one)
})

test('the card says that the data is synthetic, counts every row, and tells tools how to load it', async () => {
  const services = startFileServices()
  const runId = services.addRun(rows, { template })
  await services.export({ runId, shape: 'messages', pack: true, validationShare: 0.1, fileId: 'out.zip' })
  const card = unpack(services, 'out.zip')['README.md'] ?? ''
  const head = parse(card.split('---\n')[1] ?? '') as Record<string, unknown>
  expect(head).toMatchObject({
    ...{ synthetic: true, language: ['en'], size_categories: ['n<1K'], pretty_name: 'Math problems' },
    configs: [
      {
        data_files: [
          { split: 'train', path: 'train.jsonl' },
          { split: 'validation', path: 'validation.jsonl' },
        ],
      },
    ],
  })
  expect(card).toContain('200 of 201 planned rows are in it')
  expect(card).toContain('| accepted | 200 |')
  expect(card).toContain('| rejected | 1 |')
  expect(card).toContain('Math \\| hard')
  for (const tool of ['TRL', 'LLaMA-Factory', 'Axolotl', 'Unsloth']) expect(card).toContain(`${tool}`)
})

test('a pack of rows with lists as a table is refused, and nothing is left of it', async () => {
  const services = startFileServices()
  const runId = services.addRun(rows, { template })
  const refused = await services.export({ runId, shape: 'messages', format: 'csv', pack: true, fileId: 'out.zip' })
  expect(refused).toMatchObject({ result: null, problem: { code: 'bad-input' } })
  expect(() => unpack(services, 'out.zip')).toThrow()
})

/** The line of a card's table that begins like this. */
const lineOf = (card: string, begin: string) => card.split('\n').find((line) => line.startsWith(`| ${begin}`))

test('the card names the licence of the model, of the template and of each source of personas, or says that none is stated', async () => {
  const core = startTestCore({ engine: scriptedEngine().engine })
  writeTinyGguf(join(core.folder, 'models', 'tiny.gguf'), {
    metadata: { 'general.license': { type: 'text', value: 'tiny-licence-2.0' } },
  })
  const { sha256 } = await core.ask('model.add', { fileId: join(core.folder, 'models', 'tiny.gguf') })
  for (const [name, licence] of [
    ['licensed.txt', 'CC-BY-4.0'],
    ['bare.txt', undefined],
  ] as const) {
    writeFileSync(join(core.folder, name), `A teacher of a file called ${name}\n`)
    const done = core.hub.next('import.done', () => true)
    await core.ask('persona.import', { fileId: name, ...(licence ? { licence } : {}) })
    await done
  }

  const cardOf = async (template: { key: string } | { fileId: string }) => {
    const run = await core.runToEnd({ template, personas: { count: 0, query: 'teacher' } }, sha256)
    const written = core.hub.next('export.done', () => true)
    await core.ask('export.start', { runId: run.id, pack: true, fileId: `${run.id}.zip` })
    expect((await written).problem).toBeNull()
    return readPack(join(core.folder, `${run.id}.zip`))
  }
  const { 'README.md': card = '', 'template.yaml': file = '' } = await cardOf({ key: 'math' })
  expect(lineOf(card, 'Model')).toMatch(/\| tiny-licence-2\.0 \|$/)
  expect(lineOf(card, 'Template')).toBe('| Template | Math problems | MIT |')
  expect(lineOf(card, 'Personas | Starter')).toMatch(/\| CC0-1\.0 \|$/)
  expect(lineOf(card, 'Personas | licensed.txt (1)')).toMatch(/\| CC-BY-4\.0 \|$/)
  expect(lineOf(card, 'Personas | bare.txt (1)')).toMatch(/\| not stated \|$/)

  // The file of the pack brings its licence along, and one without is said to have none.
  expect(parse(file)).toMatchObject({ licence: 'MIT' })
  writeFileSync(join(core.folder, 'own.yaml'), file.replace('licence: MIT\n', ''))
  const own = (await cardOf({ fileId: 'own.yaml' }))['README.md'] ?? ''
  expect(lineOf(own, 'Template')).toBe('| Template | Math problems | not stated |')
})

test('the card tells which rows were asked for, in which shape, and what a person did to them', async () => {
  const services = startFileServices()
  const judged: TestRow[] = [
    { persona: 'A', text: 'old words', editedText: 'new words', verdict: 'kept' },
    { persona: 'B', text: 'words', verdict: 'kept' },
    { persona: 'C', text: 'words', verdict: 'discarded', editedText: 'other words' },
    { persona: 'D', text: 'words' },
    { persona: 'E', text: 'bad', state: 'rejected' },
  ]
  const runId = services.addRun(judged, { template })
  const cardOf = async (request: object, name: string) => {
    await services.export({ runId, ...request, pack: true, fileId: name })
    return unpack(services, name)['README.md'] ?? ''
  }
  const usual = await cardOf({ shape: 'alpaca', format: 'csv' }, 'usual.zip')
  expect(usual).toContain('3 of 5 planned rows are in it: what is accepted and not discarded, or kept by a person.')
  expect(usual).toContain('Shape: `alpaca`. Format: CSV.')
  expect(usual).toContain('Edited by hand: 1. Judged by a person: 2 kept, 0 discarded.')
  expect(usual).toContain('A person changed the text of 1 of the 3 rows by hand')

  const filter = { states: ['accepted', 'rejected'], minLength: 3, maxLength: 99, edited: true }
  const found = await cardOf({ ...filter, validationShare: 0.5 }, 'found.zip')
  expect(found).toContain(
    '2 of 5 planned rows are in it: those with all of this: state accepted or rejected; at least 3 characters; at most 99 characters; edited by a person.',
  )
  expect(found).toContain('Edited by hand: 2. Judged by a person: 1 kept, 1 discarded.')

  const open = await cardOf(
    { verdict: 'none', query: 'salt', persona: ' a "b" ', reason: 'too-short', edited: false, noted: false },
    'open.zip',
  )
  expect(open).toContain(
    'those with all of this: reason too-short; not judged by a person; words "salt" in text or persona; words "a \\"b\\"" in the persona; not edited; without a note.',
  )
  expect(open).toContain('Edited by hand: 0. Judged by a person: 0 kept, 0 discarded.')
  expect(open).not.toContain('by hand after')

  expect(await cardOf({ noted: true }, 'noted.zip')).toContain('those with all of this: with a note.')
})

test.each([
  [{ validationShare: 0.1 }, 'Only a pack has a validation file'],
  [{ validationShare: 0.9, pack: true }, 'at most half of the personas'],
  [{ validationShare: -1, pack: true }, 'at most half of the personas'],
])('a validation share that cannot be kept is refused in a sentence: %o', async (request, sentence) => {
  const core = startTestCore()
  const reply = await core.core.request('export.start', { runId: 1, ...request })
  expect(reply).toMatchObject({ ok: false, error: { code: 'bad-input', message: expect.stringContaining(sentence) } })
  expect(reply).toMatchObject({ error: { message: expect.not.stringContaining('validationShare') } })
})
