import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { GenerateRequest } from '../../src-main/core/engine.ts'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { layout, startTestCore, tempFolder } from '../support/test-core.ts'
import { tinyGguf, tinyShape } from '../support/tiny-gguf.ts'
import { tinyVocabulary } from '../support/tiny-vocabulary.ts'

async function start() {
  const scripted = scriptedEngine()
  const core = startTestCore({ engine: scripted.engine })
  return { ...core, ...scripted, model: await core.addModel() }
}

const request = { template: { key: 'math' }, parallel: 1, attempts: 1, seed: 'plan' } as const

/** What a row shares with others: all messages but the last. */
const sharedPart = ({ prompt }: GenerateRequest) => JSON.stringify(prompt.messages.slice(0, prompt.shared))

test('eight neighbours share their examples, and the next eight have others', async () => {
  const core = await start()
  await core.runToEnd({ ...request, personas: { count: 40 } }, core.model)

  const sets = core.calls.map(sharedPart)
  expect(new Set(sets).size).toBe(5)
  for (const [at, set] of sets.entries()) expect(set, `row ${at}`).toBe(sets[at - (at % 8)])
  expect(core.calls.every(({ prompt }) => prompt.shared === prompt.messages.length - 1)).toBe(true)
})

test('a shorter run with the same seed asks for the same rows', async () => {
  const core = await start()
  await core.runToEnd({ ...request, personas: { count: 20 } }, core.model)
  await core.runToEnd({ ...request, personas: { count: 9 } }, core.model)
  await core.runToEnd({ ...request, personas: { count: 9 }, seed: 'other' }, core.model)

  const [long, short, other] = [core.calls.slice(0, 9), core.calls.slice(20, 29), core.calls.slice(29)]
  expect(short.map(({ prompt, seed }) => [prompt, seed])).toEqual(long.map(({ prompt, seed }) => [prompt, seed]))
  expect(other.map(sharedPart)).not.toEqual(long.map(sharedPart))
})

test('what is asked for comes before what the template recommends, and that before the usual', async () => {
  const core = await start()
  const template = [
    'format: persona-loom/recipe@1',
    'key: own',
    'name: Own',
    'steps:',
    '  - name: main',
    '    prompt: Write about {persona}',
    '    sampling: { temperature: 0.1, repeatPenalty: 1.3 }',
  ]
  writeFileSync(join(core.folder, 'own.yaml'), template.join('\n'))
  const own = { ...request, template: { fileId: 'own.yaml' }, personas: { count: 1 } }
  const run = await core.runToEnd({ ...own, sampling: { temperature: 0.9 } }, core.model)

  expect(run.sampling).toEqual({
    ...{ temperature: 0.9, repeatPenalty: 1.3 },
    ...{ topP: 0.95, topK: 40, minP: 0, dryStrength: 0, maxTokens: 2048 },
  })
  expect(core.calls[0]?.sampling).toEqual(run.sampling)
})

test('what the catalogue recommends for a model comes before the usual, and after what the template recommends', async () => {
  const folder = tempFolder()
  const { models, ...catalogue } = JSON.parse(readFileSync(layout.catalogue, 'utf8'))
  const sha256 = createHash('sha256').update(tinyGguf()).digest('hex')
  const sampling = { temperature: 0.2, repeatPenalty: 1.2, minP: 0.05 }
  const catalogueFile = join(folder, 'catalogue.json')
  writeFileSync(catalogueFile, JSON.stringify({ ...catalogue, models: [{ ...models[0], sha256, sampling }] }))
  const { engine, calls } = scriptedEngine()
  const core = startTestCore({ engine, folder, catalogueFile })
  const model = await core.addModel()
  writeFileSync(
    join(folder, 'own.yaml'),
    'format: persona-loom/recipe@1\nkey: own\nname: Own\nsteps:\n  - name: main\n    prompt: Write about {persona}\n    sampling: { repeatPenalty: 1.3 }',
  )
  const own = { ...request, template: { fileId: 'own.yaml' }, personas: { count: 1 } }
  const run = await core.runToEnd({ ...own, sampling: { topP: 0.5 } }, model)

  expect(run.sampling).toEqual({
    ...{ topP: 0.5, repeatPenalty: 1.3, temperature: 0.2, minP: 0.05 },
    ...{ topK: 40, dryStrength: 0, maxTokens: 2048 },
  })
  expect(calls[0]?.sampling).toEqual(run.sampling)
})

