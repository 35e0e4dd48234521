import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, symlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type FileServices, startFileServices } from '../support/file-services.ts'

async function importText(name: string, content: string | Buffer, services: FileServices = startFileServices()) {
  services.file(name, content)
  return { ...(await services.import(name)), services }
}

/** Imports a file that has to be refused as a whole; returns the sentence. */
async function refused(name: string, content: string | Buffer): Promise<string> {
  const { result, problem, services } = await importText(name, content)
  expect(result).toBeNull()
  expect(problem?.code).toBe('bad-file')
  expect(services.sources()).toEqual([])
  expect(services.personas()).toEqual([])
  return problem?.message ?? ''
}

const good = '{"persona":"A baker"}\n'

test('a cut-off last line is told, and the good lines come in', async () => {
  const { result, services } = await importText('people.jsonl', `${good}{"persona":"A nurse"}\n{"persona":"A tea`)
  expect(result).toMatchObject({ added: 2, skipped: 1 })
  expect(result?.skippedLines).toEqual([
    { line: 3, reason: 'Line 3 is incomplete: the file ends in the middle of it.', text: '{"persona":"A tea' },
  ])
  expect(services.personas()).toEqual(['A baker', 'A nurse'])
})

test('a file that ends inside a character keeps its good lines', async () => {
  const cut = Buffer.from(`${good}{"persona":"A café`).subarray(0, -1)
  const { result } = await importText('people.jsonl', cut)
  expect(result).toMatchObject({ added: 1, skipped: 1 })
  expect(result?.skippedLines[0]?.reason).toBe('Line 2 is incomplete: the file ends inside a character.')
})

test.each([
  ['{"persona":NaN}', 'Line 2: not valid JSON near “NaN”.'],
  ['{"persona":"A nurse",}', 'Line 2: not valid JSON near “,}”.'],
  ["{'persona':'A nurse'}", "Line 2: not valid JSON near “{'persona'”."],
  ['{"persona":"A\tnurse"}', 'Line 2: not valid JSON near “A\tnurse"}”.'],
  ['{"persona":"A \\q nurse"}', 'Line 2: not valid JSON near “ \\q nurse"”.'],
  ['{"persona":"A nurse"', 'Line 2: not valid JSON, it ends too early.'],
  ['["A nurse"]', 'Line 2 is not a JSON object.'],
  ['42', 'Line 2 is not a JSON object.'],
  ['{"persona":"A nurse","persona":"A cook"}', 'Line 2 repeats “persona”.'],
  ['{"job":"A nurse"}', 'Line 2 has no “persona”.'],
  ['{"persona":null}', 'Line 2 has no “persona”.'],
  ['{"persona":"  "}', 'Line 2: “persona” is empty.'],
])('the bad line %j is named, and its neighbours come in', async (line, reason) => {
  const { result, services } = await importText('people.jsonl', `${good}${line}\n{"persona":"A teacher"}\n`)
  expect(result?.skippedLines).toEqual([{ line: 2, reason, text: line }])
  expect(services.personas()).toEqual(['A baker', 'A teacher'])
})

