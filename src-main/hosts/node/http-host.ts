import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Reply } from '#contract/errors'
import type { NetworkReason } from '#contract/network'
import { refuseBadRequest } from './bad-request.ts'
import { createEventStream, type Subscribe } from './event-stream.ts'
import { attachment } from './file-name.ts'
import { HttpError } from './http-error.ts'
import { sendError, sendReply } from './http-reply.ts'
import { listenAgain, listenOn } from './listen-on.ts'
import type { NetworkRecord } from './network-record.ts'
import { foreignPart } from './own-address.ts'
import type { PageStore } from './page-store.ts'
import { readJson } from './read-json.ts'
import { sendFile } from './send-file.ts'
import { createSession } from './session.ts'
import { createStaticFiles } from './static-files.ts'
import type { TicketOffice } from './ticket-office.ts'
import type { UploadStore } from './upload-store.ts'

export type HttpHost = ReturnType<typeof createHttpHost>
type Deps = {
  /** The core's door. */
  request: (name: string, input: unknown) => Promise<Reply>
  subscribe: Subscribe
  /** The built renderer, with its index.html. */
  staticFolder: string
  uploads: UploadStore
  downloads: TicketOffice
  pages: PageStore
  /** Tells one library from another, and nothing about it. */
  library: string
  network: Pick<NetworkRecord, 'answered' | 'refused'>
  now?: () => number
  log: (error: unknown) => void
}
type Call = { request: IncomingMessage; response: ServerResponse; matched: string; query: URLSearchParams }
type Road = {
  path: RegExp
  methods: string[]
  /** Open roads need no token: they show nothing of the library, or carry a secret of their own. */
  isOpen?: boolean
  walk: (call: Call) => Promise<void>
}

/** Idle sockets end after this; event streams beat more often, and a paused download gets some patience. */
const idleMs = 10 * 60_000
const headersTimeoutMs = 10_000
const maxConnections = 1000

/**
 * Serves the app on 127.0.0.1, and only to its own pages.
 *
 * | road | does |
 * |---|---|
 * | `POST /session` `{ code, library? }` | gives `{ token, library }` for the code of a link, once; to an open page of another library nothing |
 * | `POST /session/proof` `{ page, nonce }` | gives `{ proof }` that this host knows the page |
 * | `POST /api/<route>` | asks the core; its reply comes as status 200, also when it is a refusal |
 * | `GET /events` | server-sent events |
 * | `POST /upload?name=<file name>` | takes a file in as `application/octet-stream`, gives `{ fileId, name }` |
 * | `POST /tickets` `{ exportId }` | gives `{ url }`, which works once within 60 s |
 * | `GET /download/<ticket>` | the file |
 * | `GET` or `HEAD` of anything else | the files of the built renderer |
 *
 * Every body is a `Reply`. All but `/session…`, `/download` and the renderer's files need `authorization: Bearer <token>`.
 */
