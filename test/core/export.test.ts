import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { exportFields } from '#contract/export-shapes'
import { routes } from '#contract/index'
import {
  dyingWorker,
  exportEntry,
  type FileServices,
  startFileServices,
  type TestRow,
} from '../support/file-services.ts'
import { readCsv } from '../support/read-csv.ts'
import { mountSmallDisk } from '../support/small-disk.ts'

const two: TestRow[] = [
  { persona: 'A baker', text: 'Math problem:  How many loaves?', start: 'Math problem:' },
  { persona: 'A nurse', text: 'Math problem: How many beds?', start: 'Math problem:', tries: 3 },
]

function textOf(services: FileServices, name: string): string {
  return readFileSync(join(services.folder, name), 'utf8')
}

function linesOf(services: FileServices, name: string): Record<string, unknown>[] {
  return textOf(services, name)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

test('the seed shape has its four keys in their order, with the latest prompt and the start', async () => {
  const services = startFileServices()
  const runId = services.addRun(two)
  const { result } = await services.export({ runId, fileId: 'out.jsonl' })
  const path = join(services.folder, 'out.jsonl')
  const bytes = readFileSync(path)
  expect(result).toEqual({
    exportId: expect.any(String),
    ...{ path, fileName: 'out.jsonl', rows: 2, leftOut: 0, guardedCells: 0, sizeBytes: bytes.length },
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
  const rows = linesOf(services, 'out.jsonl')
  expect(Object.keys(rows[0] ?? {})).toEqual(['prompt', 'input persona', 'finish_reason', 'synthesized text'])
  expect(rows).toEqual([
    {
      prompt: 'Ask 0',
      'input persona': 'A baker',
      finish_reason: 'stop',
      'synthesized text': 'Math problem:  How many loaves?',
    },
    {
      prompt: 'Ask 1',
      'input persona': 'A nurse',
      finish_reason: 'stop',
      'synthesized text': 'Math problem: How many beds?',
    },
  ])
})

test('the release shape has its three keys, without the written start', async () => {
  const services = startFileServices()
  const runId = services.addRun(two)
  await services.export({ runId, shape: 'release', fileId: 'out.jsonl' })
  const rows = linesOf(services, 'out.jsonl')
  expect(Object.keys(rows[0] ?? {})).toEqual(['input persona', 'synthesized text', 'description'])
  expect(rows).toEqual([
    { 'input persona': 'A baker', 'synthesized text': 'How many loaves?', description: 'math problem' },
    { 'input persona': 'A nurse', 'synthesized text': 'How many beds?', description: 'math problem' },
  ])
})

test('a text that a person changed is exported as changed, its start stripped only where it is still there', async () => {
  const services = startFileServices()
  const runId = services.addRun([
    { persona: 'A', text: 'Q: old', start: 'Q:', editedText: 'Q: new' },
    { persona: 'B', text: 'Q: old', start: 'Q:', editedText: ' rewritten' },
  ])
  await services.export({ runId, shape: 'release', fileId: 'out.jsonl' })
  expect(linesOf(services, 'out.jsonl').map((row) => row['synthesized text'])).toEqual(['new', ' rewritten'])
})

test('what is accepted and not discarded goes out, and whatever a person kept', async () => {
  const services = startFileServices()
  const runId = services.addRun([
    { persona: 'accepted', text: 'x' },
    { persona: 'accepted, kept', text: 'x', verdict: 'kept' },
    { persona: 'accepted, discarded', text: 'x', verdict: 'discarded' },
    { persona: 'rejected', text: 'x', state: 'rejected' },
    { persona: 'rejected, kept', text: 'x', state: 'rejected', verdict: 'kept' },
    { persona: 'failed, kept, no text', text: '', state: 'failed', verdict: 'kept', tries: 0 },
    { persona: 'cancelled', text: '', state: 'cancelled', tries: 0 },
  ])
  const { result } = await services.export({ runId, fileId: 'usual.jsonl' })
  expect(result).toMatchObject({ rows: 3, leftOut: 4 })
  expect(linesOf(services, 'usual.jsonl').map((row) => row['input persona'])).toEqual([
    'accepted',
    'accepted, kept',
    'rejected, kept',
  ])
  const chosen = await services.export({ runId, fileId: 'chosen.jsonl', states: ['rejected', 'cancelled'] })
  expect(chosen.result).toMatchObject({ rows: 3, leftOut: 4 })
  expect(linesOf(services, 'chosen.jsonl').at(-1)).toMatchObject({ 'input persona': 'cancelled', finish_reason: '' })
})

test('a text that is not there is an empty one, as a column that begins with null has no type for readers', async () => {
  const services = startFileServices()
  const runId = services.addRun([
    { persona: 'A', text: '', state: 'cancelled', tries: 0 },
    { persona: 'B', text: 'x', verdict: 'kept' },
  ])
  const states = ['cancelled', 'accepted'] as const
  const mapping = exportFields.map((field) => ({ key: field, field }))
  for (const shape of ['seed', 'raw', 'custom'] as const) {
    await services.export({ runId, shape, mapping, states: [...states], fileId: `${shape}.jsonl` })
    const [bare = {}] = linesOf(services, `${shape}.jsonl`)
    const nulls = Object.keys(bare).filter((key) => bare[key] === null)
    // Numbers of a row that nobody tried; every other row has them.
    expect(nulls, shape).toEqual(shape === 'seed' ? [] : ['seed', 'tokens'])
  }
})

test('a table guards its formulas and counts them, unless told not to', async () => {
  const services = startFileServices()
  const texts = ["=cmd|'/c calc'!A1", '+1', '-1', '@x', '\tx', '\rx', '\0x', 'x=1', ' =1', '"=1"']
  const runId = services.addRun(texts.map((text, at) => ({ persona: `Persona ${at}`, text })))
  const guarded = await services.export({ runId, shape: 'release', format: 'csv', fileId: 'guarded.csv' })
  expect(guarded.result?.guardedCells).toBe(7)
  const rows = readCsv(textOf(services, 'guarded.csv'))
  expect(rows[0]).toEqual(['input persona', 'synthesized text', 'description'])
  expect(rows.slice(1).map((row) => row[1])).toEqual([
    ...texts.slice(0, 7).map((text) => `'${text}`),
    ...texts.slice(7),
  ])
  const plain = await services.export({ runId, format: 'csv', formulaGuard: false, fileId: 'plain.csv' })
  expect(plain.result?.guardedCells).toBe(0)
  expect(readCsv(textOf(services, 'plain.csv')).map((row) => row[3])).toEqual(['synthesized text', ...texts])
})

test('without a target the file goes into the library, and a second one beside the first, told apart by its time', async () => {
  const services = startFileServices()
  const runId = services.addRun(two)
  const others = services.addRun(two, { name: 'Math problems 2' })
  const names = []
  for (const each of [runId, others, runId, runId])
    names.push((await services.export({ runId: each })).result?.fileName)
  names.push((await services.export({ runId, shape: 'alpaca' })).result?.fileName)
  const minute = new Date(services.now).toLocaleString('sv').slice(0, 16).replace(':', '.')
  expect(names).toEqual([
    'Math problems.jsonl',
    'Math problems 2.jsonl',
    `Math problems, ${minute}.jsonl`,
    `Math problems, ${minute} (2).jsonl`,
    'Math problems (alpaca).jsonl',
  ])
  expect(readdirSync(join(services.libraryFolder, 'exports')).toSorted()).toEqual(names.toSorted())
})

test.each([
  ['a path upwards', '../../x', 'x.jsonl'],
  ['a path from the root', '/etc/passwd', 'etc-passwd.jsonl'],
  ['a device', 'CON', '_CON.jsonl'],
  ['a device with an ending', 'lpt1.txt', '_lpt1.txt.jsonl'],
  ['dots alone', '...', 'run.jsonl'],
  ['a turned ending', 'a\u202Efdp.\n\0exe', 'a-fdp.-exe.jsonl'],
  ['300 letters', 'x'.repeat(300), `${'x'.repeat(150)}.jsonl`],
  ['300 bytes in 75 signs', '🚀'.repeat(75), `${'🚀'.repeat(37)}.jsonl`],
])('a run that is called like %s does not choose its file name', async (_kind, name, fileName) => {
  const services = startFileServices()
  const { result } = await services.export({ runId: services.addRun(two, { name }) })
  expect(result?.fileName).toBe(fileName)
  expect(readdirSync(join(services.libraryFolder, 'exports'))).toEqual([fileName])
})

test('an existing file is left alone unless it may be replaced', async () => {
  const services = startFileServices()
  const runId = services.addRun(two)
  services.file('out.jsonl', 'mine')
  const { problem } = await services.export({ runId, fileId: 'out.jsonl' })
  expect(problem?.code).toBe('output-exists')
  expect(textOf(services, 'out.jsonl')).toBe('mine')
  const forced = await services.export({ runId, fileId: 'out.jsonl', force: true })
  expect(forced.result?.rows).toBe(2)
  expect(linesOf(services, 'out.jsonl')).toHaveLength(2)
})

test('replacing writes behind a link and never takes the place of a folder or a device', async () => {
  const services = startFileServices()
  const runId = services.addRun(two)
  services.file('real.jsonl', 'old')
  symlinkSync(join(services.folder, 'real.jsonl'), join(services.folder, 'link.jsonl'))
  mkdirSync(join(services.folder, 'folder.jsonl'))
  execFileSync('mkfifo', [join(services.folder, 'pipe.jsonl')])
  await services.export({ runId, fileId: 'link.jsonl', force: true })
  expect(linesOf(services, 'real.jsonl')).toHaveLength(2)
  expect(lstatSync(join(services.folder, 'link.jsonl')).isSymbolicLink()).toBe(true)
  for (const fileId of ['folder.jsonl', 'pipe.jsonl']) {
    expect((await services.export({ runId, fileId, force: true })).problem?.code).toBe('not-writable')
  }
  expect(lstatSync(join(services.folder, 'pipe.jsonl')).isFIFO()).toBe(true)
})

test.each([
  ['a part of its path is a file, not a folder', 'file/out.jsonl'],
  ['its folder does not exist', 'gone/out.jsonl'],
  ['its name is too long', `${'x'.repeat(300)}.jsonl`],
])('a place that cannot be written to is named with its reason: %s', async (reason, fileId) => {
  const services = startFileServices()
  services.file('file', 'x')
  const { problem } = await services.export({ runId: services.addRun(two), fileId })
  expect(problem).toEqual({
    code: 'not-writable',
    message: `Cannot write to ${join(services.folder, fileId)}: ${reason}. The rows are safe in the library. Choose another folder or name.`,
  })
})

test('a full disk leaves no part of a file and says so', async ({ skip }) => {
  const small = mountSmallDisk(1)
  if (!small) return skip('this user may not mount a small disk')
  const services = startFileServices()
  const text = 'x'.repeat(1000)
  const runId = services.addRun(Array.from({ length: 3000 }, (_, at) => ({ persona: `P ${at}`, text })))
  const { problem } = await services.export({ runId, fileId: join(small, 'out.jsonl') })
  expect(problem?.code).toBe('disk-full')
  expect(problem?.message).toContain('Free some space and export again.')
  expect(readdirSync(small)).toEqual([])
})

test('an export that is stopped half-way leaves nothing behind', async () => {
  const services = startFileServices()
  const text = 'x'.repeat(2000)
  const runId = services.addRun(Array.from({ length: 20_000 }, (_, at) => ({ persona: `P ${at}`, text })))
  services.file('out.jsonl', 'the old one')
  const done = services.export({ runId, fileId: 'out.jsonl', force: true })
  await expect
    .poll(() => readdirSync(services.folder).some((name) => name.endsWith('.part')), { interval: 1 })
    .toBe(true)
  await services.exports.close()
  expect(await done).toEqual({ result: null, problem: { code: 'internal', message: expect.stringMatching(/stopped/) } })
  expect(textOf(services, 'out.jsonl')).toBe('the old one')
  expect(readdirSync(services.folder).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('how an export ended can be asked for by who missed it, and of one that nobody knows it is said', async () => {
  const services = startFileServices()
  const { 'export.show': show, 'export.start': start } = services.exports.handlers
  const request = routes['export.start'].input.parse({ runId: services.addRun(two) })
  const { exportId } = start(request)
  expect(show({ exportId })).toEqual({ end: null })
  await expect.poll(() => show({ exportId }).end, { timeout: 10_000 }).toMatchObject({ result: { rows: 2 } })
  expect(services.eventsNamed('export.done')).toEqual([{ exportId, ...show({ exportId }).end }])
  expect(() => show({ exportId: 'of another start' })).toThrow(expect.objectContaining({ code: 'not-found' }))
})

test('a worker that dies while it writes is told, and no part stands under the final name', async () => {
  const services = startFileServices({ exportWorker: dyingWorker })
  const runId = services.addRun(two)
  const { problem } = await services.export({ runId, fileId: 'out.jsonl' })
  expect(problem).toEqual({ code: 'internal', message: expect.stringContaining('its file was not written') })
  expect(readdirSync(services.folder)).toEqual(['library'])
  await expect(
    services.exports.exportRun({
      runId,
      shape: 'seed',
      format: 'jsonl',
      formulaGuard: true,
      pack: false,
      validationShare: 0,
      force: false,
    }),
  ).rejects.toMatchObject({
    code: 'internal',
  })
})

test('a dozen kills at any moment leave the old file or the new one, never a part', async () => {
  const services = startFileServices()
  const text = 'x'.repeat(500)
  const runId = services.addRun(Array.from({ length: 8000 }, (_, at) => ({ persona: `P ${at}`, text })))
  const started = performance.now()
  const whole = await services.export({ runId, fileId: 'whole.jsonl' })
  const durationMs = performance.now() - started
  const path = join(services.folder, 'out.jsonl')
  const request = {
    runId,
    shape: 'seed',
    format: 'jsonl',
    formulaGuard: true,
    pack: false,
    validationShare: 0,
    force: true,
  }
  const task = { kind: 'export', databaseFile: services.databaseFile, request, path, folder: services.folder }
  const outcomes = { old: 0, new: 0, underWay: 0 }
  for (let kill = 0; kill < 12; kill++) {
    services.file('out.jsonl', 'the old one')
    const worker = new Worker(exportEntry, { workerData: task })
    await new Promise((resume) => worker.once('message', resume))
    await new Promise((resume) => setTimeout(resume, (durationMs * kill) / 11))
    await worker.terminate()
    const content = textOf(services, 'out.jsonl')
    if (content === 'the old one') outcomes.old += 1
    else {
      expect(createHash('sha256').update(content).digest('hex')).toBe(whole.result?.sha256)
      outcomes.new += 1
    }
    if (readdirSync(services.folder).some((name) => name.endsWith('.part'))) outcomes.underWay += 1
  }
  // The first kill comes right after the first rows were written, the last when all should be done.
  expect(outcomes.underWay).toBeGreaterThan(0)
  expect(outcomes.new).toBeGreaterThan(0)
  expect(outcomes.old).toBeGreaterThan(0)
})

test('rows that are written during an export do not mix into it', async () => {
  const services = startFileServices()
  const runId = services.addRun(Array.from({ length: 5000 }, (_, at) => ({ persona: `P ${at}`, text: 'before' })))
  const done = services.export({ runId, fileId: 'out.jsonl' })
  await expect
    .poll(() => readdirSync(services.folder).some((name) => name.endsWith('.part')), { interval: 1 })
    .toBe(true)
  services.db.prepare("UPDATE item SET text = 'after' WHERE run_id = ?").run(runId)
  expect((await done).result?.rows).toBe(5000)
  expect(new Set(linesOf(services, 'out.jsonl').map((row) => row['synthesized text']))).toEqual(new Set(['before']))
})

test('a run without rows makes an empty file, and one that is not there makes none', async () => {
  const services = startFileServices()
  const { result } = await services.export({ runId: services.addRun([]), fileId: 'out.jsonl' })
  expect(result).toMatchObject({ rows: 0, leftOut: 0, sizeBytes: 0 })
  const { problem } = await services.export({ runId: 99, fileId: 'other.jsonl' })
  expect(problem).toEqual({
    code: 'not-found',
    message: 'There is no dataset 99 in this library. Nothing was written.',
  })
})

test('the preview shows the first rows as they would stand in the file, and both counts', async () => {
  const services = startFileServices()
  const rows = Array.from({ length: 30 }, (_, at) => ({ persona: `P ${at}`, text: `T ${at}` }))
  const runId = services.addRun([...rows, { persona: 'X', text: 'x', state: 'rejected' }])
  const preview = await services.preview({ runId, format: 'csv' })
  await services.export({ runId, format: 'csv', fileId: 'out.csv' })
  expect(preview).toMatchObject({ rows: 30, leftOut: 1 })
  expect(textOf(services, 'out.csv').startsWith(preview.text)).toBe(true)
  expect(readCsv(preview.text)).toHaveLength(21)
})

test('a run that ends gets its file without any event', async () => {
  const services = startFileServices()
  const runId = services.addRun(two)
  const request = {
    runId,
    shape: 'seed',
    format: 'jsonl',
    formulaGuard: true,
    pack: false,
    validationShare: 0,
    force: false,
  } as const
  const result = await services.exports.exportRun({ ...request, fileId: 'out.jsonl' })
  expect(result).toMatchObject({ rows: 2, fileName: 'out.jsonl' })
  expect(services.eventsNamed('export.done')).toEqual([])
})

const template = {
  ...{
    name: 'Math',
    description: 'math problem',
    system: 'You help {who}.',
    variables: { who: { label: 'Who', default: 'people' } },
  },
  steps: [
    {
      background: 'A town.',
      prompt: 'Write a problem for {persona}. Begin with "Math problem:".\n',
      start: 'Math problem:',
    },
  ],
}
const asked = 'A town.\n\nWrite a problem for A baker. Begin with "Math problem:".'
const whole = 'Math problem:  How many loaves?'
const baker: TestRow[] = [{ persona: 'A baker', text: whole, start: 'Math problem:' }]

test.each([
  [
    'messages',
    {
      messages: [
        { role: 'system', content: 'You help people.' },
        { role: 'user', content: asked },
        { role: 'assistant', content: whole },
      ],
    },
  ],
  ['alpaca', { instruction: asked, input: '', output: whole, system: 'You help people.' }],
  [
    'sharegpt',
    {
      conversations: [
        { from: 'system', value: 'You help people.' },
        { from: 'human', value: asked },
        { from: 'gpt', value: whole },
      ],
    },
  ],
  ['prompt-only', { prompt: [{ role: 'user', content: 'How many loaves?' }] }],
  [
    'prompt-completion',
    {
      prompt: [
        { role: 'system', content: 'You help people.' },
        { role: 'user', content: asked },
      ],
      completion: [{ role: 'assistant', content: whole }],
    },
  ],
  [
    'raw',
    {
      ...{ position: 0, state: 'accepted', reasons: '', persona: 'A baker', text: 'Math problem:  How many loaves?' },
      ...{ start: 'Math problem:', task: asked, system: 'You help people.', prompt: 'Ask 0', finish_reason: 'stop' },
      ...{
        description: 'math problem',
        verdict: '',
        discard_reason: '',
        note: '',
        seed: 0,
        tokens: 0,
        engine: 'test',
      },
    },
  ],
] as const)(
  'the shape %s has its keys in their order, the task without examples and an answer that does what it asks',
  async (shape, row) => {
    const services = startFileServices()
    const runId = services.addRun(baker, { template })
    await services.export({ runId, shape, fileId: 'out.jsonl' })
    expect(textOf(services, 'out.jsonl')).toBe(`${JSON.stringify(row)}\n`)
  },
)

test('a file has the fields that a person names, as lines and as a table', async () => {
  const services = startFileServices()
  const runId = services.addRun([...baker, { persona: 'B', text: '=1+1' }], { template })
  const mapping = [
    { key: '__proto__', field: 'persona' },
    { key: 'a, "b"', field: 'answer' },
    { key: 'n', field: 'position' },
  ] as const
  await services.export({ runId, shape: 'custom', mapping: [...mapping], fileId: 'out.jsonl' })
  expect(textOf(services, 'out.jsonl').split('\n')[0]).toBe(
    '{"__proto__":"A baker","a, \\"b\\"":"How many loaves?","n":0}',
  )
  await services.export({ runId, shape: 'custom', mapping: [...mapping], format: 'csv', fileId: 'out.csv' })
  expect(readCsv(textOf(services, 'out.csv'))).toEqual([
    ['__proto__', 'a, "b"', 'n'],
    ['A baker', 'How many loaves?', '0'],
    ['B', "'=1+1", '1'],
  ])
})

test('rows with lists are no table, own fields have names, and no two the same: each is refused in words', async () => {
  const services = startFileServices()
  const runId = services.addRun(baker, { template })
  const table = await services.export({ runId, shape: 'messages', format: 'csv', fileId: 'out.csv' })
  expect(table).toMatchObject({
    result: null,
    problem: { code: 'bad-input', message: expect.stringContaining('JSONL') },
  })
  const nameless = await services.export({ runId, shape: 'custom', fileId: 'out.jsonl' })
  expect(nameless).toMatchObject({ result: null, problem: { code: 'bad-input' } })
  const twice = [1, 2].map(() => ({ key: 'a', field: 'text' as const }))
  await expect(services.export({ runId, shape: 'custom', mapping: twice })).rejects.toThrow('one name')
  expect(readdirSync(services.folder)).not.toContain('out.csv')
})

test('rows that were imported have no template: what they were asked stands for the task', async () => {
  const services = startFileServices()
  const runId = services.addRun(baker, { template: null })
  await services.export({ runId, shape: 'prompt-completion', fileId: 'out.jsonl' })
  expect(linesOf(services, 'out.jsonl')[0]).toMatchObject({ prompt: [{ role: 'user', content: 'Ask 0' }] })
})
