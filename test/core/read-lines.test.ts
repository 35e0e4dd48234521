import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withTextFile } from '../../src-main/core/personas/open-text-file.ts'
import { readLines, type TextLine } from '../../src-main/core/personas/read-lines.ts'

async function linesOf(content: string | Buffer, limitBytes?: number): Promise<TextLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'loom-lines-'))
  try {
    writeFileSync(join(folder, 'a.txt'), content)
    return await withTextFile(join(folder, 'a.txt'), 'a.txt', (file) => Array.from(readLines(file, limitBytes)))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('characters and line ends that fall between two reads stay whole', async () => {
  // One byte more each time moves every later character across the border of a read.
  const text = (lead: number) => 'x'.repeat(lead) + 'aé中👩🏽‍🚀\r\nzweite Zeile\n'.repeat(9000)
  for (let lead = 0; lead < 45; lead++) {
    const lines = await linesOf(text(lead))
    expect(lines.map((line) => line.text + ('end' in line ? line.end : '')).join('')).toBe(text(lead))
    expect(lines).toHaveLength(18_000)
  }
})

test('each line has its number and its own end', async () => {
  expect(await linesOf('\uFEFFa\r\n\nb\rc\nd')).toEqual([
    { line: 1, text: 'a', end: '\r\n' },
    { line: 2, text: '', end: '\n' },
    { line: 3, text: 'b\rc', end: '\n' },
    { line: 4, text: 'd', end: '' },
  ])
})

test('a line of exactly the limit is read, one byte more is not, and the next line is there', async () => {
  const limit = 2 ** 20
  const lines = await linesOf(`${'x'.repeat(limit)}\n${'x'.repeat(limit + 1)}\nlast`, limit)
  expect(lines.map((line) => ('problem' in line ? line.problem : line.text.length))).toEqual([
    limit,
    'Line 2 is longer than 1 MB.',
    4,
  ])
})

test.each([
  ['a stray continuation byte', [0x61, 0x80], 1],
  ['an overlong form', [0x61, 0x62, 0xc0, 0xaf], 2],
  ['half a surrogate pair', [0xed, 0xa0, 0x80], 0],
  ['a code point that does not exist', [0x61, 0xf4, 0x90, 0x80, 0x80], 1],
  ['a character cut by another', [0x61, 0xe4, 0xb8, 0x61], 1],
])('%s is refused with its place', async (_name, bytes, offset) => {
  await expect(linesOf(Buffer.from([...bytes, 0x0a]))).rejects.toThrow(`Not UTF-8 at byte ${offset}.`)
})

test('bytes that are not UTF-8 behind the first reads are refused with their place in the file', async () => {
  const bytes = Buffer.from('aé\n'.repeat(300_000))
  bytes[1_000_000] = 0xff
  await expect(linesOf(bytes)).rejects.toThrow(/Not UTF-8 at byte (999999|1000000)\./)
})
