import { ggufValueTypes } from '../../src-main/core/models/gguf-types.ts'

type NumberType = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'f32' | 'u64' | 'i64' | 'f64'
export type GgufEntry =
  | { type: NumberType; value: number | bigint }
  | { type: 'bool'; value: boolean }
  | { type: 'text'; value: string }
  | { type: 'list'; of: NumberType; values: readonly number[] }
  | { type: 'list'; of: 'text'; values: readonly string[] }

/** The number that a GGUF file stores for a type of value. */
export const typeCode = (name: string) => ggufValueTypes.findIndex((type) => type.name === name)

/** Strings the bytes of a GGUF together, in the order of the calls. Nothing is checked: a lie is as easy as a truth. */
export function createGgufBuilder() {
  const parts: Buffer[] = []
  let length = 0

  function number(type: NumberType, value: number | bigint) {
    const bytes = Buffer.alloc(8)
    const end = writers[type](bytes, value)
    return raw(bytes.subarray(0, end))
  }
  function raw(bytes: Buffer | string) {
    const part = Buffer.from(bytes)
    parts.push(part)
    length += part.length
    return builder
  }
  const u32 = (value: number) => number('u32', value)
  const u64 = (value: number | bigint) => number('u64', value)
  const text = (value: string) => u64(Buffer.byteLength(value)).raw(value)

  const builder = {
    raw,
    number,
    u32,
    u64,
    text,
    /** Magic, version and the two counts: 24 bytes. */
    start: (counts: { version?: number; tensors: number | bigint; entries: number | bigint }) =>
      raw('GGUF')
        .u32(counts.version ?? 3)
        .u64(counts.tensors)
        .u64(counts.entries),
    entry(key: string, entry: GgufEntry) {
      text(key).u32(typeCode(entry.type))
      if (entry.type === 'text') text(entry.value)
      else if (entry.type === 'bool') number('u8', entry.value ? 1 : 0)
      else if (entry.type !== 'list') number(entry.type, entry.value)
      else {
        u32(typeCode(entry.of)).u64(entry.values.length)
        if (entry.of === 'text') for (const value of entry.values) text(value)
        else for (const value of entry.values) number(entry.of, value)
      }
      return builder
    },
    tensor(name: string, dimensions: readonly (number | bigint)[], type: number, offset: number | bigint) {
      text(name).u32(dimensions.length)
      for (const dimension of dimensions) u64(dimension)
      return u32(type).u64(offset)
    },
    padTo: (alignment: number) => raw(Buffer.alloc(Math.ceil(length / alignment) * alignment - length)),
    build: () => Buffer.concat(parts),
  }
  return builder
}

/** Each returns how many bytes it wrote. */
const writers: Record<NumberType, (bytes: Buffer, value: number | bigint) => number> = {
  u8: (bytes, value) => bytes.writeUInt8(Number(value)),
  i8: (bytes, value) => bytes.writeInt8(Number(value)),
  u16: (bytes, value) => bytes.writeUInt16LE(Number(value)),
  i16: (bytes, value) => bytes.writeInt16LE(Number(value)),
  u32: (bytes, value) => bytes.writeUInt32LE(Number(value)),
  i32: (bytes, value) => bytes.writeInt32LE(Number(value)),
  f32: (bytes, value) => bytes.writeFloatLE(Number(value)),
  u64: (bytes, value) => bytes.writeBigUInt64LE(BigInt(value)),
  i64: (bytes, value) => bytes.writeBigInt64LE(BigInt(value)),
  f64: (bytes, value) => bytes.writeDoubleLE(Number(value)),
}