export function createHttpHost(deps: Deps) {
  const { request: ask, uploads, downloads, network, pages, library, log, now = Date.now } = deps
  const session = createSession({ pages, now })
  const events = createEventStream(deps.subscribe)
  const showFile = createStaticFiles(deps.staticFolder)
  let port = 0
  const refused = (target: string, reason: NetworkReason) =>
    network.refused('browser', { target, isOutside: false }, reason)

  const roads: Road[] = [
    { path: /^\/session$/, methods: ['POST'], isOpen: true, walk: exchangeCode },
    { path: /^\/session\/proof$/, methods: ['POST'], isOpen: true, walk: proveOurselves },
    { path: /^\/api\/([^/]+)$/, methods: ['POST'], walk: askCore },
    { path: /^\/events$/, methods: ['GET'], walk: async ({ response }) => events.open(response) },
    { path: /^\/upload$/, methods: ['POST'], walk: takeUpload },
    { path: /^\/tickets$/, methods: ['POST'], walk: sellTicket },
    { path: /^\/download\/([^/]+)$/, methods: ['GET'], isOpen: true, walk: giveDownload },
    {
      path: /^(\/.*)$/s,
      methods: ['GET', 'HEAD'],
      isOpen: true,
      walk: ({ request, response, matched }) => showFile(request, response, matched),
    },
  ]

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const from = request.socket.remoteAddress ?? ''
    const foreign = foreignPart(request.headers, port)
    if (foreign) {
      refused(foreign.name || from, foreign.reason)
      throw stranger()
    }
    const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(request.url ?? '') ?? []
    const road = roads.find((each) => each.path.test(path))
    if (!road) throw new HttpError(400, 'bad-input', 'The address is not one of this server.')
    if (!road.methods.includes(request.method ?? '')) {
      throw new HttpError(405, 'bad-input', 'This address cannot be used in that way.', { allow: road.methods.join() })
    }
    if (!road.isOpen && !session.admits(request.headers.authorization)) {
      refused(from, 'no-link')
      throw stranger()
    }
    network.answered(from)
    const matched = road.path.exec(path)?.[1] ?? ''
    await road.walk({ request, response, matched, query: new URLSearchParams(query) })
  }

  async function exchangeCode({ request, response }: Call): Promise<void> {
    const body = await readJson(request)
    const code = textOf(body, 'code')
    // What an open page shows and holds belongs to its own library. The link is left as it is, for a page of its own.
    if (hasOther(body, 'library', library)) {
      throw new HttpError(403, 'forbidden', 'This link is of another library. Open it in another tab.')
    }
    const token = session.exchange(code)
    if (token === undefined) {
      throw new HttpError(403, 'forbidden', 'This link was used before or is too old. Open the app from a new one.')
    }
    sendReply(request, response, { ok: true, value: { token, library } })
  }

  async function proveOurselves({ request, response }: Call): Promise<void> {
    const body = await readJson(request)
    const proof = session.prove(textOf(body, 'page'), textOf(body, 'nonce'), port)
    if (proof === undefined) throw stranger()
    sendReply(request, response, { ok: true, value: { proof } })
  }

  async function askCore({ request, response, matched }: Call): Promise<void> {
    const input = await readJson(request)
    sendReply(request, response, await ask(matched, input))
  }

  async function takeUpload({ request, response, query }: Call): Promise<void> {
    if (request.headers['content-type'] !== 'application/octet-stream') {
      throw new HttpError(415, 'bad-input', 'Files must be sent as application/octet-stream.')
    }
    const declared = request.headers['content-length']
    const value = await uploads.receive({
      name: query.get('name') ?? '',
      sizeBytes: declared === undefined ? undefined : Number(declared),
      // The stream must outlive a refusal, because the answer leaves by the same socket.
      content: request.iterator({ destroyOnReturn: false }),
    })
    // Stopped at the last moment: nobody will ever know its id.
    if (response.destroyed) return uploads.discard(value.fileId)
    sendReply(request, response, { ok: true, value })
  }

  async function sellTicket({ request, response }: Call): Promise<void> {
    const ticket = downloads.ticketFor(textOf(await readJson(request), 'exportId'))
    if (ticket === undefined) {
      throw new HttpError(
        404,
        'not-found',
        'This export is not ready, or was made before the app started. Export again.',
      )
    }
    sendReply(request, response, { ok: true, value: { url: `/download/${ticket}` } })
  }

  async function giveDownload({ request, response, matched }: Call): Promise<void> {
    const file = downloads.redeem(matched)
    if (!file) {
      throw new HttpError(404, 'not-found', 'This download was used before or is older than a minute. Start it again.')
    }
    const sent = await sendFile(request, response, file.path, {
      'content-type': 'application/octet-stream',
      'content-disposition': attachment(file.fileName),
      'cache-control': 'no-store',
    })
    if (!sent) throw new HttpError(404, 'not-found', `${file.fileName} is no longer there. Export again.`)
  }

  const server = createServer(
    // Uploads may take long; bodies that must be short have a time limit of their own.
    { headersTimeout: headersTimeoutMs, requestTimeout: 0, connectionsCheckingInterval: 1000 },
    (request, response) => {
      answer(request, response).catch((error) => sendError(request, response, error, log))
    },
  )
  server.maxConnections = maxConnections
  server.timeout = idleMs
  server.on('clientError', (error, socket) => {
    refused('127.0.0.1', 'no-request')
    refuseBadRequest(error, socket)
  })

  /** A link that opens the app in one tab, within 10 minutes. Each call makes another; the server must be listening. */
  const newLink = (): string => `http://127.0.0.1:${port}/#t=${session.newCode()}`

  return {
    /**
     * Starts serving and gives the first link. Port 0 takes any; without one it is the last one again, or any where that
     * is taken. Call it once the core holds the library's lock.
     */
    async listen({ port: wanted }: { port?: number | undefined }): Promise<{ port: number; url: string }> {
      await uploads.clean().catch(log)
      await (wanted === undefined ? listenAgain(server, pages.lastPort) : listenOn(server, wanted))
      port = (server.address() as AddressInfo).port
      pages.servedOn(port)
      return { port, url: newLink() }
    },
    newLink,
    async close(): Promise<void> {
      events.close()
      downloads.close()
      server.closeAllConnections()
      if (server.listening) await server[Symbol.asyncDispose]()
    },
  }
}

function stranger(): HttpError {
  return new HttpError(403, 'forbidden', 'Open the app from its own address.')
}

function memberOf(body: unknown, key: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[key] : undefined
}

function hasOther(body: unknown, key: string, own: string): boolean {
  const value = memberOf(body, key)
  return value !== undefined && value !== own
}

function textOf(body: unknown, key: string): string {
  const value = memberOf(body, key)
  if (typeof value !== 'string') throw new HttpError(400, 'bad-input', `The request lacks the text "${key}".`)
  return value
}
