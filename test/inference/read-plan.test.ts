import { expect, test } from 'vitest'
import { companyFor } from '../../src-main/inference/company.ts'
import { keptLength, readPieces } from '../../src-main/inference/read-plan.ts'

test('whatever a sequence held before, no token of a prompt is read alone, and a border is the end of a piece', () => {
  for (const promptLength of [3, 4, 40, 66, 330, 511, 512, 513, 514, 515, 577, 1026, 2_560]) {
    for (const common of [0, 1, 30, 64, 300, 511, promptLength - 3, promptLength - 2, promptLength - 1, promptLength]) {
      const kept = keptLength(promptLength, Math.min(common, promptLength))
      for (const shared of [0, 2, 63, 300, 512, 513, 1024, promptLength - 2, promptLength]) {
        const border = keptLength(promptLength, Math.min(shared, promptLength))
        let at = kept
        const ends = readPieces(promptLength, kept, border).map((length) => {
          expect(length >= 2 && length <= 512, `${promptLength}, ${common}, ${shared}: ${length}`).toBe(true)
          at += length
          return at
        })
        expect(at).toBe(promptLength - 1)
        if (border - kept >= 2) expect(ends).toContain(border)
      }
    }
  }
})

test('as much is kept as leaves no token alone', () => {
  expect(keptLength(400, 350)).toBe(350)
  expect(keptLength(400, 398)).toBe(397)
  expect(keptLength(400, 399)).toBe(399)
  expect(keptLength(400, 400)).toBe(399)
  expect(keptLength(3, 1)).toBe(0)
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
