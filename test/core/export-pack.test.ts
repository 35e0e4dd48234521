import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type FileServices, startFileServices, type TestRow } from '../support/file-services.ts'

const template = {
  ...{ format: 'persona-loom/recipe@1', key: 'math', name: 'Math | hard', description: 'math problem', language: 'en' },
  ...{ system: 'You help.', variables: {} },
  steps: [{ name: 'main', background: '', prompt: 'Write a problem for {persona}.', start: '', draw: 3, examples: [] }],
}
const rows: TestRow[] = [
  ...Array.from({ length: 200 }, (_, at) => ({ persona: `Persona ${Math.floor(at / 2)}`, text: `Text ${at}` })),
  { persona: 'Nobody', text: 'bad', state: 'rejected' },
]

/** The files of a pack by name, as text. */
function unpack(services: FileServices, name: string): Record<string, string> {
  const files = unzipSync(readFileSync(join(services.folder, name)))
  return Object.fromEntries(Object.entries(files).map(([file, bytes]) => [file, strFromU8(bytes)]))
}

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

test('the card says that the data is synthetic, counts every row, and names sources with their licences', async () => {
  const services = startFileServices()
  services.file('people.jsonl', `${JSON.stringify({ persona: 'Persona of a file' })}\n`)
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
