import { createServer, get as httpGet, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Answer } from '../../scripts/fetch-model.mjs'

export type Reply = (request: IncomingMessage, response: ServerResponse, count: number) => void

/** An https host for the tests: real sockets and real HTTP; only the encryption is left out. */
export async function startModelHost(reply: Reply) {
  const requests: { path: string; range: string | undefined }[] = []
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', range: request.headers.range })
    reply(request, response, requests.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo

  function get(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
    if (url.protocol !== 'https:') throw new Error(`asked for ${url}`)
    if (url.hostname !== 'models.test') {
      requests.push({ path: url.href, range: undefined })
      return Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }))
    }
    return new Promise((resolve, reject) => {
      httpGet({ port, path: url.pathname, headers, signal, agent: false }, (response) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response })
      }).once('error', reject)
    })
  }

  return { get, requests }
}

/** Answers like a good file server: with the part asked for and its place in the whole. */
export function sendFile(content: Buffer, request: IncomingMessage, response: ServerResponse, cutAfterBytes?: number) {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const size = content.length
  const range = start > 0 ? { 'content-range': `bytes ${start}-${size - 1}/${size}` } : {}
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': size - start, ...range })
  if (cutAfterBytes === undefined) response.end(content.subarray(start))
  else response.write(content.subarray(start, cutAfterBytes), () => setTimeout(() => response.destroy(), 50))
}
