import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createPageStore } from '../../src-main/hosts/node/page-store.ts'

const dayMs = 24 * 60 * 60_000

/** A library's folder, and its page store as each start opens it; the clock stands until it is moved. */
function library() {
  const folder = mkdtempSync(join(tmpdir(), 'loom-pages-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'pages.json')
  const clock = { now: 1_000_000_000 }
  const logged: unknown[] = []
  const open = () => createPageStore({ file, now: () => clock.now, log: (error) => void logged.push(error) })
  return { folder, file, clock, logged, open }
}

test('a page is known at the next start, and its token is nowhere in the file', () => {
  const { open, file } = library()
  open().add('token')
  expect(open().knows('token')).toBe(true)
  expect(readFileSync(file, 'utf8')).not.toContain('token')
})

test('a token that differs in one letter, or is none, is nobody’s', () => {
  const pages = library().open()
  pages.add('token')
  for (const other of ['tokem', 'toke', 'token ', '']) expect(pages.knows(other)).toBe(false)
})

test('only this user can read the file, also where a wider one was there', () => {
  const { open, file } = library()
  writeFileSync(file, '{}')
  chmodSync(file, 0o666)
  open().add('token')
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a page that was not seen for a week is forgotten at the next start, and one that was seen is not', () => {
  const { open, clock } = library()
  const pages = open()
  pages.add('left alone')
  pages.add('used')
  clock.now += 2 * dayMs
  expect(pages.knows('used')).toBe(true)
  clock.now += 5 * dayMs
  const later = open()
  expect(['left alone', 'used'].map(later.knows)).toEqual([false, true])
})

test('a page does not end under the hands of the process that knows it', () => {
  const { open, clock } = library()
  const pages = open()
  pages.add('token')
  clock.now += 30 * dayMs
  expect(pages.knows('token')).toBe(true)
  expect(open().knows('token')).toBe(true)
})

test('a time that has not come yet, as of a clock that was set back, does not make a page last for ever', () => {
  const { open, clock } = library()
  open().add('token')
  clock.now -= dayMs
  expect(open().knows('token')).toBe(false)
})

test.each([
  ['nothing', ''],
  ['no JSON', '{"pages":[["'],
  ['JSON of another kind', 'null'],
  ['a list', '[]'],
  ['pages that are none', '{"port":"4000","pages":{"a":1}}'],
  ['entries that are none', '{"port":99999,"pages":[1,null,["x",1],["__proto__"],{"0":"a"}]}'],
  ['bytes', Buffer.from([0xff, 0x00, 0xfe])],
])('a file that holds %s counts as empty and is written anew', (_what, content) => {
  const { open, file, logged } = library()
  writeFileSync(file, content)
  const pages = open()
  expect([pages.lastPort, pages.knows('token'), pages.digestNamed('0123456789abcdef')]).toEqual([
    undefined,
    false,
    undefined,
  ])
  pages.servedOn(4000)
  pages.add('token')
  expect([open().lastPort, open().knows('token'), logged]).toEqual([4000, true, []])
})

test('entries that are in order stay, beside damaged ones', () => {
  const { open, file } = library()
  open().add('token')
  const kept = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...kept, pages: [['x'], ...kept.pages] }))
  expect(open().knows('token')).toBe(true)
})

test('where nothing can be written, pages are known to this process and the log has the reason', () => {
  const { open, file, logged } = library()
  mkdirSync(join(file, 'in the way'), { recursive: true })
  const pages = open()
  pages.add('token')
  expect(pages.knows('token')).toBe(true)
  expect(logged).toHaveLength(1)
  expect(existsSync(join(file, 'in the way'))).toBe(true)
})

test('of very many pages the one that was not used for longest is forgotten', () => {
  const { open } = library()
  const pages = open()
  for (let at = 0; at <= 200; at += 1) pages.add(`token ${at}`)
  expect([0, 1, 200].map((at) => pages.knows(`token ${at}`))).toEqual([false, true, true])
})

test('when all are forgotten no page is known, also at the next start, and the port stays', () => {
  const { open } = library()
  const pages = open()
  pages.servedOn(4000)
  pages.add('token')
  pages.forgetAll()
  expect([pages.knows('token'), open().knows('token'), open().lastPort]).toEqual([false, false, 4000])
})
