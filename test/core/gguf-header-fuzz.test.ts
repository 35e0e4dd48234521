import { writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { AppError } from '#contract/errors'
import { readGgufHeader } from '../../src-main/core/models/gguf-header.ts'
import { createModelFolder } from '../support/model-folder.ts'
import { mutateGguf } from '../support/mutate-gguf.ts'
import { createRandom, tinyGguf } from '../support/tiny-gguf.ts'

const models = createModelFolder()
afterAll(models.remove)

const hundreds = Math.ceil(Number(process.env['LOOM_MUTANTS'] ?? 2_000) / 100)

const isSentence = (error: unknown) =>
  error instanceof AppError && error.code === 'model-unusable' && /^mutant\.gguf\b.{20,300}$/.test(error.message)

test(`of ${hundreds * 100} damaged headers each is read or refused with a sentence, quickly and in little memory`, () => {
  const good = tinyGguf({ shape: { blocks: 1, embedding: 32, heads: 2, headsKv: 1, feedForward: 32 } })
  const headerBytes = good.lastIndexOf('output_norm.weight') + 60
  const names = good.toString('latin1').match(/\b(general|llama|tokenizer|blk|token_embd|output_norm)\.[\w.]+/g) ?? []
  const random = createRandom(20)
  const path = models.path('mutant.gguf')
  const rssBefore = process.memoryUsage().rss
  const strange: unknown[] = []
  let accepted = 0

  for (let hundred = 0; hundred < hundreds; hundred++) {
    let readingMs = 0
    for (let mutant = 0; mutant < 100; mutant++) {
      writeFileSync(path, mutateGguf(good, headerBytes, names, random))
      const startMs = performance.now()
      try {
        readGgufHeader(path)
        accepted++
      } catch (error) {
        if (!isSentence(error)) strange.push(error)
      }
      readingMs += performance.now() - startMs
    }
    expect(readingMs).toBeLessThan(2_000)
  }
  expect(strange).toEqual([])
  // Both roads were taken, and often.
  expect(accepted).toBeGreaterThan(hundreds * 5)
  expect(accepted).toBeLessThan(hundreds * 95)
  expect(process.memoryUsage().rss - rssBefore).toBeLessThan(200_000_000)
}, 300_000)
