import { afterAll, expect, test } from 'vitest'
import { readGgufHeader } from '../../src-main/core/models/gguf-header.ts'
import { neededBytes } from '../../src-main/core/models/plan-room.ts'
import { tinyShape } from '../support/tiny-gguf.ts'
import { tinyModels } from '../support/tiny-model.ts'

const models = tinyModels()
afterAll(() => models.remove())

test('the memory of the rows that are read along is reckoned too: by fours for K-quants, else one beside a lone row', () => {
  const needed = (options: Parameters<typeof models.make>[0]) => {
    const header = readGgufHeader(models.make(options).path)
    return (slots: number) => neededBytes(header, 1_000, slots)
  }
  const full = needed({})
  expect(full(1)).toBe(full(2))
  expect(full(3)).toBeGreaterThan(full(2))
  const kQuant = needed({ isKQuant: true, shape: { embedding: 256, feedForward: 256 } })
  expect([kQuant(1), kQuant(3)]).toEqual([kQuant(4), kQuant(4)])
  expect(kQuant(5)).toBe(kQuant(8))
})

test('layers without attention cost no memory for each token, and their state some for each row and for what prompts share', () => {
  const needed = (memory: Parameters<typeof models.makeWithMemory>[0], contextSize: number, slots: number) =>
    neededBytes(readGgufHeader(models.makeWithMemory(memory).path), contextSize, slots)
  const perToken = (memory: Parameters<typeof needed>[0]) => needed(memory, 1_001, 4) - needed(memory, 1_000, 4)
  const attentionOfAToken = 512 * tinyShape.heads * 4
  const bytes = tinyShape.headsKv * (tinyShape.embedding / tinyShape.heads) * 2 * 2 * 4
  expect(perToken('sliding') - attentionOfAToken).toBe(bytes * tinyShape.blocks)
  expect(perToken('hybrid') - attentionOfAToken).toBe(((bytes / 4) * 5 * tinyShape.blocks) / 2)
  expect(perToken('recurrent')).toBe(0)
  // A state of 16 numbers and three inputs of a convolution for each of 128, in two layers.
  expect(needed('recurrent', 1_000, 3) - needed('recurrent', 1_000, 2)).toBe(2 * 128 * (16 + 3) * 4)
})
