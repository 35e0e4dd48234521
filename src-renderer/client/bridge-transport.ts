import type { Reply } from '#contract/errors'
import type { Transport } from './transport.ts'

/** What a menu and a key of the page do alike. */
export type MenuCommand = 'find' | 'pause' | 'export'

/** What the preload script of a desktop window hands to the page. */
export type Bridge = {
  request(name: string, input: unknown): Promise<Reply>
  onEvent(listener: (name: string, payload: unknown) => void): () => void
  onGo(listener: (path: string) => void): () => void
  onCommand(listener: (command: MenuCommand) => void): () => void
  /** Whether something is written and not saved. */
  setUnsaved(isUnsaved: boolean): Promise<Reply<null>>
  upload(file: File): Promise<Reply<{ fileId: string }>>
  download(exportId: string): Promise<Reply<null>>
  saveText(fileName: string, text: string): Promise<Reply<string | null>>
}

/** Undefined in a browser. */
export const bridge = (window as Window & { bridge?: Bridge }).bridge

/** Speaks to the core in the desktop app's own process. Files do not travel: they are known by where they are. */
export function createBridgeTransport({ request, onEvent, upload, download, saveText }: Bridge): Transport {
  return {
    request,
    onEvent,
    async upload(file, { signal }) {
      const reply = await upload(file)
      signal?.throwIfAborted()
      return reply
    },
    download,
    saveText,
  }
}
