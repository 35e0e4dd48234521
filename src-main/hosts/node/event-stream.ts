import type { ServerResponse } from 'node:http'
import { secureHeaders } from './http-reply.ts'

/** Calls the listener for everything that the core publishes, until the returned function is called. */
export type Subscribe = (listener: (name: string, payload: unknown) => void) => () => void

const heartbeatMs = 15_000
const maxWaitingBytes = 8 * 1024 * 1024

/**
 * Server-sent events for every open page, in the order in which they were published.
 * A reader that leaves more than 8 MB waiting is dropped: it comes back and fetches the state anew.
 */
export function createEventStream(subscribe: Subscribe) {
  const readers = new Set<ServerResponse>()

  function send(frame: string): void {
    for (const reader of readers) {
      if (reader.writableLength > maxWaitingBytes) reader.destroy()
      else reader.write(frame)
    }
  }

  const unsubscribe = subscribe((name, payload) => {
    if (readers.size > 0) send(`event: ${name}\ndata: ${JSON.stringify(payload)}\n\n`)
  })
  // Tells both sides that the other still lives, also when a run says nothing for a while.
  const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs)
  heartbeat.unref()

  return {
    open(response: ServerResponse): void {
      response.writeHead(200, { ...secureHeaders, 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write(': open\n\n')
      readers.add(response)
      response.once('close', () => readers.delete(response))
    },
    close(): void {
      clearInterval(heartbeat)
      unsubscribe()
      for (const reader of readers) reader.destroy()
    },
  }
}