test('a hundred thousand brackets are refused by their depth', async () => {
  const deep = `{"persona":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  const { result } = await importText('people.jsonl', `${good}${deep}\n`)
  expect(result?.skippedLines[0]).toMatchObject({ line: 2, reason: 'Line 2 is nested too deeply (limit 256).' })
})

test('15 MB of brackets on one line are refused by their depth, quickly', async () => {
  const started = performance.now()
  const { result } = await importText('people.jsonl', `${good}${'{"a":'.repeat(3_000_000)}\n`)
  expect(result?.skippedLines[0]?.reason).toBe('Line 2 is nested too deeply (limit 256).')
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('20 MB on one line get their sentence', async () => {
  const line = `{"persona":"${'A baker. '.repeat(2_200_000)}"}\n`
  expect(await refused('people.jsonl', line)).toBe(
    'people.jsonl: nothing could be imported. Line 1 is longer than 16 MB.',
  )
  const { result, services } = await importText('people.jsonl', `${good}${line}{"persona":"A nurse"}\n`)
  expect(result?.skippedLines).toEqual([{ line: 2, reason: 'Line 2 is longer than 16 MB.', text: '' }])
  expect(services.personas()).toEqual(['A baker', 'A nurse'])
})

test('a single line of 600 MB is read in bounded memory', async () => {
  const services = startFileServices()
  services.file('people.jsonl', good)
  const fd = openSync(join(services.folder, 'people.jsonl'), 'a')
  const piece = Buffer.alloc(2 ** 20, 'x')
  for (let megabytes = 0; megabytes < 600; megabytes++) writeSync(fd, piece)
  closeSync(fd)
  let peakMb = 0
  const importing = services.import('people.jsonl')
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, mostMemoryMb(services.importerPids[0] as number))
  }, 20)
  const { result } = await importing
  clearInterval(watch)
  expect(result).toMatchObject({ added: 1, skipped: 1 })
  expect(result?.skippedLines[0]?.reason).toBe('Line 2 is longer than 16 MB.')
  if (process.platform === 'linux') expect(peakMb).toBeGreaterThan(30)
  expect(peakMb).toBeLessThan(400)
})

/** The most memory that a process ever held, as far as the system tells it; 0 once it has ended. */
function mostMemoryMb(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

test('a number that a double cannot hold keeps its digits', async () => {
  const services = startFileServices()
  services.file('ids.jsonl', '{"id":9007199254740993,"n":1e400}\n{"id":12,"n":0.12345678901234567891}\n')
  await services.import('ids.jsonl', { field: '{id} and {n}' })
  expect(services.personas()).toEqual(['9007199254740993 and 1e400', '12 and 0.12345678901234567891'])
})

test('a key called __proto__ is data like any other', async () => {
  const services = startFileServices()
  services.file('people.jsonl', '{"__proto__":{"persona":"An intruder"},"name":"Ann"}\n{"persona":"A baker"}\n')
  const { result } = await services.import('people.jsonl')
  expect(result?.skippedLines.map(({ reason }) => reason)).toEqual(['Line 1 has no “persona”.'])
  services.file('people.csv', '__proto__,constructor\nA cook,A nurse\n')
  await services.import('people.csv', { field: '{__proto__} and {constructor}' })
  expect(services.personas()).toEqual(['A baker', 'A cook and A nurse'])
})

test('bytes that are not UTF-8 are refused with their place, before anything is stored', async () => {
  const latin = Buffer.concat([
    Buffer.from(good.repeat(400_000)),
    Buffer.from('{"persona":"A caf\xe9 owner"}\n', 'latin1'),
  ])
  expect(await refused('people.jsonl', latin)).toBe(
    `people.jsonl: Not UTF-8 at byte ${good.length * 400_000 + 17}. Nothing was imported. Save it as UTF-8 and import again.`,
  )
})

test.each([
  ['with a mark', Buffer.from('\uFEFFpersona\nA baker\n', 'utf16le'), 0],
  ['without a mark', Buffer.from('persona\nA baker\n', 'utf16le'), 1],
  ['in the other byte order', Buffer.from('\uFEFFpersona\nA baker\n', 'utf16le').swap16(), 0],
])('UTF-16 %s is recognised', async (_name, bytes, offset) => {
  expect(await refused('people.csv', bytes)).toBe(
    `people.csv: Not UTF-8 at byte ${offset}; looks like UTF-16. Nothing was imported. Save it as UTF-8 and import again.`,
  )
})

test('a byte order mark of UTF-8 is no part of the first name', async () => {
  const { services } = await importText('people.csv', '\uFEFFpersona,age\nA baker,4\n')
  expect(services.personas()).toEqual(['A baker'])
})

test('half a surrogate pair is replaced and counted; NUL stays', async () => {
  const { result, services } = await importText(
    'people.jsonl',
    '{"persona":"A baker \\ud83d of bread"}\n{"persona":"A\\u0000nurse"}\n',
  )
  expect(result).toMatchObject({ added: 2, repaired: 1 })
  expect(services.personas()).toEqual(['A baker \u{FFFD} of bread', 'A\0nurse'])
})

test('a quote that never closes is named by its line, and the rows before and behind it come in', async () => {
  const { result, services } = await importText('people.csv', 'persona,n\nA baker,1\nA nurse,"2\nA cook,3\n')
  expect(result).toMatchObject({ added: 2, skipped: 1, lines: 3 })
  expect(result?.skippedLines).toEqual([
    { line: 3, reason: 'Quote opened on line 3 never closes.', text: 'A nurse,"2' },
  ])
  expect(services.personas()).toEqual(['A baker', 'A cook'])
})

test.each([
  ['within 100,000 lines', 'A nurse,3\n', 101_000],
  ['within 16 MB', `${'A nurse '.repeat(1000)},3\n`, 3_000],
])('an open quote that is not closed %s does not swallow the file', async (limit, line, count) => {
  const { result } = await importText('people.csv', `persona,n\nA baker,1\n"open,2\n${line.repeat(count)}`)
  expect(result).toMatchObject({ added: 2, skipped: 1, lines: count + 2 })
  expect(result?.skippedLines[0]?.reason).toBe(`Quote opened on line 3 is not closed ${limit}.`)
})

