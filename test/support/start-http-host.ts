import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { EventName, Handlers, Payload } from '#contract/index'
import { dispatch } from '../../src-main/core/dispatch.ts'
import { createHttpHost } from '../../src-main/hosts/node/http-host.ts'
import { createNetworkRecord } from '../../src-main/hosts/node/network-record.ts'
import { createPageStore } from '../../src-main/hosts/node/page-store.ts'
import { createTicketOffice } from '../../src-main/hosts/node/ticket-office.ts'
import { createUploadStore } from '../../src-main/hosts/node/upload-store.ts'

export type Answer = { status: number; headers: IncomingHttpHeaders; text: string; json: () => unknown }
export type Send = { path: string; method?: string; headers?: Record<string, string>; body?: string | Buffer }

export const token = 'the-token-of-this-test'

const page = '<!doctype html><title>Loom</title><div id="root"></div>'

/** A folder as the build leaves it, with a secret beside it and links that lead out of it. */
async function makeFolders(): Promise<{ root: string; staticFolder: string }> {
  const root = await mkdtemp(join(tmpdir(), 'loom-http-'))
  const staticFolder = join(root, 'renderer')
  await mkdir(join(staticFolder, 'assets'), { recursive: true })
  await mkdir(join(root, 'private'))
  await writeFile(join(staticFolder, 'index.html'), page)
  await writeFile(join(staticFolder, 'assets', 'index-BxYz1234.js'), 'export const hello = 1')
  await writeFile(join(staticFolder, '.env'), 'secret')
  await writeFile(join(root, 'secret.txt'), 'secret')
  await writeFile(join(root, 'private', 'key.txt'), 'secret')
  await symlink(join(root, 'secret.txt'), join(staticFolder, 'link.txt'))
  await symlink(join(root, 'private'), join(staticFolder, 'folder'))
  return { root, staticFolder }
}

type Options = {
  /** null: as without --port. */
  port?: number | null
  limits?: { modelBytes: number; otherBytes: number }
  library?: string
  /** What is kept about pages, from a start before. */
  pagesFile?: string
  /** Whether the token of the tests is a page's, as if a link had been opened. */
  knowsToken?: boolean
}

/** The real host around the core's real door, with two handlers behind it; the clock stands until it is moved. */
export async function startHttpHost(options: Options = {}) {
  const { port = 0, limits = { modelBytes: 4000, otherBytes: 2000 }, library = 'a', knowsToken = true } = options
  const { root, staticFolder } = await makeFolders()
  const pagesFile = options.pagesFile ?? join(root, 'pages.json')
  const listeners = new Set<(name: string, payload: unknown) => void>()
  const clock = { now: 1_000_000 }
  const logged: unknown[] = []
  const asked: { name: string; input: unknown }[] = []
  const handlers = {
    'persona.count': () => ({ count: 7 }),
    'model.remove': () => undefined,
    'run.stop': () => {
      throw new Error('a secret of the inside')
    },
  } as unknown as Handlers
  const subscribe = (listener: (name: string, payload: unknown) => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const uploads = createUploadStore({ folder: join(root, 'uploads'), modelsFolder: join(root, 'models'), limits })
  const log = (error: unknown) => void logged.push(error)
  const pages = createPageStore({ file: pagesFile, now: () => clock.now, log })
  if (knowsToken) pages.add(token)
  const network = createNetworkRecord(() => clock.now)
  const host = createHttpHost({
    request(name, input) {
      asked.push({ name, input })
      return dispatch(handlers, name, input, log)
    },
    subscribe,
    staticFolder,
    uploads,
    network,
    downloads: createTicketOffice({ subscribe, now: () => clock.now }),
    pages,
    library,
    now: () => clock.now,
    log,
  })
  const started = await host.listen(port === null ? {} : { port })
  onTestFinished(async () => {
    await host.close()
    await rm(root, { recursive: true })
  })
  const base = `http://127.0.0.1:${started.port}`
  return {
    ...started,
    base,
    root,
    staticFolder,
    pagesFile,
    host,
    uploads,
    network,
    asked,
    logged,
    listeners,
    clock,
    publish<E extends EventName>(name: E, payload: Payload<E>) {
      for (const listener of listeners) listener(name, payload)
    },
    /** A request with exactly these headers, plus a right `Host` unless another is given. */
    send: (request: Send) => send(started.port, request),
    /** As our own page would ask. */
    ask: (name: string, input: unknown, headers: Record<string, string> = {}) =>
      send(started.port, {
        path: `/api/${name}`,
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', origin: base, ...headers },
        body: JSON.stringify(input),
      }),
  }
}

function send(port: number, { path, method = 'GET', headers = {}, body }: Send): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: () => JSON.parse(text) as unknown,
        })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}
