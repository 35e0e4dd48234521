import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModelFile } from '../../src-main/core/engine.ts'
import { type TinyGgufOptions, writeTinyGguf } from './tiny-gguf.ts'

/** A folder of tiny models; `remove` takes it away. */
export function tinyModels() {
  const folder = mkdtempSync(join(tmpdir(), 'loom-tiny-'))
  let count = 0
  return {
    make(options: TinyGgufOptions = {}): ModelFile {
      const path = join(folder, `tiny-${++count}.gguf`)
      writeTinyGguf(path, options)
      return { path, sha256: createHash('sha256').update(readFileSync(path)).digest('hex'), name: `Tiny ${count}` }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
