import type { Reply } from '#contract/errors'
import { readEvents } from './event-reader.ts'
import { createMeeting, type Meeting } from './meet-host.ts'
import { noAnswer } from './no-answer.ts'
import { sendUpload } from './send-upload.ts'
import type { Connection, Transport } from './transport.ts'

type Refusal = Extract<Reply, { ok: false }>
type Options = {
  token: string
  /** Where the host is; the page's own address where missing. */
  base?: string
  silenceMs?: number
}

const meetingMs = 10_000

/** Speaks to the localhost host. */
export function createHttpTransport({ token, base = '', silenceMs = 45_000 }: Options) {
  let page = withToken(token)
  const watchers = new Set<(state: Connection) => void>()
  let connection: Connection = 'connecting'

  function withToken(ownToken: string) {
    return {
      headers: { authorization: `Bearer ${ownToken}` },
      ...createMeeting(ownToken, base, Math.min(silenceMs, meetingMs)),
    }
  }

  function setConnection(state: Connection): void {
    if (state !== 'open') page.forget()
    if (state === connection) return
    connection = state
    for (const watcher of watchers) watcher(state)
  }

  async function post(path: string, body: unknown): Promise<Reply> {
    const { meet, forget, headers } = page
    const refusal = refusals[await meet()]
    if (refusal) return refusal
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
      forget()
      // The browser tells no more about a failed request than that it failed.
      return noAnswer
    }
  }

  return {
    request: (name, input) => post(`/api/${encodeURIComponent(name)}`, input),
    onEvent: (onEvent) =>
      readEvents({
        address: `${base}/events`,
        meet: async () => ({ meeting: await page.meet(), headers: page.headers }),
        onEvent,
        onState: setConnection,
        silenceMs,
      }),
    onConnection(watcher) {
      watchers.add(watcher)
      watcher(connection)
      return () => void watchers.delete(watcher)
    },
    async upload(file, options) {
      const refusal = refusals[await page.meet()]
      return refusal ?? sendUpload(`${base}/upload`, page.headers, file, options)
    },
    async download(exportId) {
      const reply = await post('/tickets', { exportId })
      if (!reply.ok) return reply
      saveFrom(base + (reply.value as { url: string }).url)
      return { ok: true, value: null }
    },
    async saveText(fileName, text) {
      const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
      saveFrom(url, fileName)
      // The click only begins the download; the browser still reads the address for a moment.
      setTimeout(() => URL.revokeObjectURL(url), 10_000)
      return { ok: true, value: fileName }
    },
    /** Goes on with the token of a new link. */
    renew(newToken: string): void {
      page = withToken(newToken)
    },
  } satisfies Transport & { renew: (token: string) => void }
}

const refusals: Record<Meeting, Refusal | undefined> = {
  known: undefined,
  refused: { ok: false, error: { code: 'forbidden', message: 'Open the app from its own address.' } },
  away: noAnswer,
}

// A click on a link is how a page hands a file to the browser's own download list, whatever its size.
function saveFrom(url: string, fileName = ''): void {
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
}
