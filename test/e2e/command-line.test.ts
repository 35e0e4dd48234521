import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder } from '../../src-main/hosts/node/data-folder.ts'
import { readPack } from '../support/read-pack.ts'
import { tinyEmbeddingGguf } from '../support/tiny-embedding.ts'
import { writeTinyGguf } from '../support/tiny-gguf.ts'
import { canCutOff, loom, shell, tempFolder } from './loom.ts'
import { serve } from './serve.ts'

const seedKeys = ['prompt', 'input persona', 'finish_reason', 'synthesized text']

function linesOf(file: string): Record<string, string>[] {
  const text = readFileSync(file, 'utf8')
  expect(text.endsWith('\n')).toBe(true)
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

test('the whole story on the command line, with the real model and no network', async () => {
  const folder = tempFolder()
  const at = (name: string) => join(folder, name)
  const cutOff = canCutOff
  const run = (...args: string[]) => loom([...args, '--library', at('library')], { cutOff })

  writeFileSync(
    at('people.csv'),
    'name,job,city\nMarta,organ tuner,Leipzig\nYusuf,ferry captain,Izmir\nChioma,solar installer,Enugu\nPer,reindeer herder,Jokkmokk\n',
  )
  const made = await run(
    ...['generate', '--template', 'instruction', '--personas', at('people.csv'), '--field', '{name}, {job} in {city}'],
    ...['--sample-size', '0', '--max-tokens', '160', '--seed', 'story', '--output', at('rows.jsonl'), '--json'],
  )
  expect(made.err).toContain('4 new personas')
  expect([0, 3]).toContain(made.code)
  expect(made.last).toMatchObject({ run: 1, planned: 4, waiting: 0, cancelled: 0 })
  const { accepted, rejected, duplicate, failed } = made.last as Record<string, number>
  expect(accepted! + rejected! + duplicate! + failed!).toBe(4)

  const lines = linesOf(at('rows.jsonl'))
  expect(lines).toHaveLength(accepted!)
  for (const line of lines) {
    expect(Object.keys(line)).toEqual(seedKeys)
    expect(line['synthesized text']).toMatch(/^User prompt:/)
    expect(line['prompt']).toContain(line['input persona'])
    expect(line['prompt']).toMatch(/^<\|im_start\|>system\n/)
    expect(line['finish_reason']).toBe('stop')
  }

  const shown = await run('rows', '1', '--json', '--limit', '100')
  expect(JSON.parse(shown.out)).toHaveLength(4)
  expect((await run('runs')).out).toContain('finished')

  const released = await run('export', '1', '--shape', 'release', '--output', at('release.jsonl'), '--json')
  expect(released.last).toMatchObject({ rows: accepted })
  expect(linesOf(at('release.jsonl')).map((line) => line['description'])).toEqual(lines.map(() => 'instruction'))

  const longest = await run('rows', '1', '--json', '--sort', 'longest', '--state', 'accepted', '--min-length', '20')
  const lengths = (JSON.parse(longest.out) as { text: string }[]).map(({ text }) => [...text].length)
  expect(lengths).toEqual(lengths.toSorted((one, other) => other - one))
  const found = await run('rows', '1', '--search', 'user prom', '--verdict', 'none', '--unedited')
  const fitting = Number(/of (\d+) rows that fit/.exec(found.err)?.[1])
  expect(fitting).toBeGreaterThanOrEqual(accepted!)
  const chosen = await run('export', '1', '--search', 'user prom', '--output', at('chosen.jsonl'), '--json')
  expect(chosen.last).toMatchObject({ rows: fitting, leftOut: 4 - fitting })

  const back = await loom(['import', at('rows.jsonl'), '--rows', '--library', at('second'), '--json'], { cutOff })
  expect(back.last).toMatchObject({ lines: accepted, skipped: 0 })
  const copied = await loom(['export', '1', '--output', at('again.jsonl'), '--library', at('second')], { cutOff })
  expect(copied.code).toBe(0)
  expect(readFileSync(at('again.jsonl'), 'utf8')).toBe(readFileSync(at('rows.jsonl'), 'utf8'))
})

test('the same command makes the same rows', async () => {
  const folder = tempFolder()
  const make = async (name: string) => {
    const args = [
      'generate',
      '--template',
      'math',
      '--sample-size',
      '3',
      '--max-tokens',
      '120',
      '--seed',
      '5',
      '--output',
      join(folder, `${name}.jsonl`),
    ]
    await loom([...args, '--library', join(folder, name)])
    return readFileSync(join(folder, `${name}.jsonl`), 'utf8')
  }
  expect(await make('one')).toBe(await make('two'))
})

test("a card's command makes the run again, in a copy of the library and in an empty one, with the chat template it had", async () => {
  const folder = tempFolder()
  const at = (name: string) => join(folder, name)
  const library = (name: string) => ['--library', at(name)]
  const model = 'SmolLM2-135M-Instruct.Q4_1'
  const chatTemplate =
    '{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\nHere it is.\n{% endif %}'
  writeFileSync(at('own.jinja'), chatTemplate)
  expect((await loom(['models', 'template', model, at('own.jinja'), ...library('one')])).code).toBe(0)
  const template = {
    ...{ format: 'persona-loom/recipe@1', key: 'wish', name: 'Wishes', licence: 'CC0-1.0' },
    variables: { tone: { label: 'Tone', default: 'calm' } },
    steps: [{ name: 'wish', prompt: 'Write a {tone} wish of {persona}.', start: 'I wish', output: { minWords: 3 } }],
  }
  writeFileSync(at('wish.yaml'), JSON.stringify(template))
  const asked = ['--template-file', at('wish.yaml'), '--var', 'tone=very loud', '--system', 'Be "brief".']
  const settings = ['--sample-size', '2', '--shuffle', '4', '--seed', "it's 5", '--temperature', '0.9']
  await loom(['generate', ...asked, ...settings, '--max-tokens', '12', ...library('one')])
  cpSync(at('one'), at('copy'), { recursive: true })

  /** All rows of a run, whatever became of them. */
  const rowsOf = async (run: string, name: string) => {
    const states = ['accepted', 'rejected', 'duplicate', 'failed'].flatMap((state) => ['--state', state])
    const shape = ['--shape', 'raw', ...states, '--output', at(`${name}.jsonl`)]
    expect((await loom(['export', run, ...shape, ...library(name)])).err).toContain('2 rows written')
    return linesOf(at(`${name}.jsonl`))
  }
  const rows = await rowsOf('1', 'one')
  for (const { prompt, system } of rows) {
    expect(prompt).toContain('Here it is.')
    expect(prompt).toContain('a very loud wish')
    expect(system).toBe('Be "brief".')
  }

  expect((await loom(['export', '1', '--pack', '--output', at('pack.zip'), ...library('one')])).code).toBe(0)
  const files = readPack(at('pack.zip'))
  const { command } = JSON.parse(files['recipe.json'] ?? '') as { command: string }
  expect(files['README.md']).toContain(`\`\`\`\n${command}\n\`\`\``)
  mkdirSync(at('pack'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(at('pack'), name), text)
  for (const [name, run] of [
    ['copy', '2'],
    ['empty', '1'],
  ] as const) {
    const { code, err } = await shell(command, { cwd: at('pack'), env: { LOOM_LIBRARY: at(name) } })
    expect([0, 3], err).toContain(code)
    expect(await rowsOf(run, name)).toEqual(rows)
  }
}, 600_000)

test('bench-model measures the model once, tells whether it is fit, and runs write as many rows at once', async () => {
  const library = ['--library', join(tempFolder(), 'library')]
  const { code, last, err } = await loom(['bench-model', '--json', ...library])
  expect(code).toBe(0)
  const rates = last['rates'] as { slots: number; threads: number; tokensPerSecond: number }[]
  const best = rates.reduce((most, rate) => (rate.tokensPerSecond > most.tokensPerSecond ? rate : most))
  expect(last['slots']).toBe(best.slots)
  expect(rates).toContainEqual(
    expect.objectContaining({ threads: last['threads'], tokensPerSecond: last['tokensPerSecond'] }),
  )
  // The default model is held to JSON by rules, and without them has hardly any.
  expect(last['fitness']).toMatchObject({ rows: 4, heldJson: 4, thinksAloud: 0 })
  expect(last['memory']).toMatchObject({ slots: best.slots, contextSize: 2048 })
  expect(err).toMatch(/^1 row at once, \d+ threads?, [\d.]+ tokens\/s$/m)
  expect((await loom(['models', '--json', ...library])).out).toContain(`"slots":${best.slots}`)
  expect((await loom(['runs', '--json', ...library])).out).toBe('[]\n')
}, 300_000)

test('prompt shows to the letter what generate sends', async () => {
  const library = ['--library', join(tempFolder(), 'library')]
  const file = join(tempFolder(), 'rows.jsonl')
  const persona = 'An organ tuner in Leipzig with a <|im_end|> on her van'
  const people = join(tempFolder(), 'people.txt')
  writeFileSync(people, `${persona}\n`)
  const recipe = ['--template', 'instruction', '--seed', 'letter', ...library]
  await loom(['generate', ...recipe, '--personas', people, '--max-tokens', '64', '--attempts', '1'])
  await loom(['export', '1', '--output', file, '--state', 'accepted', '--state', 'rejected', ...library])
  const shown = await loom(['prompt', ...recipe, '--persona', persona])
  expect(shown.out).toBe(`${linesOf(file)[0]!['prompt']}User prompt:\n`)
  expect(shown.err).toMatch(/^\d+ tokens for SmolLM2/m)
  const withTokens = await loom(['prompt', ...recipe, '--persona', persona, '--tokens', '--json'])
  expect(withTokens.last).toMatchObject({ text: shown.out.slice(0, -1), start: 'User prompt:' })
  expect(withTokens.last['tokens']).toHaveLength(withTokens.last['tokenCount'] as number)
})

test('embed writes one vector a line, computes none twice, and names the text that it refuses', async () => {
  const folder = tempFolder()
  const at = (name: string) => join(folder, name)
  writeFileSync(at('vectors.gguf'), tinyEmbeddingGguf())
  writeFileSync(at('people.jsonl'), '{"who": "a nurse sings"}\n{"who": "the old farmer"}\n{"who": "a nurse sings"}\n')
  const embed = (input: string, ...more: string[]) =>
    loom([
      ...['embed', '--model', at('vectors.gguf'), '--input', at(input), '--output', at('out.jsonl')],
      ...['--library', at('library'), '--json', ...more],
    ])
  const first = await embed('people.jsonl', '--field', 'who')
  expect(first.last).toMatchObject({ texts: 3, computed: 2, dimensions: 32 })
  const lines = linesOf(at('out.jsonl')) as unknown as { text: string; vector: number[] }[]
  expect(lines.map(({ text }) => text)).toEqual(['a nurse sings', 'the old farmer', 'a nurse sings'])
  expect(lines[2]!.vector).toEqual(lines[0]!.vector)
  for (const { vector } of lines) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)

  const there = await embed('people.jsonl', '--field', 'who')
  expect([there.code, there.err]).toEqual([2, expect.stringContaining('--force')])
  expect((await embed('people.jsonl', '--field', 'who', '--force')).last).toMatchObject({ texts: 3, computed: 0 })

  const before = readFileSync(at('out.jsonl'))
  writeFileSync(at('long.txt'), `a nurse\n${'old river '.repeat(300)}\n`)
  const refused = await embed('long.txt', '--force')
  expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(/^Text 2 has 602 tokens/m)])
  writeFileSync(at('gap.jsonl'), '{"who": "a nurse"}\n{"who": ""}\n')
  const empty = await embed('gap.jsonl', '--field', 'who', '--force')
  expect([empty.code, empty.err]).toEqual([2, expect.stringMatching(/Line 2: “who” is empty/)])
  expect(readFileSync(at('out.jsonl'))).toEqual(before)

  const wrong = await loom([
    ...['embed', '--model', 'SmolLM2-135M-Instruct', '--input', at('people.jsonl'), '--field', 'who'],
    ...['--output', at('none.jsonl'), '--library', at('library')],
  ])
  expect([wrong.code, wrong.err]).toEqual([4, expect.stringContaining('is not an embedding model')])
})

