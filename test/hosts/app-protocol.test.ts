import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAppProtocol } from '../../src-main/hosts/electron/app-protocol.ts'

const around = mkdtempSync(join(tmpdir(), 'loom-app-'))
const folder = join(around, 'renderer')
const answer = createAppProtocol(folder)
const get = (url: string, method = 'GET') => answer(new Request(url, { method }))

beforeAll(() => {
  for (const name of ['renderer', 'renderer/assets', 'renderer-old']) mkdirSync(join(around, name))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'assets/a b.js'), 'run()')
  writeFileSync(join(around, 'secret.txt'), 'secret')
  writeFileSync(join(around, 'renderer-old/secret.txt'), 'secret')
  symlinkSync(join(around, 'secret.txt'), join(folder, 'assets/link.txt'))
})

afterAll(() => rmSync(around, { recursive: true }))

test('the page and its files come with their types and the rules for scripts', async () => {
  const page = await get('app://loom/')
  expect([page.status, await page.text()]).toEqual([200, '<!doctype html>'])
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  const script = await get('app://loom/assets/a%20b.js')
  expect([script.headers.get('content-type'), await script.text()]).toEqual(['text/javascript; charset=utf-8', 'run()'])
})

test.each([
  ['a way up', 'app://loom/../secret.txt'],
  ['an encoded way up', 'app://loom/%2e%2e/secret.txt'],
  ['an encoded slash', 'app://loom/..%2fsecret.txt'],
  ['a longer way up', 'app://loom/assets/..%2f..%2fsecret.txt'],
  ['a neighbour whose name begins alike', 'app://loom/..%2frenderer-old%2fsecret.txt'],
  ['a whole path', `app://loom/${encodeURIComponent(join(around, 'secret.txt'))}`],
  ['two slashes', `app://loom/${join(around, 'secret.txt')}`],
  ['a link that leads out', 'app://loom/assets/link.txt'],
  ['a folder', 'app://loom/assets'],
  ['the folder itself', 'app://loom/assets%2f..'],
  ['an end of text in the name', 'app://loom/index.html%00.js'],
  ['half a character', 'app://loom/%ff'],
  ['what is not there', 'app://loom/none.js'],
])('%s gets nothing', async (_intruder, url) => {
  const refused = await get(url)
  expect([refused.status, await refused.text()]).toEqual([404, ''])
})

test.each([
  ['another host', 'app://evil/', 'GET'],
  ['a host that begins alike', 'app://loom.evil.test/', 'GET'],
  ['a port', 'app://loom:8080/', 'GET'],
  ['no host', 'app:/index.html', 'GET'],
  ['a question that changes something', 'app://loom/index.html', 'POST'],
])('%s is refused', async (_intruder, url, method) => {
  const refused = await get(url, method)
  expect([refused.status, await refused.text()]).toEqual([403, ''])
})
