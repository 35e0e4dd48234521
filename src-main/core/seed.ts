import { createHash } from 'node:crypto'

/** First 32 bits of SHA-256 over the parts, unsigned; the parts are separated so that no two lists read alike. */
export function seedFrom(...parts: (string | number | Uint8Array)[]): number {
  const hash = createHash('sha256')
  for (const part of parts) {
    const bytes = typeof part === 'object' ? part : Buffer.from(String(part), 'utf8')
    hash.update(`${bytes.length}:`).update(bytes)
  }
  return hash.digest().readUInt32BE(0)
}

/** A repeatable stream of numbers in [0, 1) (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** `count` different numbers below `size`, in drawn order. */
export function drawIndexes(seed: number, size: number, count: number): number[] {
  const random = randomFrom(seed)
  const pool = Array.from({ length: size }, (_, index) => index)
  for (let at = 0; at < Math.min(count, size); at++) {
    const other = at + Math.floor(random() * (size - at))
    const taken = pool[other] as number
    pool[other] = pool[at] as number
    pool[at] = taken
  }
  return pool.slice(0, Math.min(count, size))
}
