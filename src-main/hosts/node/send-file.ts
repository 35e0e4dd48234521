import { open, stat } from 'node:fs/promises'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { isHangUp, secureHeaders } from './http-reply.ts'

/** Streams a regular file; without a body for HEAD. False, with nothing sent, when there is none. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  headers: OutgoingHttpHeaders,
): Promise<boolean> {
  // Asked before opening, because opening a pipe would wait for its writer.
  const isRegular = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
  if (!isRegular) return false
  const file = await open(path)
  try {
    const { size } = await file.stat()
    response.writeHead(200, { ...secureHeaders, ...headers, 'content-length': size })
    if (request.method === 'HEAD' || size === 0) response.end()
    else await pipeline(file.createReadStream({ end: size - 1, autoClose: false }), response)
  } catch (error) {
    if (!isHangUp(error)) throw error
  } finally {
    await file.close()
  }
  return true
}
