import { expect, test } from 'vitest'
import { filledUp, type Together, tokensTogether } from '#contract/together'
import { companyFor } from '../../src-main/inference/company.ts'
import { keptLength, readPieces } from '../../src-main/inference/read-plan.ts'

const pairs: Together = { least: 2, step: 1 }
const fours: Together = { least: 4, step: 4 }

test('whatever a sequence held before, a prompt is read up to its last token, and a border is the end of a piece', () => {
  for (const promptLength of [1, 2, 3, 40, 511, 512, 513, 514, 577, 1026, 2_560]) {
    for (const common of [0, 1, 30, 511, 512, promptLength - 1, promptLength]) {
      const kept = keptLength(promptLength, Math.min(common, promptLength))
      for (const shared of [0, 2, 300, 512, 1024, promptLength]) {
        const border = keptLength(promptLength, Math.min(shared, promptLength))
        let at = kept
        const ends = readPieces(promptLength, kept, border).map((length) => {
          expect(length >= 1 && length <= 512, `${promptLength}, ${common}, ${shared}: ${length}`).toBe(true)
          at += length
          return at
        })
        expect(at).toBe(promptLength - 1)
        if (border > kept) expect(ends).toContain(border)
      }
    }
  }
})

test('K-quants are evaluated by fours, other types by two and more', () => {
  expect(tokensTogether(['F32', 'Q4_1', 'Q8_0', 'IQ4_NL'])).toEqual(pairs)
  expect(tokensTogether(['F32', 'Q4_K', 'Q8_0'])).toEqual(fours)
  expect([1, 2, 3, 300].map((count) => filledUp(count, pairs))).toEqual([2, 2, 3, 300])
  expect([1, 3, 4, 5, 512].map((count) => filledUp(count, fours))).toEqual([4, 4, 4, 8, 512])
})

/** Slots that write as x, those beside them that read along as o. */
function filled(text: string, together: Together): string {
  const writing = Array.from(text, (mark) => mark === 'x')
  const company = companyFor(writing, together)
  expect(company.every((at) => at >= 0 && at < writing.length && !writing[at])).toBe(true)
  return Array.from(text, (mark, at) => (company.includes(at) ? 'o' : mark)).join('')
}

test('no slot is evaluated without a neighbour, and slots with neighbours are left alone', () => {
  expect(filled('........', pairs)).toBe('........')
  expect(filled('xxxxxxxx', pairs)).toBe('xxxxxxxx')
  expect(filled('x.......', pairs)).toBe('xo......')
  expect(filled('.......x', pairs)).toBe('......ox')
  expect(filled('x.x.x.x.', pairs)).toBe('xox.xox.')
  expect(filled('xx.x....', pairs)).toBe('xx.xo...')
  expect(filled('xx....x.x', pairs)).toBe('xx....xox')
})

test('by fours, each unbroken row of slots is a multiple of four, and no longer than it must be', () => {
  expect(filled('........', fours)).toBe('........')
  expect(filled('...x....', fours)).toBe('...xooo.')
  expect(filled('.......x', fours)).toBe('....ooox')
  expect(filled('..x..x..', fours)).toBe('..xoox..')
  expect(filled('x......x', fours)).toBe('xoooooox')
  expect(filled('xxxxx...', fours)).toBe('xxxxxooo')
  for (let writing = 0; writing < 2 ** 12; writing++) {
    const text = writing.toString(2).padStart(12, '0').replaceAll('0', '.').replaceAll('1', 'x')
    const runs = filled(text, fours).match(/[xo]+/g) ?? []
    expect(
      runs.every(({ length }) => length % 4 === 0),
      text,
    ).toBe(true)
  }
})
