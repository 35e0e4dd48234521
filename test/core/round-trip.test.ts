import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { type FileServices, startFileServices } from '../support/file-services.ts'
import { hardStrings } from '../support/hard-strings.ts'

const toolFile = resolve('../shared/data/personahub/tool-3000.jsonl')

type StoredRow = {
  position: number
  persona: string
  text: string
  state: string
  sample: number
  finishReason: string
}

function rowsOf(services: FileServices, runId: number | null | undefined): StoredRow[] {
  return services.db
    .prepare(`SELECT position, input_text AS persona, text, state, sample, finish_reason AS finishReason
              FROM item WHERE run_id = ? ORDER BY position`)
    .all(runId) as StoredRow[]
}

/** Every line a JSON object of its own, in bytes that are strict UTF-8. */
function readStrictly(path: string): Record<string, string>[] {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path))
  expect(text.endsWith('\n')).toBe(true)
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line))
}

test.each(['seed', 'release'] as const)(
  'a thousand hard texts survive the %s shape, code point for code point',
  async (shape) => {
    const services = startFileServices()
    const texts = hardStrings(1000)
    const personas = hardStrings(2000)
      .slice(1000)
      .map((text) => `Persona ${text}`)
    const runId = services.addRun(
      texts.map((text, at) => ({ persona: personas[at] as string, text, prompt: texts.at(-at) as string })),
    )
    const { result } = await services.export({ runId, shape, fileId: 'out.jsonl' })
    expect(result).toMatchObject({ rows: 1000, leftOut: 0 })

    const lines = readStrictly(result?.path ?? '')
    expect(lines.map((line) => line['input persona'])).toEqual(personas)
    expect(lines.map((line) => line['synthesized text'])).toEqual(texts)

    const other = startFileServices()
    const imported = await other.import(result?.path ?? '', { asRows: true })
    expect(imported.result).toMatchObject({ lines: 1000, skipped: 0, repaired: 0 })
    const rows = rowsOf(other, imported.result?.runId)
    expect(rows.map(({ persona }) => persona)).toEqual(personas)
    expect(rows.map(({ text }) => text)).toEqual(texts)

    const again = await other.export({ runId: imported.result?.runId as number, shape, fileId: 'again.jsonl' })
    expect(readFileSync(again.result?.path ?? '')).toEqual(readFileSync(result?.path ?? ''))
  },
)

test('hard texts survive a table with the guard off', async () => {
  const services = startFileServices()
  const texts = hardStrings(1000)
  const runId = services.addRun(texts.map((text, at) => ({ persona: `Persona ${at}`, text })))
  const { result } = await services.export({ runId, format: 'csv', formulaGuard: false, fileId: 'out.csv' })
  const other = startFileServices()
  const imported = await other.import(result?.path ?? '', { asRows: true })
  expect(rowsOf(other, imported.result?.runId).map(({ text }) => text)).toEqual(texts)
})

test('half a surrogate pair is replaced once, at the import, and counted', async () => {
  const services = startFileServices()
  services.file('in.jsonl', '{"input persona":"A\\ud800 baker","synthesized text":"x\\udc00y","description":"d"}\n')
  const { result } = await services.import('in.jsonl', { asRows: true })
  expect(result?.repaired).toBe(2)
  const { result: written } = await services.export({
    runId: result?.runId as number,
    shape: 'release',
    fileId: 'out.jsonl',
  })
  expect(readStrictly(written?.path ?? '')).toEqual([
    { 'input persona': 'A\u{FFFD} baker', 'synthesized text': 'x\u{FFFD}y', description: 'd' },
  ])
})

