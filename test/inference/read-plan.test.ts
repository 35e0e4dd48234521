import { expect, test } from 'vitest'
import { companyFor } from '../../src-main/inference/company.ts'
import { keptLength, largeLength, readPieces } from '../../src-main/inference/read-plan.ts'

const lengths = [3, 4, 40, 63, 64, 65, 66, 67, 68, 127, 130, 330, 511, 512, 513, 577, 2_560]

test('whatever a slot held before, each token of a prompt is read in the same kind of piece, and none of them alone', () => {
  for (const promptLength of lengths) {
    for (const sharedLength of [0, 20, 63, 64, 66, 300, 512, 513, promptLength]) {
      const large = largeLength(promptLength, Math.min(sharedLength, promptLength))
      for (const common of [0, 1, 30, 64, 100, 300, 511, promptLength - 2, promptLength - 1, promptLength]) {
        for (const held of [0, 64, 300, large]) {
          const kept = keptLength(promptLength, large, { common: Math.min(common, promptLength), large: held })
          let at = kept
          for (const length of readPieces(promptLength, large, kept)) {
            const isLarge = at < large
            expect(isLarge ? length >= 64 && length <= 512 : length >= 2 && length <= 63).toBe(true)
            expect(isLarge && at + length > large, 'a piece across the border').toBe(false)
            at += length
          }
          expect(at).toBe(promptLength - 1)
        }
      }
    }
  }
})

test('of what was read in another kind of piece nothing is kept', () => {
  expect(keptLength(400, 300, { common: 350, large: 300 })).toBe(350)
  expect(keptLength(400, 300, { common: 350, large: 0 })).toBe(0)
  expect(keptLength(400, 0, { common: 350, large: 300 })).toBe(0)
  expect(keptLength(400, 300, { common: 250, large: 320 })).toBe(236)
})

test('no slot is evaluated without a neighbour, and slots with neighbours are left alone', () => {
  const both = (text: string) => {
    const writing = Array.from(text, (mark) => mark === 'x')
    const company = companyFor(writing)
    expect(company.every((at) => at >= 0 && at < writing.length && !writing[at])).toBe(true)
    return Array.from(text, (mark, at) => (company.includes(at) ? 'o' : mark)).join('')
  }
  expect(both('xxxxxxxx')).toBe('xxxxxxxx')
  expect(both('x.......')).toBe('xo......')
  expect(both('.......x')).toBe('......ox')
  expect(both('x.x.x.x.')).toBe('xox.xox.')
  expect(both('xx.x....')).toBe('xx.xo...')
  expect(both('xx....x.x')).toBe('xx....xox')
})
