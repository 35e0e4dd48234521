import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { suggestModels } from '../../src-main/core/models/suggest-models.ts'
import { layout, startTestCore, tempFolder } from '../support/test-core.ts'

const gigabyte = 2 ** 30

test('stronger models come smallest first, and those that fit the memory are told from those that do not', () => {
  const small = suggestModels(layout.suggestions, 4 * gigabyte)
  expect(small.length).toBeGreaterThan(3)
  const sizes = small.map(({ sizeBytes }) => sizeBytes)
  expect(sizes).toEqual(sizes.toSorted((one, other) => one - other))
  expect(small.filter(({ fits }) => fits)).toEqual([])
  const middle = suggestModels(layout.suggestions, 8 * gigabyte).map(({ fits }) => fits)
  expect(middle).toEqual(middle.toSorted((one, other) => Number(other) - Number(one)))
  expect(new Set(middle)).toEqual(new Set([true, false]))
  expect(suggestModels(layout.suggestions, 32 * gigabyte).every(({ fits }) => fits)).toBe(true)
  for (const { sizeBytes, needsBytes } of small) expect(needsBytes).toBeGreaterThan(sizeBytes + gigabyte)
})

test('they are asked for through the door of the core; a broken list is told in words', async () => {
  const core = startTestCore()
  expect(await core.ask('model.suggestions', {})).toEqual(
    expect.arrayContaining([expect.objectContaining({ place: 'Qwen/Qwen3-4B-GGUF', licence: 'Apache-2.0' })]),
  )
  const file = join(tempFolder(), 'suggestions.json')
  writeFileSync(
    file,
    '{"format":"persona-loom/suggestions@1","models":[{"name":"x","place":"javascript:alert(1)","sizeBytes":1,"licence":""}]}',
  )
  expect(() => suggestModels(file, gigabyte)).toThrow(/cannot be read/)
  expect(() => suggestModels(`${file}.none`, gigabyte)).toThrow(/cannot be read/)
})