test('rows come in as a finished run of accepted items, a repeated persona as a further sample', async () => {
  const services = startFileServices()
  const row = (persona: string, text: string) =>
    `${JSON.stringify({ prompt: 'Ask', 'input persona': persona, finish_reason: 'length', 'synthesized text': text })}\n`
  services.file(
    'rows.jsonl',
    row('A baker', 'one') + row('A nurse', 'two') + row('A baker', 'three') + row('a BAKER', 'four'),
  )
  const { result } = await services.import('rows.jsonl', { asRows: true, name: 'Old rows' })
  expect(result).toMatchObject({ lines: 4, added: 2, known: 2 })
  expect(rowsOf(services, result?.runId)).toEqual([
    { position: 0, persona: 'A baker', text: 'one', state: 'accepted', sample: 0, finishReason: 'length' },
    { position: 1, persona: 'A nurse', text: 'two', state: 'accepted', sample: 0, finishReason: 'length' },
    { position: 2, persona: 'A baker', text: 'three', state: 'accepted', sample: 1, finishReason: 'length' },
    { position: 3, persona: 'a BAKER', text: 'four', state: 'accepted', sample: 2, finishReason: 'length' },
  ])
  const run = services.db.prepare('SELECT name, purpose, status, notice, recipe FROM run').get() as { recipe: string }
  expect(run).toMatchObject({ name: 'Old rows', purpose: 'import', status: 'finished', notice: null })
  expect(JSON.parse(run.recipe)).toMatchObject({ format: 'persona-loom/import@1', field: 'input persona' })
  expect(services.db.prepare('SELECT prompt, finish_reason, engine FROM attempt').all()).toHaveLength(4)
})

test('rows that were imported before are not doubled, and a cut-off import goes on where it stopped', async () => {
  const services = startFileServices()
  const count = 4000
  services.file(
    'rows.jsonl',
    Array.from(
      { length: count },
      (_, at) =>
        `${JSON.stringify({ 'input persona': `P ${at % 1500}`, 'synthesized text': `T ${at}`, description: 'd' })}\n`,
    ).join(''),
  )
  const stopped = services.import('rows.jsonl', { asRows: true })
  await expect
    .poll(() => services.db.prepare('SELECT count(*) FROM item').pluck().get(), { interval: 2 })
    .toBeGreaterThan(0)
  await services.imports.close()
  expect((await stopped).problem?.message).toContain('What it had stored is kept.')
  const runId = services.db.prepare<[], number>('SELECT id FROM run').pluck().get()
  expect(rowsOf(services, runId).length).toBeLessThan(count)
  expect(services.db.prepare('SELECT status, notice FROM run').get()).toEqual({
    status: 'stopped',
    notice: 'The import of rows.jsonl did not finish. Import the file again to go on.',
  })

  for (let times = 0; times < 2; times++) {
    const again = await services.import('rows.jsonl', { asRows: true })
    expect(again.result?.runId).toBe(runId)
    const rows = rowsOf(services, runId)
    expect(rows.map(({ text }) => text)).toEqual(Array.from({ length: count }, (_, at) => `T ${at}`))
    expect(rows.at(-1)?.sample).toBe(2)
  }
  expect(services.db.prepare('SELECT status, notice FROM run').all()).toEqual([{ status: 'finished', notice: null }])
})

test('a file without texts does not come in as a dataset', async () => {
  const services = startFileServices()
  services.file('people.jsonl', '{"persona":"A baker"}\n')
  const { problem } = await services.import('people.jsonl', { asRows: true })
  expect(problem?.message).toContain('cannot come in as a dataset')
  expect(services.sources()).toEqual([])
})

test('the released tool set goes in and out unchanged, double-encoded texts and all', async ({ skip }) => {
  if (!existsSync(toolFile)) return skip(`${toolFile} is not on this machine`)
  const services = startFileServices()
  const { result } = await services.import(toolFile, { asRows: true })
  const written = await services.export({ runId: result?.runId as number, shape: 'release', fileId: 'out.jsonl' })
  expect(readStrictly(join(services.folder, 'out.jsonl'))).toEqual(readStrictly(toolFile))
  expect(written.result).toMatchObject({ rows: 3000, leftOut: 0 })
})
