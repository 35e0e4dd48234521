import { type GgufMetadata, readGgufMetadata } from './gguf-metadata.ts'
import { createGgufReader, type GgufReader, type OpenFile } from './gguf-reader.ts'
import { type GgufTensor, readGgufTensors } from './gguf-tensors.ts'

const magicBytes = 4
const defaultAlignment = 32
const minAlignment = 8
const maxAlignment = 65_536

export type GgufFile = { version: number; reader: GgufReader; metadata: GgufMetadata; tensors: GgufTensor[] }

/** Reads one file whose magic has been seen: structure only, not yet what the values mean. */
export function readGgufFile(file: OpenFile, deadlineMs: number): GgufFile {
  const reader = createGgufReader(file, deadlineMs)
  reader.skip(magicBytes)
  const version = readVersion(reader)
  const tensorCount = reader.u64()
  const metadata = readGgufMetadata(reader, reader.u64())
  const tensors = readGgufTensors(reader, tensorCount, alignmentOf(reader, metadata))
  return { version, reader, metadata, tensors }
}

function readVersion(reader: GgufReader): number {
  const version = reader.u32()
  if (version === 2 || version === 3) return version
  const bigEndian = (version & 0xffff) === 0 && version !== 0
  const shown = bigEndian ? `${version >>> 24} (big-endian)` : version
  throw reader.refusal(`GGUF version ${shown} is not supported by this app. Look for another edition of the model.`)
}

/** llama.cpp takes a u32 that is a power of two, the format's description a multiple of 8. */
function alignmentOf(reader: GgufReader, metadata: GgufMetadata): number {
  const entry = metadata.get('general.alignment')
  if (!entry) return defaultAlignment
  const value = entry.type === 'u32' ? entry.value : 0
  if (value >= minAlignment && value <= maxAlignment && (value & (value - 1)) === 0) return value
  const shown = typeof entry.value === 'number' ? ` (${entry.value})` : ''
  throw reader.refusal(`invalid alignment value${shown}. Not loaded.`)
}
