import type { Meeting } from './meet-host.ts'
import type { Connection } from './transport.ts'

type Options = {
  address: string
  /** Asked before each try: who answers there, and what then proves this page to it. */
  meet: () => Promise<{ meeting: Meeting; headers: Record<string, string> }>
  onEvent: (name: string, payload: unknown) => void
  onState: (state: Connection) => void
  /** Without a sign of life for this long the connection counts as broken. The host beats every 15 s. */
  silenceMs: number
}

const firstWaitMs = 250
const longestWaitMs = 5000

/**
 * Listens to server-sent events, again and again until stopped: a host that does not know this page may give way to
 * the one that does. `fetch` and not EventSource, because the token belongs into a header and not into an address.
 */
export function readEvents({ address, meet, onEvent, onState, silenceMs }: Options): () => void {
  const stopping = new AbortController()
  let waitMs = firstWaitMs

  async function run(): Promise<void> {
    onState('connecting')
    while (!stopping.signal.aborted) {
      const ending = await listenOnce()
      if (stopping.signal.aborted) return
      onState(ending)
      await pause(waitMs, stopping.signal)
      waitMs = Math.min(waitMs * 2, longestWaitMs)
    }
  }

  async function listenOnce(): Promise<'refused' | 'reconnecting'> {
    const { meeting, headers } = await meet()
    if (meeting !== 'known') return meeting === 'refused' ? 'refused' : 'reconnecting'
    const silence = new AbortController()
    const giveUp = () => silence.abort()
    let timer = setTimeout(giveUp, silenceMs)
    try {
      const signal = AbortSignal.any([stopping.signal, silence.signal])
      const response = await fetch(address, { headers, signal, cache: 'no-store', credentials: 'omit' })
      if (response.status === 403) return 'refused'
      if (!response.ok || !response.body) return 'reconnecting'
      waitMs = firstWaitMs
      onState('open')
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
      let waiting = ''
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return 'reconnecting'
        clearTimeout(timer)
        timer = setTimeout(giveUp, silenceMs)
        const frames = (waiting + value).split('\n\n')
        waiting = frames.pop() ?? ''
        frames.forEach(deliver)
      }
    } catch {
      // Whatever broke the connection, the answer is to connect again; the state tells the person.
      return 'reconnecting'
    } finally {
      clearTimeout(timer)
      // Lets go of an answer that was not read to its end.
      silence.abort()
    }
  }

  function deliver(frame: string): void {
    // JSON leaves U+2028 and U+2029 as they are, and a dot stops there without the flag.
    const [, name, data] = /^event: (\S+)\ndata: (.+)$/s.exec(frame) ?? []
    if (name && data) onEvent(name, JSON.parse(data))
  }

  void run()
  return () => stopping.abort()
}

function pause(timeMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeMs)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
