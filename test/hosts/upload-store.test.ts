import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createUploadStore } from '../../src-main/hosts/node/upload-store.ts'
import { startHttpHost, token } from '../support/start-http-host.ts'

type Uploaded = { ok: true; value: { fileId: string; name: string } }

const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' }

function upload(host: Awaited<ReturnType<typeof startHttpHost>>, name: string, body: string | Buffer, extra = {}) {
  const path = `/upload?name=${encodeURIComponent(name)}`
  return host.send({ path, method: 'POST', headers: { ...headers, ...extra }, body })
}

async function until(promise: () => Promise<boolean>): Promise<void> {
  while (!(await promise())) await new Promise((resolve) => setTimeout(resolve, 10))
}

test('an uploaded file is kept whole under its own name and known by an id that cannot be guessed', async () => {
  const host = await startHttpHost()
  const answer = await upload(host, 'Mes données.jsonl', '{"persona":"A baker"}\n')
  const { value } = answer.json() as Uploaded
  expect(value).toEqual({ fileId: expect.stringMatching(/^upload:[0-9a-f-]{36}$/), name: 'Mes données.jsonl' })
  const path = host.uploads.resolve(value.fileId)!
  expect(path.endsWith('/Mes données.jsonl')).toBe(true)
  expect(await readFile(path, 'utf8')).toBe('{"persona":"A baker"}\n')
  expect(host.uploads.resolve('upload:00000000-0000-0000-0000-000000000000')).toBeUndefined()
})

test.each([
  ['../../../evil.jsonl', 'evil.jsonl'],
  ['..\\..\\evil.csv', 'evil.csv'],
  ['/etc/passwd', 'passwd'],
  ['..', 'file'],
  ['', 'file'],
  ['a\0b\n.txt', 'a_b_.txt'],
  ['gpj.\u202Etxt', 'gpj._txt'],
  ['CON.csv', '_CON.csv'],
  [`${'ü'.repeat(300)}.jsonl`, `${'ü'.repeat(75)}.jsonl`],
])('the name %j stays inside the uploads folder', async (name, stored) => {
  const host = await startHttpHost()
  const { value } = (await upload(host, name, 'x')).json() as Uploaded
  expect(value.name).toBe(stored)
  expect(host.uploads.resolve(value.fileId)).toMatch(/\/uploads\/[0-9a-f-]{36}\/[^/]+$/)
})

test('an upload over the limit is refused before or while it comes in, and nothing of it is left', async () => {
  const host = await startHttpHost()
  const announced = await upload(host, 'big.csv', 'x'.repeat(2001))
  const chunked = await upload(host, 'big.csv', 'x'.repeat(2001), { 'transfer-encoding': 'chunked' })
  for (const answer of [announced, chunked]) {
    expect(answer.status).toBe(413)
    expect(answer.json()).toMatchObject({
      error: { message: expect.stringContaining('big.csv is larger than the 2000 bytes that can be uploaded.') },
    })
  }
  expect((await upload(host, 'fits.csv', 'x'.repeat(2000))).status).toBe(200)
  expect((await upload(host, 'model.gguf', 'x'.repeat(4000))).status).toBe(200)
  expect((await upload(host, 'model.gguf', 'x'.repeat(4001))).status).toBe(413)
  expect(await readdir(join(host.root, 'uploads'))).toHaveLength(2)
})

test('an upload that is cut off leaves nothing', async () => {
  const host = await startHttpHost()
  const folder = join(host.root, 'uploads')
  const request = httpRequest({
    host: '127.0.0.1',
    port: host.port,
    method: 'POST',
    path: '/upload?name=half.csv',
    headers: { ...headers, 'content-length': '1000' },
  })
  request.on('error', () => undefined).write('half')
  await until(async () => existsSync(folder) && (await readdir(folder)).length === 1)
  request.destroy()
  await until(async () => (await readdir(folder)).length === 0)
  expect(host.logged).toEqual([])
})

test.each(['whole.csv', 'whole.gguf'])(
  'an upload (%s) whose sender left before the answer leaves nothing',
  async (name) => {
    const host = await startHttpHost()
    const request = httpRequest({
      host: '127.0.0.1',
      port: host.port,
      method: 'POST',
      path: `/upload?name=${name}`,
      headers: { ...headers, 'content-length': '9' },
    })
    // The whole file is in; its sender goes before the answer can be written.
    const { receive } = host.uploads
    const isIn = Promise.withResolvers<string>()
    host.uploads.receive = async (upload) => {
      const stored = await receive(upload)
      isIn.resolve(host.uploads.resolve(stored.fileId)!)
      request.destroy()
      await new Promise((resolve) => setTimeout(resolve, 200))
      return stored
    }
    request.on('error', () => undefined).end('GGUF file')
    const path = await isIn.promise
    expect(existsSync(path)).toBe(true)
    await until(async () => !existsSync(path) && (await readdir(join(host.root, 'uploads'))).length === 0)
  },
)

