import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModelFile } from '../../src-main/core/engine.ts'
import { type TinyEmbeddingOptions, tinyEmbeddingGguf } from './tiny-embedding.ts'
import { type TinyGgufOptions, tinyGguf } from './tiny-gguf.ts'
import { type TinyMemory, tinyMemoryGguf } from './tiny-memory.ts'

/** A folder of tiny models; `remove` takes it away. */
export function tinyModels() {
  const folder = mkdtempSync(join(tmpdir(), 'loom-tiny-'))
  let count = 0

  function store(bytes: Buffer): ModelFile {
    const path = join(folder, `tiny-${++count}.gguf`)
    writeFileSync(path, bytes)
    return { path, sha256: createHash('sha256').update(bytes).digest('hex'), name: `Tiny ${count}` }
  }

  return {
    make: (options: TinyGgufOptions = {}): ModelFile => store(tinyGguf(options)),
    /** One that turns texts into vectors. */
    makeEmbedding: (options: TinyEmbeddingOptions = {}): ModelFile => store(tinyEmbeddingGguf(options)),
    /** One that keeps what it read in another way. */
    makeWithMemory: (memory: TinyMemory, options: { window?: number } = {}): ModelFile =>
      store(tinyMemoryGguf(memory, options)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
