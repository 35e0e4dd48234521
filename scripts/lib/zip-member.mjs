import { createReadStream, createWriteStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { isDiskError, SourceError } from './source-error.mjs'

/** Layouts and signatures: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16. */
const LOCAL = 0x04034b50
const ENTRY = 0x02014b50
const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const END_BYTES = 22
const MAX_COMMENT_BYTES = 0xffff
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024

/** @typedef {import('node:fs/promises').FileHandle} FileHandle */
/** @typedef {{ method: number, flags: number, packedBytes: number, unpackedBytes: number, localOffset: number }} Entry */

/**
 * Unpacks one member of a ZIP file to `target`. Every declared length is held against the file and against the size
 * that the member must have, before anything is read or written by it; the member's name never becomes a path.
 * @param {{ zip: string, member: string, target: string, sizeBytes: number }} options
 */
export async function extractMember({ zip, member, target, sizeBytes }) {
  const range = await locate(zip, member, sizeBytes)
  let doneBytes = 0
  const counter = new Transform({
    transform(chunk, _encoding, done) {
      doneBytes += chunk.length
      if (doneBytes > sizeBytes) done(new SourceError(`"${member}" unpacks to more than ${sizeBytes} bytes`))
      else done(null, chunk)
    },
  })
  const packed = createReadStream(zip, { start: range.start, end: range.end - 1 })
  const output = createWriteStream(target)
  try {
    if (range.isPacked) await pipeline(packed, createInflateRaw(), counter, output)
    else await pipeline(packed, counter, output)
    if (doneBytes < sizeBytes) throw new SourceError(`"${member}" unpacks to less than ${sizeBytes} bytes`)
  } catch (error) {
    // Half of an unpacked file helps no later try.
    await rm(target, { force: true })
    if (error instanceof SourceError || isDiskError(error)) throw error
    throw new SourceError(`"${member}" is damaged inside its package`)
  }
}

/**
 * @param {string} zip
 * @param {string} member
 * @param {number} sizeBytes
 */
async function locate(zip, member, sizeBytes) {
  const file = await open(zip, 'r')
  try {
    const fileBytes = (await file.stat()).size
    const directory = await readDirectory(file, fileBytes)
    const entry = findEntry(directory.bytes, member)
    if (entry.unpackedBytes !== sizeBytes) {
      throw new SourceError(`"${member}" has ${entry.unpackedBytes} bytes in the package instead of ${sizeBytes}`)
    }
    if (entry.flags & 1) throw new SourceError(`"${member}" is encrypted`)
    if (entry.method !== 0 && entry.method !== 8) throw new SourceError(`"${member}" is packed in an unknown way`)
    const local = await read(file, entry.localOffset, 30)
    if (local.readUInt32LE(0) !== LOCAL) throw damaged()
    const start = entry.localOffset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
    const end = start + entry.packedBytes
    if (entry.packedBytes === 0 || end > directory.start) throw damaged()
    return { start, end, isPacked: entry.method === 8 }
  } finally {
    await file.close()
  }
}

/**
 * @param {FileHandle} file
 * @param {number} fileBytes
 */
async function readDirectory(file, fileBytes) {
  const tailBytes = Math.min(fileBytes, END_BYTES + MAX_COMMENT_BYTES)
  const tailStart = fileBytes - tailBytes
  const tail = await read(file, tailStart, tailBytes)
  const at = findEnd(tail)
  let start = tail.readUInt32LE(at + 16)
  let sizeBytes = tail.readUInt32LE(at + 12)
  if (start === 0xffffffff || sizeBytes === 0xffffffff) {
    const locator = at - 20
    if (locator < 0 || tail.readUInt32LE(locator) !== LOCATOR64) throw damaged()
    const end64 = await read(file, toNumber(tail.readBigUInt64LE(locator + 8)), 56)
    if (end64.readUInt32LE(0) !== END64) throw damaged()
    sizeBytes = toNumber(end64.readBigUInt64LE(40))
    start = toNumber(end64.readBigUInt64LE(48))
  }
  if (sizeBytes > MAX_DIRECTORY_BYTES) throw new SourceError('its list of contents is too long')
  return { start, bytes: await read(file, start, sizeBytes) }
}

/** The last end record whose comment reaches exactly to the end of the file. @param {Buffer} tail */
function findEnd(tail) {
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length) return at
  }
  throw new SourceError('it is not a ZIP file')
}

/**
 * @param {Buffer} directory
 * @param {string} member
 * @returns {Entry}
 */
function findEntry(directory, member) {
  /** @type {Entry[]} */
  const found = []
  for (let at = 0; at < directory.length; ) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY) throw damaged()
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30)
    const next = extraEnd + directory.readUInt16LE(at + 32)
    if (directory.toString('utf8', at + 46, nameEnd) === member) {
      found.push(readEntry(directory.subarray(at, at + 46), directory.subarray(nameEnd, extraEnd)))
    }
    at = next
  }
  if (found[0] === undefined) throw new SourceError(`it does not hold "${member}"`)
  if (found.length > 1) throw new SourceError(`it holds "${member}" more than once`)
  return found[0]
}

/**
 * @param {Buffer} head
 * @param {Buffer} extra
 * @returns {Entry}
 */
function readEntry(head, extra) {
  const long = readLongNumbers(extra)
  // A field that is full stands for the next of the 64-bit numbers, in this order.
  const number = (/** @type {number} */ at) => {
    const short = head.readUInt32LE(at)
    if (short !== 0xffffffff) return short
    const next = long.shift()
    if (next === undefined) throw damaged()
    return next
  }
  const unpackedBytes = number(24)
  const packedBytes = number(20)
  const localOffset = number(42)
  return { flags: head.readUInt16LE(8), method: head.readUInt16LE(10), packedBytes, unpackedBytes, localOffset }
}

/** @param {Buffer} extra */
function readLongNumbers(extra) {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (end > extra.length) throw damaged()
    if (extra.readUInt16LE(at) === 1) {
      const count = Math.min(3, Math.floor((end - at - 4) / 8))
      return Array.from({ length: count }, (_, index) => toNumber(extra.readBigUInt64LE(at + 4 + index * 8)))
    }
    at = end
  }
  return []
}

/**
 * Reads bytes that must be there.
 * @param {FileHandle} file
 * @param {number} start
 * @param {number} lengthBytes
 */
async function read(file, start, lengthBytes) {
  const buffer = Buffer.alloc(lengthBytes)
  const { bytesRead } = await file.read(buffer, 0, lengthBytes, start)
  if (bytesRead !== lengthBytes) throw damaged()
  return buffer
}

/** @param {bigint} value */
function toNumber(value) {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged()
  return Number(value)
}

function damaged() {
  return new SourceError('its list of contents is damaged')
}
