import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { AppError, type ErrorCode, type Reply, unforeseen } from '#contract/errors'
import { HttpError } from './http-error.ts'

/** Sent with every answer. Scripts come from our own files only, and nothing is fetched from elsewhere. */
export const secureHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // Browsers look up the hosts of links on a page beforehand; a shown link must not leave this machine.
  'x-dns-prefetch-control': 'off',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

const statusOf: Partial<Record<ErrorCode, number>> = {
  forbidden: 403,
  'not-found': 404,
  'disk-full': 507,
  internal: 500,
}

const lingerMs = 5000

export function sendReply(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  status = 200,
  headers: OutgoingHttpHeaders = {},
): void {
  const body = JSON.stringify(reply)
  response.writeHead(status, {
    ...secureHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(body)
  if (!request.complete && !request.destroyed) dropTheRest(request)
}

/** Anything that is not an AppError is our bug: it goes to the log, and the caller learns no detail. */
export function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  log: (error: unknown) => void,
): void {
  if (isHangUp(error)) return void response.destroy()
  const foreseen = error instanceof AppError
  if (!foreseen) log(error)
  if (response.headersSent) return void response.destroy()
  const { code, message } = foreseen ? error : unforeseen
  const own = error instanceof HttpError ? error : undefined
  const status = own?.status ?? statusOf[code] ?? 422
  sendReply(request, response, { ok: false, error: { code, message } }, status, own?.headers)
}

/** True when the other side went away, which is its own business and no failure. */
export function isHangUp(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes((error as NodeJS.ErrnoException).code ?? '')
}

// A sender that is cut off while it still sends never sees the answer, so the rest is read and dropped for a moment.
function dropTheRest(request: IncomingMessage): void {
  const timer = setTimeout(() => request.socket.destroy(), lingerMs)
  timer.unref()
  request.once('close', () => clearTimeout(timer))
  request.resume()
}
