import {
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { GenerateRequest, ModelFile } from '../../src-main/core/engine.ts'
import { ask, sampling, startEngine } from '../support/start-engine.ts'
import { tinyModels } from '../support/tiny-model.ts'

const models = tinyModels()
const room = { contextSize: 1500, slots: 2 }
const parent = mkdtempSync(join(tmpdir(), 'loom-beginnings-'))
const folder = join(parent, 'kept')
let plainModel: ModelFile
let model: ModelFile

beforeAll(() => {
  plainModel = models.make()
})
beforeEach(() => {
  model = plainModel
  rmSync(folder, { recursive: true, force: true })
})
afterAll(() => {
  models.remove()
  rmSync(parent, { recursive: true, force: true })
})

/** A chat whose background has so many sentences of about ten tokens. */
function request(sentences: number, input = 'a child'): GenerateRequest {
  const background = 'All people of the town work with water. '.repeat(sentences)
  return {
    ...ask('', { sampling: { ...sampling, temperature: 2, maxTokens: 40 } }),
    prompt: {
      messages: [
        { role: 'user', parts: [{ text: background }] },
        { role: 'user', parts: [{ text: 'Who: ' }, { text: input, inserted: true }] },
      ],
      start: 'The',
      shared: 1,
    },
  }
}

/** What a process of its own writes, as a new run would. */
async function write(asked: GenerateRequest, beginningsFolder?: string): Promise<string> {
  const { engine } = startEngine(beginningsFolder === undefined ? {} : { beginningsFolder })
  try {
    await engine.load(model)
    await engine.open(room)
    return (await engine.generate(asked)).text
  } finally {
    await engine.close()
  }
}

const names = () => readdirSync(folder).sort()

/** Reading takes a tiny model so little time that no file could be faster. */
function claimSlowReading(): string {
  const [name = ''] = names()
  const claimed = name.replace(/-\d+/, '-60000')
  renameSync(join(folder, name), join(folder, claimed))
  return join(folder, claimed)
}

test('a long beginning is kept once, the next run begins with it, and the text is the one without it', async () => {
  const alone = await write(request(90))
  expect(await write(request(90), folder)).toBe(alone)
  const file = claimSlowReading()
  const aDayAgo = new Date(Date.now() - 86_400_000)
  utimesSync(file, aDayAgo, aDayAgo)

  expect(await write(request(90), folder)).toBe(alone)
  expect(names()).toHaveLength(1)
  expect(statSync(file).mtimeMs, 'the file was used').toBeGreaterThan(aDayAgo.getTime() + 1000)
})

test.each([
  ['a sliding window that holds the beginning', () => models.makeWithMemory('sliding', { window: 1500 }), 1],
  ['a sliding window that has passed it by', () => models.makeWithMemory('sliding'), 0],
  ['states', () => models.makeWithMemory('hybrid'), 0],
])(
  'a model with %s writes the same text in the next run, and keeps only what a file holds whole',
  async (_, make, kept) => {
    model = make()
    const alone = await write(request(90))
    expect(await write(request(90), folder)).toBe(alone)
    expect(existsSync(folder) ? names() : []).toHaveLength(kept)
    if (kept === 0) return
    claimSlowReading()
    expect(await write(request(90), folder)).toBe(alone)
    expect(names()).toHaveLength(1)
  },
  60_000,
)

test('a file that is slower than reading is not kept', async () => {
  await write(request(90), folder)
  const [name = ''] = names()
  renameSync(join(folder, name), join(folder, name.replace(/-\d+/, '-0')))
  await write(request(90), folder)
  expect(names()).toEqual([])
})

test('a short beginning, and one of another model, is read', async () => {
  await write(request(20), folder)
  expect(() => names()).toThrow()
  await write(request(90), folder)
  const file = claimSlowReading()
  const { mtimeMs } = statSync(file)
  model = models.make({ seed: 5 })
  await write(request(90), folder)
  expect(statSync(file).mtimeMs).toBe(mtimeMs)
  expect(names()).toHaveLength(2)
})

test('a damaged file costs the reading and nothing else', async () => {
  const alone = await write(request(90))
  for (const damage of [
    (file: string) => truncateSync(file, 5000),
    (file: string) => writeFileSync(file, 'no state'),
  ]) {
    await write(request(90), folder)
    damage(claimSlowReading())
    expect(await write(request(90), folder)).toBe(alone)
  }
})

test('what a killed process left of a file is not read, and goes with what was not used for a month', async () => {
  const alone = await write(request(90))
  await write(request(90), folder)
  const [name = ''] = names()
  const left = join(folder, name.replace(/-.*/, '-60000.part'))
  renameSync(join(folder, name), left)
  const old = join(folder, 'ffff-60000.state')
  for (const path of [left, old]) {
    writeFileSync(path, 'half', { flag: 'a' })
    const twoMonthsAgo = new Date(Date.now() - 60 * 86_400_000)
    utimesSync(path, twoMonthsAgo, twoMonthsAgo)
  }
  expect(await write(request(90), folder)).toBe(alone)
  expect(names()).toEqual([expect.stringMatching(/^[0-9a-f]{32}-\d+\.state$/)])
})

test('a beginning that another row shares in part is not kept again for each row', async () => {
  const { engine } = startEngine({ beginningsFolder: folder })
  await engine.load(model)
  await engine.open(room)
  await engine.generate(request(80))
  const [world] = request(80).prompt.messages
  const more = request(10)
  await engine.generate({
    ...more,
    prompt: { ...more.prompt, messages: [world as never, ...more.prompt.messages], shared: 2 },
  })
  await engine.close()
  expect(names()).toHaveLength(1)
})

test('a folder that cannot be made costs nothing', async () => {
  const blocked = join(parent, 'a-file')
  writeFileSync(blocked, '')
  expect(await write(request(90), join(blocked, 'kept'))).toBe(await write(request(90)))
})