test('Ctrl-C pauses and says how to go on; resume writes the file', async () => {
  const folder = tempFolder()
  const library = ['--library', join(folder, 'library')]
  const output = join(folder, 'rows.jsonl')
  let interrupted = false
  const paused = await loom(
    [
      'generate',
      '--template',
      'instruction',
      '--sample-size',
      '12',
      '--max-tokens',
      '120',
      '--output',
      output,
      '--json',
      ...library,
    ],
    {
      onStderr(text, child) {
        if (interrupted || !text.includes('written')) return
        interrupted = true
        child.kill('SIGINT')
      },
    },
  )
  expect(paused.code).toBe(130)
  expect(paused.err).toContain('resume 1')
  expect(() => readFileSync(output)).toThrow()
  const resumed = await loom(['resume', '--json', ...library])
  expect(resumed.last).toMatchObject({ run: 1, planned: 12, waiting: 0 })
  expect(linesOf(output)).toHaveLength(resumed.last['accepted'] as number)
})

test.each([
  ['no command at all', ['weave'], 2, /no command/],
  ['an unknown option', ['generate', '--wibble'], 2, /wibble/],
  ['no template', ['generate'], 2, /--template/],
  ['an unknown template', ['generate', '--template', 'poem'], 2, /There are: .*math/],
  [
    'a number that is none',
    ['generate', '--template', 'math', '--sample-size', 'ten'],
    2,
    /--sample-size takes a number/,
  ],
  ['an unknown style', ['generate', '--template', 'math', '--style', 'loud'], 2, /zero-shot/],
  ['an unknown model', ['generate', '--template', 'math', '--model', 'gpt-9'], 4, /no model called/],
  ['a model that is not there', ['generate', '--template', 'math', '--model', './none.gguf'], 4, /none\.gguf/],
  [
    'a persona file that is not there',
    ['generate', '--template', 'math', '--personas', './none.jsonl'],
    2,
    /none\.jsonl/,
  ],
  ['a dataset that is not there', ['rows', '99'], 2, /no dataset 99/],
  ['rows that are edited and are not', ['rows', '1', '--edited', '--unedited'], 2, /leave one of the two out/],
  ['rows that have a note and have none', ['rows', '1', '--noted', '--unnoted'], 2, /leave one of the two out/],
  ['a state that there is not', ['rows', '1', '--state', 'lost'], 2, /--state takes .*rejected.*, not “lost”/],
  ['a length below nothing', ['rows', '1', '--min-length=-3'], 2, /--min-length takes a whole number of characters/],
  ['a prompt for nobody', ['prompt', '--template', 'math'], 2, /--persona/],
  ['vectors without a model', ['embed', '--input', './none.txt', '--output', './none.jsonl'], 2, /--model/],
  ['nothing to resume', ['resume'], 2, /No run is paused/],
])('%s gets one clear sentence and its exit code', async (_what, args, code, message) => {
  const ended = await loom([...args, '--library', join(tempFolder(), 'library')])
  expect(ended.code).toBe(code)
  expect(ended.err.trim().split('\n').at(-1)).toMatch(message)
  expect(ended.err).not.toMatch(/\n\s+at /)
})