test('a form without what it names is refused before anything is stored, and an answer of another form is rejected', async () => {
  const core = await start()
  const template = (output: string) =>
    writeFileSync(
      join(core.folder, 'form.yaml'),
      ['format: persona-loom/recipe@1', 'key: form', 'name: Form', 'steps:', '  - name: main']
        .concat('    prompt: Does {persona} like rain?', `    output: ${output}`)
        .join('\n'),
    )
  const own = { ...request, template: { fileId: 'form.yaml' }, personas: { count: 1 } }
  template('{ form: choice }')
  await expect(core.runToEnd(own, core.model)).rejects.toMatchObject({
    code: 'bad-template',
    message: expect.stringContaining('names no choices'),
  })
  expect((await core.ask('run.list', {})).runs).toEqual([])

  template('{ form: choice, choices: [yes indeed, no] }')
  const run = await core.runToEnd(own, core.model)
  expect(core.calls[0]?.form).toEqual({ kind: 'choice', choices: ['yes indeed', 'no'] })
  expect(run.counts.rejected).toBe(1)
  expect(await core.ask('run.reasons', { runId: run.id })).toMatchObject([{ reason: 'wrong-form' }])
})

const nested = (depth: number): object =>
  depth === 0 ? { type: 'null' } : { type: 'object', properties: { a: nested(depth - 1) } }

test.each([
  ['a schema nested 65 deep', { form: 'json', schema: nested(65) }, 'nested too deeply'],
  ['a pattern that is none', { form: 'pattern', pattern: '[a-' }, 'pattern'],
  [
    'an answer longer than the limit',
    { form: 'json', schema: { type: 'object', properties: { a: { type: 'string', minLength: 1900 } } } },
    'tokens',
  ],
  [
    'a list instead of an object',
    { form: 'json', schema: { type: 'array', items: { type: 'null' } } },
    'an object at its top',
  ],
])('output rules with %s are refused before anything is stored or loaded', async (_what, output, words) => {
  const core = await start()
  const steps = [{ name: 'main', prompt: 'Does {persona} like rain?', output }]
  const recipe = { format: 'persona-loom/recipe@1', key: 'form', name: 'Form', steps }
  writeFileSync(join(core.folder, 'form.yaml'), JSON.stringify(recipe))
  const own = { ...request, template: { fileId: 'form.yaml' }, personas: { count: 1 }, sampling: { maxTokens: 500 } }
  await expect(core.runToEnd(own, core.model)).rejects.toMatchObject({
    code: 'bad-template',
    message: expect.stringContaining(words),
  })
  expect((await core.ask('run.list', {})).runs).toEqual([])
  expect(core.loads()).toBe(0)
})

test('an answer that fits the limit, but not what the longest prompt leaves of the model, is refused before anything is stored', async () => {
  const core = await start()
  core.engine.measure = async (prompts) => prompts.map(() => tinyShape.context - 100)
  const schema = { type: 'object', properties: { a: { type: 'string', minLength: 300 } } }
  const steps = [{ name: 'main', prompt: 'Does {persona} like rain?', output: { form: 'json', schema } }]
  const recipe = { format: 'persona-loom/recipe@1', key: 'form', name: 'Form', steps }
  writeFileSync(join(core.folder, 'form.yaml'), JSON.stringify(recipe))
  const own = { ...request, template: { fileId: 'form.yaml' }, personas: { count: 1 }, sampling: { maxTokens: 1000 } }
  await expect(core.runToEnd(own, core.model)).rejects.toMatchObject({ code: 'bad-template' })
  expect((await core.ask('run.list', {})).runs).toEqual([])
})

test('a run goes on with as many rows at once as fit into the memory that is free then', async () => {
  const scripted = scriptedEngine((_request, call) => (call > 4 && call <= 14 ? 'hang' : {}))
  let freeBytes = 8e9
  const core = startTestCore({ engine: scripted.engine, memoryFreeBytes: () => freeBytes })
  const model = await core.addModel()
  const { id } = await core.ask('run.start', { ...request, parallel: 8, personas: { count: 20 }, modelSha256: model })
  await expect.poll(() => scripted.calls.length).toBe(14)
  await core.ask('run.pause', { runId: id })

  freeBytes = 1000
  await expect(core.ask('run.resume', { runId: id })).rejects.toMatchObject({ code: 'model-unusable' })
  expect(await core.ask('run.show', { runId: id })).toMatchObject({ status: 'paused', counts: { planned: 20 } })
  // The engine takes 256 MB, the tiny model half a megabyte, 512 tokens their scores for all words and for all tokens
  // before them; two more hold only some of eight rows.
  const scores = 512 * 4 * (tinyVocabulary().tokens.length + tinyShape.heads * tinyShape.context)
  freeBytes = 256 * 2 ** 20 + 456_000 + scores + 2 * 2 ** 20
  const done = core.hub.next('run.done', () => true)
  await core.ask('run.resume', { runId: id })
  expect((await done).counts.accepted).toBe(20)
  expect(scripted.opened[0]?.slots).toBe(8)
  expect(scripted.opened.at(-1)?.slots).toBeLessThan(8)
})