test('a good row behind a quote that is not closed comes in, and every line of the file is counted', async () => {
  const rows = ['50,"A potter in Lund,north', '51,"A smith, and a singer",south', '52,A cook,"far\neast"']
  const { result, services } = await importText('people.csv', `id,persona,from\n${rows.join('\n')}\n53,A nurse,west\n`)
  expect(result).toMatchObject({ lines: 4, added: 3, known: 0, skipped: 1 })
  const reason = 'Quote opened on line 2 closes only on line 3.'
  expect(result?.skippedLines).toEqual([{ line: 2, reason, text: rows[0] }])
  expect(services.personas()).toEqual(['A smith, and a singer', 'A cook', 'A nurse'])
})

test('the rest of a row that cannot be used is no persona, and is told line by line', async () => {
  const { result, services } = await importText(
    'people.csv',
    'persona,n\n"A baker\nwho sings\nof bread" and wine,1\nA nurse,2\n',
  )
  expect(result).toMatchObject({ lines: 4, added: 1, skipped: 3 })
  expect(result?.skippedLines.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'Quote opened on line 2 closes only on line 4.'],
    [3, 'Line 3 goes on from line 2, which could not be used.'],
    [4, 'Line 4 goes on from line 2, which could not be used.'],
  ])
  expect(services.personas()).toEqual(['A nurse'])
})

test.each([
  ['a quote on every line', 'x","\n'],
  ['quotes that seem to close', '"",""a","\n'],
  ['an open quote again and again', '"open,1\n'],
])(
  '%s costs no more than reading the file some times',
  async (_what, line) => {
    const { result } = await importText('people.csv', `persona,n\nA baker,1\n"open,2\n${line.repeat(300_000)}`)
    expect(result).toMatchObject({ added: expect.any(Number) })
    const { lines, added, known, skipped } = result as NonNullable<typeof result>
    expect(added + known + skipped).toBe(lines)
  },
  30_000,
)

test('the lines that were skipped can be saved as they stand, mended and imported again', async () => {
  const bad = ['50;"A potter in Lund;north', '51;A smith;a;b;c', '52;;west']
  const head = 'sep=;\nid;persona;from'
  const { result, services } = await importText('people.csv', `${head}\r\n${bad.join('\r\n')}\r\n53;A nurse;west\r\n`)
  expect(result).toMatchObject({ added: 1, skipped: 3 })
  expect(result?.skippedFile).toEqual({ text: `${head}\n${bad.join('\n')}\n`, lines: 3 })
  const mended = result?.skippedFile.text
    .replace('"', '')
    .replace(';a;b;c', ';east')
    .replace(';;', ';A cook;') as string
  expect((await importText('mended.csv', mended, services)).result).toMatchObject({ added: 3, skipped: 0 })

  const json = await importText('people.jsonl', `${good}oops\n{"job":1}\n`)
  expect(json.result?.skippedFile).toEqual({ text: 'oops\n{"job":1}\n', lines: 2 })
  const long = await importText('people.jsonl', `${good}oops\n"${'x'.repeat(2_000_000)}\nno\n`)
  expect(long.result).toMatchObject({ skipped: 3, skippedFile: { text: 'oops\nno\n', lines: 2 } })
})

test('a row with extra columns is named by both numbers', async () => {
  const { result, services } = await importText('people.csv', 'persona,n\nA baker, aged 40,1\nA nurse,2,,\n')
  expect(result?.skippedLines).toEqual([
    { line: 2, reason: 'Line 2 has 3 columns; header has 2.', text: 'A baker, aged 40,1' },
  ])
  expect(services.personas()).toEqual(['A nurse'])
})

test('text behind a closing quote is not guessed at', async () => {
  const { result } = await importText('people.csv', 'persona,n\n"A baker" of bread,1\nA nurse,2\n')
  expect(result).toMatchObject({ added: 1, skipped: 1 })
  expect(result?.skippedLines[0]?.reason).toBe('Line 2 has text after a closing quote: “ of bread”.')
})

test('a million columns ask for the separator', async () => {
  expect(await refused('people.csv', `${'a,'.repeat(1_000_000)}\n1,2\n`)).toBe(
    'people.csv: its first line has more than 10,000 columns: wrong separator? Nothing was imported.',
  )
  const { result } = await importText('people.csv', `persona,n\nA baker,1\n${'a,'.repeat(1_000_000)}\n`)
  expect(result?.skippedLines[0]?.reason).toBe('Line 3 has more than 10,000 columns: wrong separator?')
})

test('a cell with a formula comes in as text', async () => {
  const { services } = await importText('people.csv', "persona,n\n=cmd|'/c calc'!A1,1\n")
  expect(services.personas()).toEqual(["=cmd|'/c calc'!A1"])
})

