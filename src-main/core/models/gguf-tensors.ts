import { shown } from './gguf-metadata.ts'
import type { GgufReader } from './gguf-reader.ts'
import { ggmlTypes } from './gguf-types.ts'

const maxTensors = 65_536
const maxNameBytes = 255
const maxDimensions = 4
/** 2 TB: above every model there is, far below the numbers that lose exactness. */
const maxDataBytes = 2 ** 41

export type GgufTensor = { name: string; type: string; dimensions: number[]; elements: number }

/**
 * Reads `count` tensor descriptions from where the reader stands and checks that their data lies in the file, one after
 * the other, as llama.cpp demands.
 */
export function readGgufTensors(reader: GgufReader, count: number, alignment: number): GgufTensor[] {
  const misfit = (detail = '') => reader.refusal(`the tensor list does not fit the file${detail}. Not loaded.`)
  if (count > maxTensors) throw misfit()
  const names = new Set<string>()
  let dataBytes = 0
  let lastEnd = 0

  function readDimensions(): number[] {
    const length = reader.u32()
    if (length > maxDimensions) throw misfit()
    return Array.from({ length }, () => reader.u64())
  }

  function readTensor(): GgufTensor {
    const name = readName()
    const dimensions = readDimensions()
    const code = reader.u32()
    const type = ggmlTypes[code]
    if (!type) throw reader.refusal(`this app's engine does not know the tensor type ${code} of '${shown(name)}'.`)
    // Products stay exact: the first factor that takes them past the limit ends the reading.
    const elements = dimensions.reduce((product, size) => {
      if (size < 1 || product * size > maxDataBytes) throw misfit()
      return product * size
    }, 1)
    if ((dimensions[0] ?? 1) % type.values !== 0) throw misfit(`: '${shown(name)}' is not made of whole blocks`)
    if (reader.u64() !== dataBytes) throw misfit(`: '${shown(name)}' begins in the wrong place`)
    lastEnd = dataBytes + (elements / type.values) * type.bytes
    dataBytes = Math.ceil(lastEnd / alignment) * alignment
    if (dataBytes > maxDataBytes) throw misfit()
    return { name, type: type.name, dimensions, elements }
  }

  function readName(): string {
    const bytes = reader.textLength('tensor name')
    if (bytes > maxNameBytes) throw misfit(': a tensor has a name too long')
    const name = reader.text(bytes)
    if (/\p{Cc}/u.test(name)) throw misfit(`: '${shown(name)}' is no name`)
    if (names.has(name)) throw misfit(`: '${shown(name)}' is there twice`)
    names.add(name)
    return name
  }

  const tensors = Array.from({ length: count }, readTensor)
  const dataStart = Math.ceil(reader.position() / alignment) * alignment
  const neededBytes = count === 0 ? reader.position() : dataStart + lastEnd
  if (neededBytes > reader.sizeBytes) {
    throw reader.refusal(
      `File is incomplete: ${present(reader.sizeBytes, neededBytes)} present. Download it again, or copy it again.`,
    )
  }
  return tensors
}

const units = [
  { name: 'GB', bytes: 1e9 },
  { name: 'MB', bytes: 1e6 },
  { name: 'KB', bytes: 1e3 },
]

/** "0.4 of 0.7 GB"; to the byte where rounding would hide what is missing. */
function present(bytes: number, wholeBytes: number): string {
  const unit = units.find((each) => wholeBytes >= each.bytes)
  if (unit) {
    const [part, whole] = [bytes, wholeBytes].map((size) => (size / unit.bytes).toFixed(1))
    if (part !== whole) return `${part} of ${whole} ${unit.name}`
  }
  return `${bytes.toLocaleString('en')} of ${wholeBytes.toLocaleString('en')} bytes`
}
