import { afterAll, expect, test } from 'vitest'
import { readGgufHeader } from '../../src-main/core/models/gguf-header.ts'
import { neededBytes } from '../../src-main/core/models/plan-room.ts'
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
