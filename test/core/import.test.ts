import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { Output } from '#contract/index'
import { forkChild } from '../../src-main/hosts/node/fork-child.ts'
import { dyingWorker, type FileServices, importEntry, startFileServices } from '../support/file-services.ts'
import { startTestCore } from '../support/test-core.ts'

const toolFile = resolve('../shared/data/personahub/tool-3000.jsonl')

function jsonl(...values: unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}

/** Imports a text and returns what came of it. */
async function importText(name: string, content: string | Buffer, services: FileServices = startFileServices()) {
  services.file(name, content)
  return { ...(await services.import(name)), services }
}

test('a persona is taken once, however often and in whatever case it stands in the file', async () => {
  const file = jsonl({ persona: 'A teacher' }, { persona: 'A baker' }, { persona: ' a  TEACHER. ' })
  const { result, services } = await importText('people.jsonl', file)
  expect(result).toMatchObject({ lines: 3, added: 2, known: 1, skipped: 0, repaired: 0, runId: null })
  expect(services.personas()).toEqual(['A teacher', 'A baker'])
})

test('imported personas are found by the full-text search', async () => {
  const { services } = await importText('people.txt', 'A baker from Bern\nA teacher from Basel\n')
  const found = services.db.prepare("SELECT rowid FROM persona_text WHERE persona_text MATCH 'basel'").pluck().all()
  expect(found).toEqual([2])
  expect(() =>
    services.db.exec("INSERT INTO persona_text (persona_text, rank) VALUES ('integrity-check', 1)"),
  ).not.toThrow()
})

test('a persona that the library has already also belongs to the new file, at its place', async () => {
  const services = startFileServices()
  await importText('first.txt', 'A baker\n', services)
  const { result } = await importText('second.txt', 'A teacher\nA baker\nA nurse\n', services)
  expect(result).toMatchObject({ added: 2, known: 1 })
  const members = services.db
    .prepare(
      'SELECT text FROM source_persona JOIN persona ON persona.id = persona_id WHERE source_persona.source_id = ? ORDER BY position',
    )
    .pluck()
    .all(result?.sourceId)
  expect(members).toEqual(['A teacher', 'A baker', 'A nurse'])
})

test('the same file imported again adds nothing and makes no second source', async () => {
  const services = startFileServices()
  const first = await importText('people.txt', 'A baker\nA teacher\n', services)
  const again = await services.import('people.txt', { name: 'Under another name' })
  expect(again.result).toMatchObject({ sourceId: first.result?.sourceId, added: 0, known: 2 })
  expect(services.sources()).toHaveLength(1)
})