test('a link, a pipe and a folder are refused without hanging', async () => {
  const services = startFileServices()
  services.file('people.txt', 'A baker\n')
  symlinkSync(join(services.folder, 'people.txt'), join(services.folder, 'link.txt'))
  execFileSync('mkfifo', [join(services.folder, 'pipe.txt')])
  mkdirSync(join(services.folder, 'folder.txt'))
  for (const [name, kind] of [
    ['link.txt', ' (a link)'],
    ['pipe.txt', ''],
    ['folder.txt', ' (a folder)'],
  ]) {
    expect((await services.import(name as string)).problem).toEqual({
      code: 'bad-file',
      message: `${name}: Not a regular file${kind}. Nothing was imported. Choose the file itself.`,
    })
  }
})

test.each([
  ['empty.jsonl', '', 'empty.jsonl is empty. The copy or download did not finish. Get the file again.'],
  ['blank.txt', '\n \n\n', 'blank.txt: nothing could be imported. It holds no text.'],
  ['header.csv', 'persona,age\n', 'header.csv: nothing could be imported. It holds no text.'],
  ['mark.csv', '\uFEFF', 'mark.csv: nothing could be imported. It holds no text.'],
  [
    'list.json',
    '[{"persona":"A baker"}]',
    'list.json holds one JSON list or object. Nothing was imported. Save it with one object a line (JSON Lines) and import again.',
  ],
  [
    'other.csv',
    'name,age\nAnn,41\n',
    'other.csv has no persona field. Nothing was imported. Its fields are: name, age. Choose one as the field, or put several together: "{name}, {age}".',
  ],
  [
    'people.xlsx',
    'PK\x03\x04...',
    'people.xlsx is a spreadsheet or an archive. Save the table as CSV (UTF-8) and import that.',
  ],
])('%s is refused in one sentence', async (name, content, message) => {
  expect(await refused(name, content)).toBe(message)
})

test('a table without a header is not read as if its first row were one', async () => {
  const first = 'A pastry cook who bakes for weddings in a small town near the sea'
  expect(await refused('people.csv', `${first}\nA nurse\n`)).toContain('has no persona field')
})

test('a field that the file does not have is answered with those it has', async () => {
  const services = startFileServices()
  services.file('people.csv', 'name,age\nAnn,41\n')
  for (const field of ['job', '{job} of {place}']) {
    const { problem } = await services.import('people.csv', { field })
    expect(problem?.message).toContain(
      `people.csv has no field “${field}”. Nothing was imported. Its fields are: name, age.`,
    )
  }
})

test('a file that is not there is answered in a sentence', async () => {
  const { problem } = await startFileServices().import('gone.txt')
  expect(problem).toEqual({ code: 'not-found', message: 'There is no file gone.txt. Check the path.' })
})

test('of a thousand bad lines a hundred are shown, and all are counted and can be saved as far as a megabyte goes', async () => {
  const { result } = await importText('people.jsonl', good + 'oops\n'.repeat(1000))
  expect(result?.skipped).toBe(1000)
  expect(result?.skippedLines).toHaveLength(100)
  expect(result?.skippedFile).toEqual({ text: 'oops\n'.repeat(1000), lines: 1000 })

  const bad = `oops${'x'.repeat(995)}\n`
  const many = await importText('people.jsonl', good + bad.repeat(1500))
  expect(many.result).toMatchObject({ skipped: 1500, skippedFile: { text: bad.repeat(1000), lines: 1000 } })
})

test('a thousand damaged pieces of files end with a result or a sentence', async () => {
  const services = startFileServices()
  const bases = [
    `${good.repeat(3)}{"persona":"A \\"nurse\\"","n":[1,2,{"a":null}]}\n`,
    'persona;n\r\n"A ""baker""\nof bread";1\r\nA nurse;2\r\n',
    'A baker\nA nurse\n',
  ].map((text) => Buffer.from(text))
  const names = ['people.jsonl', 'people.csv', 'people.txt']
  let state = 7
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state % below
  }
  // One worker a file is slow: many damaged lines share a file.
  for (let round = 0; round < 30; round++) {
    const kind = round % 3
    const damaged = Array.from({ length: 34 }, () => {
      const bytes = Buffer.from(bases[kind] as Buffer)
      for (let hits = 0; hits <= random(4); hits++) bytes[random(bytes.length)] = random(128)
      return bytes.subarray(0, bytes.length - random(3) * random(10))
    })
    const { result, problem } = await importText(names[kind] as string, Buffer.concat(damaged), services)
    expect(result === null).toBe(problem !== null)
    expect(problem?.code ?? 'bad-file').toBe('bad-file')
  }
  expect(services.logged).toEqual([])
})