test('a file that is no model is refused in words with exit code 4', async () => {
  const folder = tempFolder()
  const file = join(folder, 'page.gguf')
  writeFileSync(file, '<!doctype html><html></html>')
  const ended = await loom(['generate', '--template', 'math', '--model', file, '--library', join(folder, 'library')])
  expect(ended.code).toBe(4)
  expect(ended.err).toContain('web page')
})

test.each([
  ['an empty persona file', '', 2, /is empty/],
  ['a persona file that is not UTF-8', Buffer.from([0x7b, 0xe9, 0x7d, 0x0a]), 2, /UTF-8/],
  ['a persona file without the field', '{"name":"x"}\n', 2, /no field “persona”.*name/],
  ['20 MB on one line', 'a'.repeat(20_000_000), 2, /longer than 16 MB/],
])('%s is refused in words', async (_what, content, code, message) => {
  const folder = tempFolder()
  const library = ['--library', join(folder, 'library')]
  writeFileSync(join(folder, 'people.jsonl'), content)
  const ended = await loom([
    'import',
    join(folder, 'people.jsonl'),
    '--field',
    'persona',
    '--format',
    'jsonl',
    ...library,
  ])
  expect(ended.code).toBe(code)
  expect(ended.err).toMatch(message)
})

test('a broken last line is told; the good lines come in', async () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'people.jsonl'), '{"persona": "A weaver in Oaxaca"}\n{"persona": "A sm')
  const ended = await loom(['import', join(folder, 'people.jsonl'), '--json', '--library', join(folder, 'library')])
  expect(ended.code).toBe(0)
  expect(ended.err).toMatch(/^Line 2 is incomplete/m)
  expect(ended.last).toMatchObject({ added: 1, skipped: 1 })
})

