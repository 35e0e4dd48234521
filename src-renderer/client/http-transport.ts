import type { Reply } from '#contract/errors'
import { readEvents } from './event-reader.ts'
import { sendUpload } from './send-upload.ts'
import type { Connection, Transport } from './transport.ts'

type Options = {
  token: string
  /** Where the host is; the page's own address where missing. */
  base?: string
  silenceMs?: number
}

/** Speaks to the localhost host. */
export function createHttpTransport({ token, base = '', silenceMs = 45_000 }: Options) {
  const headers = { authorization: `Bearer ${token}` }
  const watchers = new Set<(state: Connection) => void>()
  let connection: Connection = 'connecting'

  function setConnection(state: Connection): void {
    if (state === connection) return
    connection = state
    for (const watcher of watchers) watcher(state)
  }

  async function post(path: string, body: unknown): Promise<Reply> {
    try {
      const response = await fetch(base + path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body ?? null),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
      })
      return await response.json()
    } catch {
      // The browser tells no more about a failed request than that it failed.
      return { ok: false, error: { code: 'internal', message: unreachable } }
    }
  }

  return {
    request: (name, input) => post(`/api/${encodeURIComponent(name)}`, input),
    onEvent: (onEvent) =>
      readEvents({ address: `${base}/events`, headers, onEvent, onState: setConnection, silenceMs }),
    onConnection(watcher) {
      watchers.add(watcher)
      watcher(connection)
      return () => void watchers.delete(watcher)
    },
    upload: (file, options) => sendUpload(`${base}/upload`, headers, file, options),
    async download(exportId) {
      const reply = await post('/tickets', { exportId })
      if (!reply.ok) return reply
      saveFrom(base + (reply.value as { url: string }).url)
      return { ok: true, value: null }
    },
  } satisfies Transport
}

const unreachable =
  'The app does not answer. What was stored is safe. Look at the window where it was started, and start it again.'

// A click on a link is how a page hands a file to the browser's own download list, whatever its size.
function saveFrom(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}
