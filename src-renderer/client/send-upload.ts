import type { Reply } from '#contract/errors'
import type { UploadOptions } from './transport.ts'

/** What gives nothing for so long is no file, but a pipe or a device. */
const stalledMs = 30_000

/** Sends a file as it is. XMLHttpRequest, because `fetch` tells nothing about how much of a body was sent. */
export function sendUpload(
  address: string,
  headers: Record<string, string>,
  file: File,
  { onProgress, signal }: UploadOptions,
): Promise<Reply<{ fileId: string }>> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    const broken = () =>
      resolve({
        ok: false,
        error: {
          code: 'bad-file',
          message: `${file.name} did not arrive: the connection broke, or the file changed while it was read. Nothing of it was kept. Choose it again.`,
        },
      })
    let stalled: ReturnType<typeof setTimeout> | undefined
    const rest = () => clearTimeout(stalled)
    const watch = () => {
      rest()
      stalled = setTimeout(() => {
        resolve({
          ok: false,
          error: {
            code: 'bad-file',
            message: `${file.name} gave nothing for ${stalledMs / 1000} seconds, as a pipe or a device does. Nothing of it was kept. Choose a file that lies on a disk.`,
          },
        })
        call.abort()
      }, stalledMs)
    }
    const abort = () => {
      call.abort()
      reject(signal?.reason)
    }
    call.open('POST', `${address}?name=${encodeURIComponent(file.name.toWellFormed())}`)
    for (const [name, value] of Object.entries(headers)) call.setRequestHeader(name, value)
    call.setRequestHeader('content-type', 'application/octet-stream')
    call.responseType = 'json'
    call.upload.onprogress = ({ loaded, total }) => {
      watch()
      onProgress?.(loaded, total)
    }
    // From here on the app is at work.
    call.upload.onload = rest
    call.onerror = broken
    call.onload = () => (call.response === null ? broken() : resolve(call.response))
    call.onloadend = () => {
      rest()
      signal?.removeEventListener('abort', abort)
    }
    if (signal?.aborted) return abort()
    signal?.addEventListener('abort', abort, { once: true })
    watch()
    call.send(file)
  })
}
