import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Reply } from '#contract/errors'

const refusals: Record<string, [status: string, message: string]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The head of the request is too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time.'],
}

/** Answers what never became a request; there is no response object for it. */
export function refuseBadRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  // Where an answer has begun, a second one would land in the middle of it.
  const hasBegun = socket instanceof Socket && socket.bytesWritten > 0
  if (hasBegun || !socket.writable) return void socket.destroy()
  const [status, message] = refusals[error.code ?? ''] ?? ['400 Bad Request', 'This is not an HTTP request.']
  const body = JSON.stringify({ ok: false, error: { code: 'bad-input', message } } satisfies Reply)
  const head = `connection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`, () => socket.destroy())
}
