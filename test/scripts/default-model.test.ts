import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureDefaultModel } from '../../scripts/lib/default-model.mjs'
import { tempFolder, writeFiles } from './stand-in.ts'

const PATH = '/nonexistent'

function project() {
  const root = tempFolder()
  const sources = [{ kind: 'https', url: 'https://127.0.0.1:1/tiny.gguf' }]
  const model = { id: 'tiny', name: 'Tiny', file: 'tiny.gguf', sizeBytes: 4, sha256: '0'.repeat(64), sources }
  const catalogue = { format: 'persona-loom/catalogue@1', default: 'tiny', models: [model] }
  writeFiles(root, { 'models/catalogue.json': JSON.stringify(catalogue) })
  return root
}

/** Ensures the model and gives back what was said. */
async function ensure(options: Omit<Parameters<typeof ensureDefaultModel>[0], 'log'>) {
  const lines: string[] = []
  await ensureDefaultModel({ ...options, log: (line) => lines.push(line) })
  return lines
}

test('a default model that cannot be had is said in one sentence, and is not tried again unasked', async () => {
  const root = project()
  const options = { root, env: { PATH } }

  const first = await ensure({ ...options, whenFailedBefore: 'remind' })
  expect(first).toHaveLength(2)
  expect(first[0]).toMatch(/^Fetching Tiny/)
  expect(first[1]).toMatch(/^Tiny could not be fetched .* put the file tiny\.gguf/)

  const second = await ensure({ ...options, whenFailedBefore: 'remind' })
  expect(second).toHaveLength(1)
  expect(second[0]).toMatch(/^Tiny could not be fetched .*`node scripts\/fetch-model\.mjs` tries again/)
  expect(await ensure({ ...options, whenFailedBefore: 'silent' })).toEqual([])
  expect((await ensure({ ...options, whenFailedBefore: 'again' }))[0]).toMatch(/^Fetching Tiny/)
})

test('a default model in the folder of --models-dir or LOOM_MODELS is found there', async () => {
  const root = project()
  const own = tempFolder()
  writeFiles(own, { 'tiny.gguf': 'GGUF' })
  const roads = [
    { args: ['serve', '--models-dir', own], env: { PATH } },
    { args: [`--models-dir=${own}`], env: { PATH, LOOM_MODELS: '/elsewhere' } },
    { env: { PATH, LOOM_MODELS: own } },
  ]
  for (const road of roads) {
    expect(await ensure({ root, ...road, whenFailedBefore: 'again' })).toEqual([])
  }
  expect(existsSync(join(root, 'node_modules'))).toBe(false)
})

test('nothing is fetched into a folder of one’s own that holds another model', async () => {
  const root = project()
  const own = tempFolder()
  const options = { root, env: { PATH, LOOM_MODELS: own }, whenFailedBefore: 'remind' as const }
  expect((await ensure(options))[0]).toMatch(/^Fetching Tiny/)
  writeFiles(own, { 'mine.gguf': 'GGUF' })
  expect(await ensure(options)).toEqual([])
  writeFiles(root, { 'models/mine.gguf': 'GGUF' })
  expect(await ensure({ ...options, env: { PATH } })).not.toEqual([])
})

test('a wrong file under the default model’s name is kept and said', async () => {
  const root = project()
  writeFiles(root, { 'models/tiny.gguf': 'something else' })
  const lines = await ensure({ root, env: { PATH }, whenFailedBefore: 'remind' })
  expect(lines).toEqual([expect.stringMatching(/is not the file that the catalogue names .* was left as it is/)])
  expect(readFileSync(join(root, 'models', 'tiny.gguf'), 'utf8')).toBe('something else')
})
