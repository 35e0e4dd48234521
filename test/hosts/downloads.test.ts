import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startHttpHost, token } from '../support/start-http-host.ts'

type Sold = { ok: true; value: { url: string } }

async function hostWithExport(fileName = 'math.jsonl') {
  const host = await startHttpHost()
  const path = join(host.root, 'private', 'export.jsonl')
  await writeFile(path, '{"a":1}\n')
  const numbers = { rows: 1, leftOut: 0, sizeBytes: 8, sha256: 'x', guardedCells: 0 }
  host.publish('export.done', { exportId: 'e1', result: { exportId: 'e1', path, fileName, ...numbers }, problem: null })
  const buy = (exportId: string) =>
    host.send({
      path: '/tickets',
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ exportId }),
    })
  return { ...host, path, buy, url: ((await buy('e1')).json() as Sold).value.url }
}

test('a finished export is downloaded by a ticket, without a token, as a file and never as a page', async () => {
  const { send, url } = await hostWithExport()
  expect(url).toMatch(/^\/download\/[\w-]{43}$/)
  const answer = await send({ path: url })
  expect(answer).toMatchObject({ status: 200, text: '{"a":1}\n' })
  expect(answer.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="math.jsonl"; filename*=UTF-8''math.jsonl`,
    'content-length': '8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
})

test('a ticket that is used twice gives the file once, even when both come at the same moment', async () => {
  const { send, url } = await hostWithExport()
  const answers = await Promise.all([send({ path: url }), send({ path: url }), send({ path: url })])
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 404, 404])
})

test('a ticket that is found after 60 seconds gives nothing', async () => {
  const { send, url, buy, clock } = await hostWithExport()
  clock.now += 60_000
  const late = await send({ path: url })
  expect(late.status).toBe(404)
  expect(late.json()).toMatchObject({ error: { message: expect.stringContaining('older than a minute') } })
  const again = ((await buy('e1')).json() as Sold).value.url
  clock.now += 59_999
  expect((await send({ path: again })).status).toBe(200)
})

test('a guessed ticket gives nothing', async () => {
  const { send } = await hostWithExport()
  for (const ticket of ['x', '__proto__', 'e1', '..%2fsecret.txt']) {
    expect((await send({ path: `/download/${ticket}` })).status).toBe(404)
  }
})

test('another site that knows a ticket gets nothing, and the ticket stays good', async () => {
  const { send, url } = await hostWithExport()
  expect((await send({ path: url, headers: { origin: 'https://evil.test' } })).status).toBe(403)
  expect((await send({ path: url, headers: { host: 'evil.test' } })).status).toBe(403)
  expect((await send({ path: url })).status).toBe(200)
})

test.each(['e2', '__proto__', '/etc/passwd', ''])('the export id %j buys no ticket', async (exportId) => {
  const { buy } = await hostWithExport()
  const answer = await buy(exportId)
  expect(answer.status).toBe(404)
  expect(answer.json()).toMatchObject({ error: { code: 'not-found' } })
})

test('a request for a ticket that names no export is called by its fault', async () => {
  const { send } = await hostWithExport()
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  for (const body of ['null', '[]', '{}', '{"exportId":1}']) {
    expect((await send({ path: '/tickets', method: 'POST', headers, body })).status).toBe(400)
  }
})

test('an export that failed can not be downloaded', async () => {
  const { publish, buy } = await hostWithExport()
  publish('export.done', { exportId: 'e3', result: null, problem: { code: 'disk-full', message: 'The disk is full.' } })
  expect((await buy('e3')).status).toBe(404)
})

test('an export whose file was removed is said to be gone', async () => {
  const { send, url, path } = await hostWithExport()
  await rm(path)
  const answer = await send({ path: url })
  expect(answer.status).toBe(404)
  expect(answer.json()).toMatchObject({ error: { message: 'math.jsonl is no longer there. Export again.' } })
})

test.each([
  ['Übung "1" 100%.csv', `attachment; filename="_bung _1_ 100_.csv"; filename*=UTF-8''%C3%9Cbung%20_1_%20100%25.csv`],
  ["it's (a) *.csv", `attachment; filename="it's (a) _.csv"; filename*=UTF-8''it%27s%20%28a%29%20_.csv`],
  ['a\r\nset-cookie: x.csv', `attachment; filename="a__set-cookie_ x.csv"; filename*=UTF-8''a__set-cookie_%20x.csv`],
  ['half \ud800.csv', `attachment; filename="half _.csv"; filename*=UTF-8''half%20%EF%BF%BD.csv`],
  ['../../.bashrc', `attachment; filename="bashrc"; filename*=UTF-8''bashrc`],
])('the file name %j breaks neither the header nor the disk', async (fileName, header) => {
  const { send, url } = await hostWithExport(fileName)
  expect((await send({ path: url })).headers['content-disposition']).toBe(header)
})
