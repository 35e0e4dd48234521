import type { TextPiece } from './wire.ts'

/** Collects pieces of text and sends them at most once in `everyMs`, all calls together: one message a token is slow. */
export function createTextBatcher(send: (pieces: TextPiece[]) => void, everyMs = 50) {
  let waiting = new Map<number, string>()
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (waiting.size === 0) return
    const pieces = Array.from(waiting, ([id, text]) => ({ id, text }))
    waiting = new Map()
    send(pieces)
  }

  return {
    add(id: number, text: string): void {
      waiting.set(id, (waiting.get(id) ?? '') + text)
      timer ??= setTimeout(flush, everyMs)
    },
    /** Sends what came to one call, before its end is told. */
    flushOf(id: number): void {
      if (waiting.has(id)) flush()
    },
  }
}
