import { AppError, type Reply } from '#contract/errors'
import type { Client } from '#contract/index'

/**
 * Whether events arrive. After every `open` the interface fetches its state anew, because what happened in between was
 * not heard. `refused`: the host does not know this page (it holds another library, or was told to forget its pages), so
 * that the first one or a new link is needed.
 */
export type Connection = 'connecting' | 'open' | 'reconnecting' | 'refused'

/** A raw road to the core: HTTP, or the bridge of a desktop window. Replies are sent, never thrown. */
export type Transport = {
  request(name: string, input: unknown): Promise<Reply>
  /** Every event, in order, until the returned function is called. */
  onEvent(listener: (name: string, payload: unknown) => void): () => void
  /** Tells the state now and each time it changes. A road without it is always open. */
  onConnection?(listener: (state: Connection) => void): () => void
  /** Makes a chosen file known to the core. Rejects only when `signal` aborts. */
  upload?(file: File, options: UploadOptions): Promise<Reply<{ fileId: string }>>
  /** Hands a finished export to the person. */
  download?(exportId: string): Promise<Reply<null>>
  /** Hands a text that the page made to the person, as a file, and gives its name; null where they chose no place for it. */
  saveText?(fileName: string, text: string): Promise<Reply<string | null>>
}

export type UploadOptions = {
  onProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined
  signal?: AbortSignal | undefined
}

export type AppClient = Client & {
  files: {
    upload(file: File, options?: UploadOptions): Promise<{ fileId: string }>
    download(exportId: string): Promise<void>
    saveText(fileName: string, text: string): Promise<string | null>
  }
  onConnection(listener: (state: Connection) => void): () => void
  /** Stops listening. */
  close(): void
}

/** Gives a raw transport the shape of the contract. A refusal becomes an AppError with the core's own sentence. */
export function createClient(transport: Transport): AppClient {
  const listeners = new Map<string, Set<(payload: never) => void>>()

  const close = transport.onEvent((name, payload) => {
    for (const listener of listeners.get(name) ?? []) runApart(() => listener(payload as never))
  })

  return {
    request: async (name, input) => unwrap(await transport.request(name, input)) as never,
    subscribe(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => void set.delete(listener)
    },
    files: {
      async upload(file, options = {}) {
        if (!transport.upload) throw unable()
        return unwrap(await transport.upload(file, options))
      },
      async download(exportId) {
        if (!transport.download) throw unable()
        unwrap(await transport.download(exportId))
      },
      async saveText(fileName, text) {
        if (!transport.saveText) throw unable()
        return unwrap(await transport.saveText(fileName, text))
      },
    },
    onConnection(listener) {
      if (transport.onConnection) return transport.onConnection(listener)
      listener('open')
      return () => undefined
    },
    close,
  }
}

function unwrap<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new AppError(reply.error.code, reply.error.message)
  return reply.value
}

// One broken listener must neither silence the others nor look like a broken connection.
function runApart(call: () => void): void {
  try {
    call()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

function unable(): AppError {
  return new AppError('forbidden', 'Files cannot be moved on this road.')
}