test('a form that posts a file is not taken for an upload', async () => {
  const host = await startHttpHost()
  expect((await upload(host, 'a.csv', 'x', { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(415)
})

test('a model stays beside the other models, over none of them; a web page that calls itself one does not', async () => {
  const host = await startHttpHost()
  const first = ((await upload(host, 'tiny.gguf', 'GGUF first')).json() as Uploaded).value
  const second = ((await upload(host, 'tiny.gguf', 'GGUF second')).json() as Uploaded).value
  const page = ((await upload(host, 'page.gguf', '<!doctype html>')).json() as Uploaded).value
  const models = join(host.root, 'models')
  expect(host.uploads.resolve(first.fileId)).toBe(join(models, 'tiny.gguf'))
  expect(await readFile(join(models, 'tiny.gguf'), 'utf8')).toBe('GGUF first')
  expect(await readFile(join(models, 'tiny-2.gguf'), 'utf8')).toBe('GGUF second')
  expect(host.uploads.resolve(second.fileId)).toBe(join(models, 'tiny-2.gguf'))
  expect(host.uploads.resolve(page.fileId)).toContain('/uploads/')
  expect(await readdir(join(host.root, 'uploads'))).toHaveLength(1)
})

test('uploads of an earlier session are removed at the start; folders of others and models stay', async () => {
  const root = await mkdtemp(join(tmpdir(), 'loom-uploads-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const folder = join(root, 'uploads')
  const earlier = createUploadStore({ folder, modelsFolder: join(root, 'models') })
  const content = async function* (text: string) {
    yield Buffer.from(text)
  }
  await earlier.receive({ name: 'a.csv', sizeBytes: 1, content: content('a') })
  await earlier.receive({ name: 'm.gguf', sizeBytes: 4, content: content('GGUF') })
  await mkdir(join(folder, 'holiday pictures'))
  await writeFile(join(folder, 'note.txt'), 'mine')
  const later = createUploadStore({ folder, modelsFolder: join(root, 'models') })
  await later.clean()
  expect((await readdir(folder)).sort()).toEqual(['holiday pictures', 'note.txt'])
  expect(await readdir(join(root, 'models'))).toEqual(['m.gguf'])
})

test('a file that cannot fit on the disk is refused before its first byte, with both numbers', async () => {
  const host = await startHttpHost({ limits: { modelBytes: 1e18, otherBytes: 1e18 } })
  const content = async function* () {
    yield Buffer.from('never read')
  }
  await expect(host.uploads.receive({ name: 'huge.csv', sizeBytes: 1e17, content: content() })).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringMatching(/^huge\.csv needs 100000000 GB; [\d.]+ [GM]B are free\. Nothing was stored\./),
  })
  expect(await readdir(join(host.root, 'uploads'))).toEqual([])
})

const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0

test.skipIf(!canMount)('a disk that becomes full on the way is named, and nothing of the file is left', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loom-full-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const script = `
    const { createUploadStore } = await import(${JSON.stringify(import.meta.resolve('../../src-main/hosts/node/upload-store.ts'))})
    const { readdirSync } = await import('node:fs')
    const content = async function* () { for (let i = 0; i < 64; i++) yield Buffer.alloc(65536) }
    const store = createUploadStore({ folder: process.argv[1], modelsFolder: process.argv[1] })
    const error = await store.receive({ name: 'a.csv', sizeBytes: undefined, content: content() }).catch((e) => e)
    console.log(JSON.stringify({ code: error.code, message: error.message, left: readdirSync(process.argv[1]) }))`
  const mountAndRun = 'mount -t tmpfs -o size=1m tmpfs "$1" && exec "$0" --input-type=module -e "$2" "$1"'
  const { stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', mountAndRun, process.execPath, folder, script], {
    encoding: 'utf8',
  })
  expect(stderr).not.toContain('Error')
  expect(JSON.parse(stdout)).toMatchObject({
    code: 'disk-full',
    message: expect.stringMatching(/^The disk became full while a\.csv was coming in\. Nothing of it was kept\./),
    left: [],
  })
})
