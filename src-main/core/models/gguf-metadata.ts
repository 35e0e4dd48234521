import { type GgufReader, headerLimitBytes } from './gguf-reader.ts'
import { type GgufValueType, ggufValueTypes } from './gguf-types.ts'

const maxEntries = 10_000
const maxNameBytes = 255
const maxNameDots = 15
const maxTextBytes = 1024 * 1024
const maxWordBytes = 64
/** The only texts that are kept, up to so many bytes; all others are passed over, however many there are. */
const keptTexts = new Map([
  ['general.architecture', maxWordBytes],
  ['general.type', maxWordBytes],
  ['tokenizer.ggml.model', maxWordBytes],
  ['general.name', 1000],
  ['general.license', 1000],
  ['tokenizer.chat_template', maxTextBytes],
])

/** A list stays in the file: `position` is where its first element begins. */
export type GgufList = { type: Exclude<GgufValueType, 'list'>; count: number; position: number }
export type GgufValue =
  | { type: Exclude<GgufValueType, 'text' | 'list' | 'bool'>; value: number }
  | { type: 'bool'; value: boolean }
  | { type: 'text'; value: string | undefined }
  | { type: 'list'; value: GgufList }
export type GgufMetadata = ReadonlyMap<string, GgufValue>

/** Reads `count` entries from where the reader stands. */
export function readGgufMetadata(reader: GgufReader, count: number): GgufMetadata {
  if (count > maxEntries) throw reader.refusal('the header claims more entries than the file can hold. Not loaded.')
  const metadata = new Map<string, GgufValue>()
  for (let entry = 0; entry < count; entry++) {
    const key = readName(reader)
    if (metadata.has(key)) throw reader.refusal(`the header has two entries '${shown(key)}'. Not loaded.`)
    metadata.set(key, readValue(reader, key))
  }
  return metadata
}

function readName(reader: GgufReader): string {
  const bytes = reader.textLength('name')
  if (bytes > maxNameBytes) throw reader.refusal('metadata name too long or too deep. Not loaded.')
  const name = reader.text(bytes)
  const parts = name.split('.')
  if (parts.length > maxNameDots + 1) throw reader.refusal('metadata name too long or too deep. Not loaded.')
  // The engine turns dots into nested objects, and llama.cpp ends a name at its first NUL.
  if (bytes === 0 || parts.includes('__proto__') || /\p{Cc}/u.test(name)) {
    throw reader.refusal('invalid metadata name. Not loaded.')
  }
  return name
}

function readValue(reader: GgufReader, key: string): GgufValue {
  const type = readType(reader, key)
  if (type === 'list') return { type, value: readList(reader, key) }
  if (type === 'bool') return { type, value: reader.u8() !== 0 }
  if (type === 'text') return { type, value: readText(reader, key) }
  const value = reader[type]()
  if ((type === 'u64' || type === 'i64') && !Number.isSafeInteger(value)) {
    throw reader.refusal(`the number of '${shown(key)}' is too large. Not loaded.`)
  }
  return { type, value }
}

function readType(reader: GgufReader, key: string): GgufValueType {
  const code = reader.u32()
  const type = ggufValueTypes[code]
  if (!type) throw reader.refusal(`the entry '${shown(key)}' has an unknown type (${code}). Not loaded.`)
  return type.name
}

function readText(reader: GgufReader, key: string): string | undefined {
  const bytes = reader.textLength(`text '${shown(key)}'`)
  const keptBytes = key.endsWith('.rope.scaling.type') ? maxWordBytes : (keptTexts.get(key) ?? -1)
  if (bytes <= keptBytes) return reader.text(bytes)
  if (key === 'tokenizer.chat_template') throw reader.refusal('the chat template is larger than 1 MB. Not loaded.')
  reader.skip(bytes)
  return undefined
}

function readList(reader: GgufReader, key: string): GgufList {
  const type = readType(reader, key)
  if (type === 'list') throw reader.refusal('nested lists are not allowed in model headers. Not loaded.')
  const count = reader.u64()
  // A text takes at least its length of 8 bytes.
  const bytes = count * (ggufValueTypes.find(({ name }) => name === type)?.bytes || 8)
  if (bytes > headerLimitBytes || !reader.hasRoomFor(bytes)) {
    throw reader.refusal(`the header claims more entries in '${shown(key)}' than the file can hold. Not loaded.`)
  }
  const position = reader.position()
  if (type === 'text') {
    const what = `text in '${shown(key)}'`
    for (let at = 0; at < count; at++) reader.skip(reader.textLength(what))
  } else {
    reader.skip(bytes)
  }
  return { type, count, position }
}

/** A name from a file as it may stand in a sentence. */
export function shown(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{FFFD}').slice(0, 80)
}
