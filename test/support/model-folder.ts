import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '#contract/errors'
import { readGgufHeader } from '../../src-main/core/models/gguf-header.ts'

/** A temporary folder for model files, and what a person reads who chooses one that cannot be used. */
export function createModelFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'loom-models-'))
  const path = (name: string) => join(folder, name)

  function refusalOf(modelPath: string): string {
    try {
      readGgufHeader(modelPath)
    } catch (error) {
      if (error instanceof AppError) return error.message
      throw error
    }
    throw new Error('The file was accepted.')
  }

  return {
    path,
    refusalOf,
    refusal(bytes: Buffer | string, name = 'a.gguf'): string {
      writeFileSync(path(name), bytes)
      return refusalOf(path(name))
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}
