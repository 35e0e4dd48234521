import { writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { readGgufHeader } from '../../src-main/core/models/gguf-header.ts'
import { createGgufBuilder, type GgufEntry } from '../support/gguf-builder.ts'
import { createModelFolder } from '../support/model-folder.ts'
import { tinyGguf, writeTinyGguf } from '../support/tiny-gguf.ts'

const models = createModelFolder()
afterAll(models.remove)
const { path: inFolder, refusal, refusalOf } = models

const u16 = (value: number): GgufEntry => ({ type: 'u16', value })
const part = (number: number, count: number) => `big-0000${number}-of-0000${count}.gguf`
const tail = (number: number) =>
  createGgufBuilder()
    .start({ entries: 2, tensors: 1 })
    .entry('split.count', u16(3))
    .entry('split.no', u16(number - 1))
    .tensor(`extra.${number}`, [8], 0, 0)
    .padTo(32)
    .raw(Buffer.alloc(32))
    .build()

test('row 16: a missing part is named', () => {
  writeTinyGguf(inFolder(part(1, 3)), { metadata: { 'split.count': u16(3), 'split.no': u16(0) } })
  writeFileSync(inFolder(part(3, 3)), tail(3))
  expect(refusalOf(inFolder(part(1, 3)))).toBe(
    'Part 2 of 3 is missing: big-00002-of-00003.gguf. Put all parts into one folder.',
  )
})

test('with all parts it is one model; a later part sends to the first; a damaged one is found', () => {
  writeFileSync(inFolder(part(2, 3)), tail(2))
  expect(readGgufHeader(inFolder(part(1, 3)))).toMatchObject({ tensorCount: 22, parameterCount: 110_096 })
  expect(refusalOf(inFolder(part(2, 3)))).toBe(
    'This is part 2 of 3 of a model. Choose part 1: big-00001-of-00003.gguf.',
  )
  writeFileSync(inFolder(part(2, 3)), tail(3))
  expect(refusalOf(inFolder(part(1, 3)))).toContain(
    'big-00002-of-00003.gguf: the file is part 3 of 3 of a model; its name must end in -00003-of-00003.gguf.',
  )
  writeFileSync(inFolder(part(2, 3)), '')
  expect(refusalOf(inFolder(part(1, 3)))).toContain('big-00002-of-00003.gguf is empty.')
})

test('a model whose parts were joined again is one file', () => {
  writeTinyGguf(inFolder('joined.gguf'), { metadata: { 'split.count': u16(0), 'split.no': u16(0) } })
  expect(readGgufHeader(inFolder('joined.gguf')).tensorCount).toBe(20)
})

test('a renamed part and a whole model under the name of a part', () => {
  const metadata = { 'split.count': u16(3), 'split.no': u16(0) }
  expect(refusal(tinyGguf({ metadata }))).toContain('its name must end in -00001-of-00003.gguf.')
  expect(refusal(tinyGguf({ metadata: { 'split.count': { type: 'u32', value: 3 } } }))).toContain(
    "'split.count' has the wrong type.",
  )
  writeTinyGguf(inFolder('whole-00002-of-00002.gguf'))
  expect(refusal(tinyGguf(), 'whole-00001-of-00002.gguf')).toContain('but the file is a whole model. Rename it.')
})
