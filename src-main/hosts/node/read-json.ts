import type { IncomingMessage } from 'node:http'
import { HttpError } from './http-error.ts'

const limitBytes = 1024 * 1024
const timeoutMs = 30_000

/** The body as JSON. Only `application/json` counts: other sites can post forms and plain text without asking. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json *(;.*)?$/i.test(request.headers['content-type'] ?? '')) {
    throw new HttpError(415, 'bad-input', 'Requests must be sent as application/json.')
  }
  const timer = setTimeout(() => request.destroy(tooSlow()), timeoutMs)
  try {
    return parse(await readBody(request))
  } finally {
    clearTimeout(timer)
  }
}

const tooSlow = () => new HttpError(408, 'bad-input', 'The request did not arrive in time.')

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = () =>
    new HttpError(413, 'bad-input', 'The request is larger than 1 MB and was not read. Files come in by upload.')
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let sizeBytes = 0
  // The stream must outlive a refusal, because the answer leaves by the same socket.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    sizeBytes += chunk.length
    if (sizeBytes > limitBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    // What exactly is wrong in a body that a program made helps nobody.
    throw new HttpError(400, 'bad-input', 'The request is not valid JSON in UTF-8.')
  }
}