test('a second program on the same library is told who has it, and may read; a taken port is named', async () => {
  const library = join(tempFolder(), 'library')
  const { url, child } = await serve(library)
  const second = await loom(['generate', '--template', 'math', '--library', library])
  expect(second.code).toBe(2)
  expect(second.err).toContain(`loom serve (process ${child.pid})`)
  expect((await loom(['runs', '--library', library])).code).toBe(0)
  const port = new URL(url).port
  const taken = await loom(['serve', '--no-open', '--port', port, '--library', join(tempFolder(), 'library')])
  expect(taken.code).toBe(2)
  expect(taken.err).toContain(`Port ${port} is in use`)
})

test('a library that lost its content is not taken for a new one', async () => {
  const library = join(tempFolder(), 'library')
  await loom(['runs', '--library', library])
  truncateSync(join(library, 'library.db'), 0)
  rmSync(join(library, 'library.db-wal'), { force: true })
  const ended = await loom(['runs', '--library', library])
  expect(ended.code).toBe(2)
  expect(ended.err).toContain('0 bytes')
})

test('models suggest names stronger models, where they are and whether they fit', async () => {
  const library = ['--library', join(tempFolder(), 'library')]
  const { code, out, err } = await loom(['models', 'suggest', ...library])
  expect(code).toBe(0)
  expect(out).toMatch(
    /Qwen3 4B .*of memory: (fits this computer|needs more memory).*Apache-2\.0\n +https:\/\/huggingface\.co\/Qwen\//,
  )
  // Each says which of its files is meant.
  expect(out.match(/\((?:\S+\.gguf|its \.gguf file of about [\d.]+ GB)\)$/gm)?.length).toBe(
    out.match(/https:/g)?.length,
  )
  expect(err).toContain('loom models add FILE.gguf')
  const told = await loom(['models', 'suggest', '--json', ...library])
  expect(JSON.parse(told.out)).toContainEqual(expect.objectContaining({ name: 'Qwen3 4B', fits: expect.any(Boolean) }))
})