test('a source remembers its name, licence and hash', async () => {
  const services = startFileServices()
  services.file('people.txt', 'A baker\n')
  await services.import('people.txt', { name: 'My people', licence: 'CC0-1.0' })
  expect(services.sources()).toMatchObject([
    { name: 'My people', licence: 'CC0-1.0', kind: 'file', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ])
})

test.each([
  ['comma', 'name,persona\nAnn,"A baker, aged 40"\n'],
  ['semicolon', 'name;persona\nAnn;A baker, aged 40\n'],
  ['tabulator', 'name\tpersona\nAnn\tA baker, aged 40\n'],
  ['declared', 'sep=|\nname|persona\nAnn|A baker, aged 40\n'],
])('a table with the separator %s is read', async (_name, table) => {
  const { services } = await importText('people.csv', table)
  expect(services.personas()).toEqual(['A baker, aged 40'])
})

test('rows of a table end in any line break, and a quoted cell keeps its own', async () => {
  const { services } = await importText('people.csv', 'persona,n\r\nA,1\nB,2\r\n"C ""c""\r\nand\nso",3\nD,4')
  expect(services.personas()).toEqual(['A', 'B', 'C "c"\r\nand\nso', 'D'])
})

test('a table whose lines end in a carriage return alone is read', async () => {
  const { services } = await importText('people.csv', 'persona,n\rA baker,1\rA nurse,2\r')
  expect(services.personas()).toEqual(['A baker', 'A nurse'])
})

test('column names that are empty or repeated stay apart', async () => {
  const services = startFileServices()
  services.file('people.csv', ',persona,persona\n1,A baker,x\n')
  expect((await services.inspect({ fileId: 'people.csv' })).fields).toEqual(['column 1', 'persona', 'persona (2)'])
})

test('a pattern puts fields together and leaves other braces alone', async () => {
  const services = startFileServices()
  services.file(
    'people.jsonl',
    jsonl({ name: 'Ann', age: 41, home: { city: 'Bern' }, likes: ['tea', 'maps'], x: '{age}' }),
  )
  await services.import('people.jsonl', { field: '{name}, {age}, from {home.city}, likes {likes} {x} {other} {}' })
  expect(services.personas()).toEqual(['Ann, 41, from Bern, likes tea, maps {age} {other} {}'])
})

test('a value inside an object is picked by its path', async () => {
  const services = startFileServices()
  services.file('people.jsonl', jsonl({ meta: { bio: 'A baker' }, n: 1 }, { meta: { bio: 'A nurse' }, n: 2 }))
  await services.import('people.jsonl', { field: 'meta.bio' })
  expect(services.personas()).toEqual(['A baker', 'A nurse'])
})

test('an object is not turned into a persona', async () => {
  const services = startFileServices()
  const nested = { persona: [{ first: 'Ann' }] }
  services.file('people.jsonl', jsonl({ persona: 'A baker' }, nested))
  const { result } = await services.import('people.jsonl')
  expect(result?.skippedLines).toEqual([
    {
      line: 2,
      reason: 'Line 2: “persona” holds an object, not a text. Name a text inside it: persona.NAME.',
      text: JSON.stringify(nested),
    },
  ])
})

test('a look at a file tells its fields and its first personas, and stores nothing', async () => {
  const services = startFileServices()
  const rows = { 'input persona': 'A baker', 'synthesized text': 'x', description: 'math problem' }
  services.file('math.jsonl', jsonl(rows))
  expect(await services.inspect({ fileId: 'math.jsonl' })).toEqual({
    format: 'jsonl',
    fields: ['input persona', 'synthesized text', 'description'],
    field: 'input persona',
    isGuess: false,
    preview: [{ line: 1, text: 'A baker', reason: null }],
    further: [],
    known: { library: 0, file: 0 },
    looked: 1,
    isWhole: true,
    hasRows: true,
  })
  expect(services.sources()).toEqual([])
})

/** As a look tells them. */
const skippedAtSight = ({ preview, further }: Output<'persona.inspect'>) =>
  [...preview, ...further].filter(({ reason }) => reason !== null)

test.each([
  [
    'people.jsonl',
    '{"persona":"A baker"}\n{"job":"nurse"}\n{"persona":\n{"persona":"  "}\n[1]\n{"persona":"A smith"}',
    {},
  ],
  ['people.csv', 'persona,town\nA baker,Lyon\n,Porto\nA nurse,Bern,3,4\nA smith,Gent\n', {}],
  ['pattern.csv', 'name,town\nAnn,Lyon\nBen,\nCara,Bern\n', { field: '{name} of {town}' }],
  ['rows.jsonl', '{"input persona":"A baker","synthesized text":"x"}\n{"input persona":"A nurse"}\n', { asRows: true }],
])(
  'a look at %s tells each line that will be left out in its place, in the words of the import',
  async (name, text, mapping) => {
    const services = startFileServices()
    services.file(name, text)
    const look = await services.inspect({ fileId: name, ...mapping })
    const { result } = await services.import(name, mapping)
    expect(result?.skipped).toBeGreaterThan(0)
    expect(skippedAtSight(look)).toEqual(result?.skippedLines)
    expect(look).toMatchObject({ looked: result?.lines, isWhole: true })
    expect(look.preview.map(({ line }) => line)).toEqual(
      look.preview.map(({ line }) => line).sort((one, other) => one - other),
    )
    expect(look.preview).toHaveLength(result?.lines ?? 0)
  },
)

test('a look tells which personas the library or the file above has already, as the import will find them', async () => {
  const services = startFileServices()
  services.file('first.jsonl', jsonl({ persona: 'A baker' }))
  await services.import('first.jsonl')
  const names = ['A BAKER.', 'A smith', ...Array.from({ length: 10 }, (_, at) => `A weaver of ${at} looms`), 'A  smith']
  services.file('more.jsonl', jsonl(...names.map((persona) => ({ persona }))))
  const look = await services.inspect({ fileId: 'more.jsonl' })
  expect(look.preview.map(({ knownFrom }) => knownFrom)).toEqual(['library', ...Array(9).fill(undefined)])
  services.file('short.jsonl', jsonl({ persona: 'A smith' }, { persona: 'a smith' }))
  const short = await services.inspect({ fileId: 'short.jsonl' })
  expect(short.preview.map(({ knownFrom }) => knownFrom)).toEqual([undefined, 'file'])
  expect(short.preview[1]).toMatchObject({ line: 2, firstLine: 1 })
  expect(look.further).toEqual([{ line: 13, text: 'A  smith', reason: null, knownFrom: 'file', firstLine: 2 }])
  expect(look.known).toEqual({ library: 1, file: 1 })
  const came = { added: 11, known: 2, repeated: 1 }
  expect((await services.import('more.jsonl')).result).toMatchObject(came)
  expect((await services.import('more.jsonl')).result).toMatchObject({ added: 0, known: 13, repeated: 1 })
})

test('a look shows ten lines, what is left out of the others that were looked at, and how many those were', async () => {
  const services = startFileServices()
  const lines = Array.from({ length: 300 }, (_, at) =>
    at % 50 === 20 ? '{"job":1}' : `{"persona":"A baker of loaf ${at}"}`,
  )
  services.file('long.jsonl', lines.join('\n'))
  const look = await services.inspect({ fileId: 'long.jsonl' })
  expect(look).toMatchObject({ looked: 200, isWhole: false })
  expect(look.preview.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(look.further.map(({ line }) => line)).toEqual([21, 71, 121, 171])
  services.file('200.jsonl', lines.slice(0, 200).join('\n'))
  expect(await services.inspect({ fileId: '200.jsonl' })).toMatchObject({ looked: 200, isWhole: true })
  const huge = JSON.stringify({ persona: 'x'.repeat(5_000_000) })
  services.file('huge.jsonl', `${huge}\n${huge}\n`)
  const [shown] = (await services.inspect({ fileId: 'huge.jsonl' })).preview
  expect(shown).toMatchObject({ line: 1, reason: null })
})

test('of a file that holds nothing but broken lines a look tells why', async () => {
  const services = startFileServices()
  services.file('broken.jsonl', '17\n{"persona"\n')
  const look = await services.inspect({ fileId: 'broken.jsonl' })
  expect(look).toMatchObject({ fields: [], field: null, looked: 2 })
  expect(skippedAtSight(look).map(({ reason }) => reason)).toEqual([
    'Line 1 is not a JSON object.',
    'Line 2: not valid JSON, it ends too early.',
  ])
})

test('a look at a file without a plain persona field leaves the choice open', async () => {
  const services = startFileServices()
  services.file('people.csv', 'name,job\nAnn,baker\n')
  expect(await services.inspect({ fileId: 'people.csv' })).toMatchObject({ field: null, preview: [], looked: 0 })
  const chosen = await services.inspect({ fileId: 'people.csv', field: '{name}, {job}' })
  expect(chosen.preview).toEqual([{ line: 2, text: 'Ann, baker', reason: null }])
})

test('where no name tells the field, the one with the longest texts is guessed for a look, and never for an import', async () => {
  const services = startFileServices()
  services.file('people.csv', 'id,who,town\n1,A baker who gets up at three,Lyon\n2,A nurse,Porto\n')
  expect(await services.inspect({ fileId: 'people.csv' })).toMatchObject({
    ...{ field: 'who', isGuess: true },
    preview: [{ text: 'A baker who gets up at three' }, { text: 'A nurse' }],
  })
  expect(await services.inspect({ fileId: 'people.csv', field: 'town' })).toMatchObject({ isGuess: false })
  expect((await services.import('people.csv')).problem?.code).toBe('bad-file')
})

test.each([
  ['notes', 'A baker\nA nurse\n', 'text'],
  ['people', '{"persona":"A baker"}\n', 'jsonl'],
  ['people.txt', 'name;persona\nAnn;A baker\n', 'csv'],
  ['people.ndjson', '{"persona":"A baker"}\n', 'jsonl'],
  ['people.TSV', 'persona\tage\nA baker\t4\n', 'csv'],
])('the format of %s is seen from its name or its first line', async (name, content, format) => {
  const services = startFileServices()
  services.file(name, content)
  expect((await services.inspect({ fileId: name })).format).toBe(format)
})

test('3,000 lines of the released tool set come in, with the persona of each', async ({ skip }) => {
  if (!existsSync(toolFile)) return skip(`${toolFile} is not on this machine`)
  const services = startFileServices()
  const { result, problem } = await services.import(toolFile)
  expect(problem).toBeNull()
  expect(result).toMatchObject({ lines: 3000, skipped: 0, repaired: 0 })
  expect((result?.added ?? 0) + (result?.known ?? 0)).toBe(3000)
  expect(services.personas()).toHaveLength(result?.added ?? 0)
  console.info(`tool-3000.jsonl: ${result?.added} unique personas`)
})

test('progress is told at most ten times a second, and the end closes it', async () => {
  const services = startFileServices()
  services.file('people.txt', Array.from({ length: 20_000 }, (_, at) => `A baker of loaf ${at}\n`).join(''))
  const started = performance.now()
  const { result } = await services.import('people.txt')
  const progress = services.eventsNamed('import.progress')
  expect(result?.added).toBe(20_000)
  expect(progress.length).toBeGreaterThan(0)
  expect(progress.length).toBeLessThanOrEqual((performance.now() - started) / 100 + 1)
})

test('an import that is stopped keeps what it had, and the next one goes on', async () => {
  const services = startFileServices()
  services.file('people.txt', Array.from({ length: 50_000 }, (_, at) => `A baker of loaf ${at}\n`).join(''))
  const stopped = services.import('people.txt')
  await expect.poll(() => services.personas().length, { timeout: 10_000, interval: 5 }).toBeGreaterThan(0)
  await services.imports.close()
  expect((await stopped).problem?.message).toContain('before it was through. What it had stored is kept.')
  expect(services.logged).toEqual([])
  const kept = services.personas().length
  expect(kept).toBeLessThan(50_000)
  const again = await services.import('people.txt')
  expect(again.result).toMatchObject({ known: kept, added: 50_000 - kept })
  expect(services.sources()).toHaveLength(1)
})

test('an import that is killed at any moment keeps what was committed, and the next one goes on', async () => {
  const services = startFileServices()
  const count = 10_000
  services.file('people.txt', Array.from({ length: count }, (_, at) => `A baker of loaf ${at}\n`).join(''))
  const path = join(services.folder, 'people.txt')
  const { databaseFile } = services
  const task = { kind: 'import', databaseFile, path, name: 'people.txt', licence: '', asRows: false, now: 0 }
  let before = 0
  for (let kill = 0; kill < 5; kill++) {
    const child = forkChild(importEntry)()
    const ended = new Promise<unknown>((resolve) => child.onExit(resolve))
    child.onMessage(() => {})
    child.post(task)
    await expect.poll(() => services.personas().length, { timeout: 10_000, interval: 3 }).toBeGreaterThan(before)
    child.kill()
    await ended
    before = services.personas().length
    expect(services.sources()).toHaveLength(1)
    services.db.exec("INSERT INTO persona_text (persona_text, rank) VALUES ('integrity-check', 1)")
    if (before > count / 2) break
  }
  const { result } = await services.import('people.txt')
  expect(result).toMatchObject({ known: before, added: count - before, sourceId: 1 })
  expect(services.personas()).toEqual(Array.from({ length: count }, (_, at) => `A baker of loaf ${at}`))
})

test('others can write while an import runs', async () => {
  const services = startFileServices()
  services.file('people.txt', Array.from({ length: 30_000 }, (_, at) => `A baker of loaf ${at}\n`).join(''))
  const done = services.import('people.txt')
  await expect.poll(() => services.personas().length, { interval: 5 }).toBeGreaterThan(0)
  let writes = 0
  for (; writes < 20; writes++) {
    services.db.prepare('INSERT INTO selection (name, created_at) VALUES (?, 0)').run(`selection ${writes}`)
    await new Promise((resume) => setTimeout(resume, 5))
  }
  expect((await done).result?.added).toBe(30_000)
  expect(writes).toBe(20)
})

test('a worker that dies is told in a sentence, and the log knows', async () => {
  const services = startFileServices({ importer: dyingWorker })
  services.file('people.txt', 'A baker\n')
  const { result, problem } = await services.import('people.txt')
  expect(result).toBeNull()
  expect(problem).toEqual({ code: 'internal', message: expect.stringContaining('What it had stored is kept') })
  await expect(services.inspect({ fileId: 'people.txt' })).rejects.toThrow('Nothing was changed')
  expect(services.logged).toHaveLength(2)
})

test('how an import ended can be asked for by who missed it, and by nobody for ever', async () => {
  const services = startFileServices()
  const { 'import.show': show, 'persona.import': start } = services.imports.handlers
  services.file('people.txt', 'A baker\n')
  const { importId } = start({ fileId: 'people.txt', asRows: false })
  expect(show({ importId })).toEqual({ end: null })
  await expect
    .poll(() => show({ importId }).end, { timeout: 10_000 })
    .toMatchObject({ result: { added: 1 }, problem: null })
  expect(services.eventsNamed('import.done')).toEqual([{ importId, ...show({ importId }).end }])

  const failed = start({ fileId: 'missing.txt', asRows: false })
  await expect.poll(() => show(failed).end, { timeout: 10_000 }).toMatchObject({ problem: { code: 'not-found' } })
  for (let time = 0; time < 19; time++) await services.import('people.txt')
  expect(() => show({ importId })).toThrow(expect.objectContaining({ code: 'not-found' }))
  expect(show(failed).end).not.toBeNull()
})

test('a library that is open for reading only takes no import', () => {
  const services = startFileServices({ canStore: false })
  services.file('people.txt', 'A baker\n')
  expect(() => services.imports.handlers['persona.import']({ fileId: 'people.txt', asRows: false })).toThrow(
    expect.objectContaining({ code: 'library-locked' }),
  )
})

test('what a browser sent is deleted once it is in, or not needed any more, and nothing else', async () => {
  const discarded: string[] = []
  const core = startTestCore({ uploads: { has: () => true, discard: async (fileId) => void discarded.push(fileId) } })
  const file = (name: string, text: string) => writeFileSync(join(core.folder, name), text)
  file('good.txt', 'A baker\n')
  file('other.txt', 'A nurse\n')
  await core.ask('persona.inspect', { fileId: 'good.txt' })
  await core.ask('import.forget', { fileId: 'models/tiny.gguf' })
  expect(discarded).toEqual([])

  const done = core.hub.next('import.done', () => true)
  await core.ask('persona.import', { fileId: 'good.txt' })
  expect(await done).toMatchObject({ problem: null })
  await expect.poll(() => discarded).toEqual(['good.txt'])

  // Refused, it stays until the person takes another.
  rmSync(join(core.folder, 'other.txt'))
  const refused = core.hub.next('import.done', () => true)
  await core.ask('persona.import', { fileId: 'other.txt' })
  expect((await refused).problem).not.toBeNull()
  expect(discarded).toEqual(['good.txt'])
  await core.ask('import.forget', { fileId: 'other.txt' })
  expect(discarded).toEqual(['good.txt', 'other.txt'])
})

test('a row of a table that is left out is told with its heads, as no person reads JSON', async () => {
  const { result } = await importText('people.csv', 'persona,job\nA baker,bread\n,"nurse, nights"\n')
  expect(result?.skippedLines.map(({ line, text }) => [line, text])).toEqual([[3, 'persona: ; job: nurse, nights']])
})
