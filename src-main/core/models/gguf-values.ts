import type { GgufMetadata, GgufValue } from './gguf-metadata.ts'
import type { GgufReader } from './gguf-reader.ts'

const maxLayers = 10_000

export function textAt(metadata: GgufMetadata, key: string): string | undefined {
  const value = metadata.get(key)?.value
  return typeof value === 'string' ? value : undefined
}

export function numberAt(metadata: GgufMetadata, key: string): number | undefined {
  const value = metadata.get(key)?.value
  return typeof value === 'number' ? value : undefined
}

/** A whole number, or one for each layer; undefined when the header has none. Refused outside of `range`. */
export function sizesAt(
  { reader, metadata }: { reader: GgufReader; metadata: GgufMetadata },
  key: string,
  range: { smallest: number; largest: number },
): number[] | undefined {
  const entry = metadata.get(key)
  if (!entry) return undefined
  const sizes = sizesOf(reader, entry)
  if (sizes?.every((size) => size >= range.smallest && size <= range.largest)) return sizes
  throw reader.refusal(`the header gives an impossible '${key}'. Not loaded.`)
}

function sizesOf(reader: GgufReader, entry: GgufValue): number[] | undefined {
  if (entry.type === 'list') {
    const { type, count, position } = entry.value
    if ((type !== 'i32' && type !== 'u32') || count === 0 || count > maxLayers) return undefined
    reader.seek(position)
    return Array.from({ length: count }, () => reader[type]())
  }
  if (entry.type === 'f32' || entry.type === 'f64' || typeof entry.value !== 'number') return undefined
  return [entry.value]
}
