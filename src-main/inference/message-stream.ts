import type { Readable, Writable } from 'node:stream'
import { deserialize, serialize } from 'node:v8'

const lengthBytes = 4
/** The vectors of thousands of texts have room. */
const longestMessage = 32 * 2 ** 20

/** Writes a message behind its length. */
export function writeMessage(stream: Writable, message: unknown): void {
  const body = serialize(message)
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(body.length)
  stream.write(Buffer.concat([length, body]))
}

/**
 * Hands on each message of a stream. Node's own channel ends the whole host on bytes that are no message, and reads one
 * of any size; here both are handed on as undefined, which is no message, and nothing behind them is read.
 */
export function readMessages(stream: Readable, onMessage: (message: unknown) => void): void {
  let chunks: Buffer[] = []
  let waiting = 0
  let needed = lengthBytes
  let isLength = true

  function fail(): void {
    stream.off('data', take)
    stream.resume()
    chunks = []
    onMessage(undefined)
  }

  function take(chunk: Buffer): void {
    chunks.push(chunk)
    waiting += chunk.length
    while (waiting >= needed) {
      const all = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
      const part = all.subarray(0, needed)
      chunks = [all.subarray(needed)]
      waiting = all.length - needed
      if (isLength) {
        needed = part.readUInt32BE()
        if (needed > longestMessage) return fail()
      } else {
        needed = lengthBytes
        let message: unknown
        try {
          message = deserialize(part)
        } catch {
          return fail() // What it says is the reader's own: these bytes are no message.
        }
        onMessage(message)
      }
      isLength = !isLength
    }
  }

  stream.on('data', take)
}
