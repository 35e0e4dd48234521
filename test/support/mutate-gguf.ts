const absurdLengths = [
  0n,
  1n,
  255n,
  2n ** 16n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 40n,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
]
const absurdCodes = [0, 1, 4, 8, 9, 10, 12, 13, 64, 0x7fffffff, 0xffffffff]

/**
 * A copy with one to three damages in its first `headerBytes` bytes: flipped bytes, absurd 64-bit lengths and 32-bit
 * codes (often just beside one of `names`, where the real ones are), or a cut. `random` gives [-1, 1).
 */
export function mutateGguf(good: Buffer, headerBytes: number, names: readonly string[], random: () => number): Buffer {
  const below = (limit: number) => Math.floor(((random() + 1) / 2) * limit)
  const pick = <T>(list: readonly T[]) => list[below(list.length)] as T
  let bytes = Buffer.from(good)

  function somewhere(): number {
    if (below(3) === 0) return below(headerBytes)
    const name = pick(names)
    const at = good.indexOf(name)
    return pick([at - 8, at + name.length, at + name.length + 4, at + name.length + 8, at + name.length + 12])
  }
  const damages = [
    () => {
      const at = below(Math.min(headerBytes, bytes.length))
      bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8))
    },
    () => {
      const at = somewhere()
      if (at + 8 <= bytes.length) bytes.writeBigUInt64LE(pick(absurdLengths), at)
    },
    () => {
      const at = somewhere()
      if (at + 4 <= bytes.length) bytes.writeUInt32LE(pick(absurdCodes), at)
    },
    () => {
      const at = somewhere()
      if (at + 4 <= bytes.length) bytes.writeUInt32LE((bytes.readUInt32LE(at) + below(9) - 4) >>> 0, at)
    },
  ]
  for (let left = 1 + below(3); left > 0; left--) pick(damages)()
  if (below(8) === 0) bytes = bytes.subarray(0, below(bytes.length))
  return bytes
}
