import { readSync } from 'node:fs'
import { AppError } from '#contract/errors'

const windowBytes = 256 * 1024
/** The largest header known has about 20 MB, nearly all of it vocabulary. */
export const headerLimitBytes = 256 * 1024 * 1024
/** A text or list claimed to be longer than this was never written by a download that was cut off. */
const believableBytes = 16 * 1024 * 1024

export type OpenFile = { fd: number; name: string; sizeBytes: number }

/**
 * Reads little-endian values through a window of 256 KB. No read passes the end of the file, the header limit or
 * `deadlineMs` (on the clock of `performance.now()`): each is refused with `model-unusable`.
 */
export function createGgufReader({ fd, name, sizeBytes }: OpenFile, deadlineMs: number) {
  let window: Buffer = Buffer.alloc(0)
  let windowStart = 0
  let position = 0

  const refusal = (sentence: string) => new AppError('model-unusable', `${name}: ${sentence}`)
  const cutOff = () =>
    refusal(`the model's header is cut off at byte ${sizeBytes}. Download it again, or copy it again from its source.`)

  function readFile(bytes: number): Buffer {
    if (performance.now() > deadlineMs) throw refusal('reading the header takes too long. Not loaded.')
    const buffer = Buffer.allocUnsafe(bytes)
    for (let filled = 0; filled < bytes; ) {
      const read = readSync(fd, buffer, filled, bytes - filled, position + filled)
      // The file became shorter while it was read.
      if (read === 0) throw cutOff()
      filled += read
    }
    return buffer
  }

  function expect(bytes: number): void {
    if (bytes > sizeBytes - position) throw cutOff()
    if (position + bytes > headerLimitBytes) {
      throw refusal(`the header is larger than ${sizeInWords(headerLimitBytes)}. Not loaded.`)
    }
  }

  /** Moves past `bytes` bytes and tells where they are in the window. */
  function take(bytes: number): number {
    expect(bytes)
    if (position < windowStart || position + bytes > windowStart + window.length) {
      window = readFile(Math.min(windowBytes, sizeBytes - position))
      windowStart = position
    }
    position += bytes
    return position - bytes - windowStart
  }

  function read(bytes: number): Buffer {
    expect(bytes)
    if (bytes > windowBytes) {
      const whole = readFile(bytes)
      position += bytes
      return whole
    }
    const at = take(bytes)
    return window.subarray(at, at + bytes)
  }

  const scalar = (bytes: number, readAt: (at: number) => number) => () => readAt(take(bytes))
  /** Exact up to 2^53; beyond, near enough to be seen as too large. */
  const u64 = scalar(8, (at) => window.readUInt32LE(at) + window.readUInt32LE(at + 4) * 2 ** 32)

  return {
    sizeBytes,
    refusal,
    position: () => position,
    seek(to: number): void {
      position = to
    },
    skip(bytes: number): void {
      expect(bytes)
      position += bytes
    },
    u8: scalar(1, (at) => window.readUInt8(at)),
    i8: scalar(1, (at) => window.readInt8(at)),
    u16: scalar(2, (at) => window.readUInt16LE(at)),
    i16: scalar(2, (at) => window.readInt16LE(at)),
    u32: scalar(4, (at) => window.readUInt32LE(at)),
    i32: scalar(4, (at) => window.readInt32LE(at)),
    f32: scalar(4, (at) => window.readFloatLE(at)),
    u64,
    i64: scalar(8, (at) => window.readUInt32LE(at) + window.readInt32LE(at + 4) * 2 ** 32),
    f64: scalar(8, (at) => window.readDoubleLE(at)),
    /** The length in front of a text; `what` names the text for people. */
    textLength(what: string): number {
      const bytes = u64()
      if (bytes <= sizeBytes - position) return bytes
      if (bytes <= believableBytes) throw cutOff()
      throw refusal(
        `the header claims a ${sizeInWords(bytes)} ${what} in a ${sizeInWords(sizeBytes)} file. Not loaded.`,
      )
    },
    /** Room for a list of `bytes` bytes or more. False when no cut can explain that there is none. */
    hasRoomFor(bytes: number): boolean {
      if (bytes <= sizeBytes - position) return true
      if (bytes <= believableBytes) throw cutOff()
      return false
    },
    text: (bytes: number) => read(bytes).toString('utf8'),
    bytes: read,
  }
}
export type GgufReader = ReturnType<typeof createGgufReader>

const units = ['KB', 'MB', 'GB', 'TB', 'PB', 'EB']

/** "33-byte", "2 GB": before a noun, in decimal units as file managers show them. */
function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes}-byte`
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3))
  return `${Math.round(bytes / 1000 ** power)} ${units[power - 1]}`
}
