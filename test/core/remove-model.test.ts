import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'
import { writeTinyGguf } from '../support/tiny-gguf.ts'

const request = { template: { key: 'math' }, personas: { count: 2 }, attempts: 1 } as const

/** A core whose browser uploaded a model: the copy lies in the models folder. */
async function startWithUpload() {
  const core = startTestCore({ uploads: { has: (fileId) => fileId === 'models/tiny.gguf', discard: async () => {} } })
  const file = join(core.folder, 'models', 'tiny.gguf')
  writeTinyGguf(file)
  const { sha256 } = await core.ask('model.add', { fileId: 'models/tiny.gguf' })
  return { ...core, file, sha256 }
}

const listed = async ({ ask }: Pick<ReturnType<typeof startTestCore>, 'ask'>) =>
  (await ask('model.list', {})).map(({ path, place }) => ({ path, place }))

test('a model that is removed from the models folder stays away, also under another name and after a new start', async () => {
  const core = startTestCore()
  const file = join(core.folder, 'models', 'tiny.gguf')
  const sha256 = await core.addModel()
  expect(await listed(core)).toEqual([{ path: file, place: 'models-folder' }])
  await core.ask('model.remove', { sha256 })
  expect(await listed(core)).toEqual([])
  expect(existsSync(file)).toBe(true)
  renameSync(file, join(core.folder, 'models', 'other.gguf'))
  copyFileSync(join(core.folder, 'models', 'other.gguf'), file)
  expect(await listed(core)).toEqual([])
  await core.close()
  expect(await listed(startTestCore({ folder: core.folder }))).toEqual([])
})

test('a hidden model comes back when its file is added by hand, and another file under its name is found', async () => {
  const core = startTestCore()
  const file = join(core.folder, 'models', 'tiny.gguf')
  await core.ask('model.remove', { sha256: await core.addModel() })
  await core.ask('model.add', { fileId: file })
  expect(await listed(core)).toEqual([{ path: file, place: 'models-folder' }])
  const [model] = await core.ask('model.list', {})
  await core.ask('model.remove', { sha256: model!.sha256 })
  writeTinyGguf(file, { seed: 2 })
  expect(await listed(core)).toEqual([{ path: file, place: 'models-folder' }])
})

test('a file that the app did not bring here is never deleted: in the models folder, elsewhere, or behind a link', async () => {
  const core = startTestCore()
  const sha256 = await core.addModel()
  const elsewhere = join(core.folder, 'elsewhere.gguf')
  writeTinyGguf(elsewhere, { seed: 2 })
  const linked = join(core.folder, 'models', 'linked.gguf')
  writeTinyGguf(join(core.folder, 'linked-to.gguf'), { seed: 3 })
  symlinkSync(join(core.folder, 'linked-to.gguf'), linked)
  const added = [elsewhere, linked].map((fileId) => core.ask('model.add', { fileId }))
  const hashes = [sha256, ...(await Promise.all(added)).map((model) => model.sha256)]
  for (const each of hashes) {
    await expect(core.ask('model.remove', { sha256: each, deleteFile: true })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('Nothing was removed.'),
    })
  }
  expect(await listed(core)).toHaveLength(3)
  await core.ask('model.remove', { sha256: hashes[1]! })
  expect(existsSync(elsewhere)).toBe(true)
  expect(await listed(core)).toHaveLength(2)
})

test('an uploaded model goes with its file where that is asked for; one that changed meanwhile is kept', async () => {
  const { ask, file, sha256 } = await startWithUpload()
  const whole = readFileSync(file)
  expect(await listed({ ask })).toEqual([{ path: file, place: 'own' }])
  writeFileSync(file, 'something of somebody')
  await expect(ask('model.remove', { sha256, deleteFile: true })).rejects.toMatchObject({ code: 'model-unusable' })
  expect(readFileSync(file, 'utf8')).toBe('something of somebody')
  writeFileSync(file, whole)
  await ask('model.remove', { sha256, deleteFile: true })
  expect(existsSync(file)).toBe(false)
  expect(await listed({ ask })).toEqual([])
  // Put there by hand it is another file, and not the app's.
  writeFileSync(file, whole)
  expect(await listed({ ask })).toEqual([{ path: file, place: 'models-folder' }])
})

test('a hidden upload stays the app’s own when it comes back; another copy of it stays when it is deleted', async () => {
  const { ask, file, sha256, folder } = await startWithUpload()
  await ask('model.remove', { sha256 })
  await ask('model.add', { fileId: file })
  expect(await listed({ ask })).toEqual([{ path: file, place: 'own' }])
  const other = join(folder, 'models', 'mine.gguf')
  copyFileSync(file, other)
  expect(await listed({ ask })).toEqual([{ path: file, place: 'own' }])
  await ask('model.remove', { sha256, deleteFile: true })
  expect([existsSync(file), existsSync(other)]).toEqual([false, true])
  expect(await listed({ ask })).toEqual([])
})

test('a model that is making rows is not removed, in one sentence; its dataset goes on naming it afterwards', async () => {
  const scripted = scriptedEngine(() => 'hang')
  const core = startTestCore({ engine: scripted.engine })
  mkdirSync(join(core.folder, 'models'), { recursive: true })
  const sha256 = await core.addModel()
  const { id: runId, modelName } = await core.ask('run.start', { ...request, modelSha256: sha256 })
  await expect(core.ask('model.remove', { sha256 })).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringMatching(/is making rows now\. Pause the dataset .* Nothing was removed\.$/),
  })
  expect(await listed(core)).toHaveLength(1)
  await core.ask('run.stop', { runId })
  await core.ask('model.remove', { sha256 })
  expect(await core.ask('run.show', { runId })).toMatchObject({ modelName, modelSha256: sha256 })
  expect(modelName).not.toBe('')
})

test('an upload that is refused is deleted, and the refusal says so; a file that was named by its path stays', async () => {
  const discarded: string[] = []
  const core = startTestCore({
    uploads: { has: (fileId) => fileId === 'models/cut.gguf', discard: async (fileId) => void discarded.push(fileId) },
  })
  const file = join(core.folder, 'models', 'cut.gguf')
  writeTinyGguf(file)
  truncateSync(file, 4000)
  await expect(core.ask('model.add', { fileId: file })).rejects.toThrow(/^(?!.*deleted)/)
  expect(discarded).toEqual([])
  await expect(core.ask('model.add', { fileId: 'models/cut.gguf' })).rejects.toThrow(
    /^cut\.gguf.*Nothing was added: the uploaded copy was deleted/,
  )
  expect(discarded).toEqual(['models/cut.gguf'])
})