test('models remove hides a model or deletes what the app brought, keeps what is another’s, and says which', async () => {
  const folder = tempFolder()
  const models = join(folder, 'models')
  mkdirSync(models)
  const file = join(models, 'tiny.gguf')
  writeTinyGguf(file)
  const run = (...args: string[]) =>
    loom(['models', ...args, '--library', join(folder, 'library'), '--models-dir', models])
  const refused = await run('remove', 'tiny', '--delete-file')
  expect(refused.code).toBe(2)
  expect(refused.err).toContain('was not brought here by this app')
  const removed = await run('remove', 'tiny')
  expect(removed.code).toBe(0)
  expect(removed.err).toContain(`loom models add ${file}`)
  expect((await run('--json')).out).toBe('[]\n')
  expect(existsSync(file)).toBe(true)
  expect((await run('add', file)).code).toBe(0)
  expect(JSON.parse((await run('--json')).out)).toMatchObject([{ path: file, place: 'models-folder' }])
})

test('every command has help with an example, and doctor finds this machine well', async () => {
  for (const command of [
    'generate',
    'resume',
    'runs',
    'rows',
    'judge',
    'import',
    'export',
    'personas',
    'templates',
    'prompt',
    'embed',
    'models',
    'serve',
    'doctor',
  ]) {
    const { code, out } = await loom([command, '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(/loom [a-z]+ .*/)
    expect(out).toContain(dataFolder())
  }
  const doctor = await loom(['doctor', '--library', join(tempFolder(), 'library')])
  expect(doctor.code).toBe(0)
  expect(doctor.out).toContain('SmolLM2')
})
