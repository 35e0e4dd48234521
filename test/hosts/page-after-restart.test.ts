import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createHttpTransport } from '../../src-renderer/client/http-transport.ts'
import { type Connection, createClient } from '../../src-renderer/client/transport.ts'
import { startHttpHost } from '../support/start-http-host.ts'

const progress = (lines: number) => ({ importId: 'i1', lines, added: lines, share: null })

type Started = Awaited<ReturnType<typeof startHttpHost>>

/** Where the pages of a library are kept, from one start to the next. */
async function keptPages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'loom-pages-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'pages.json')
}

/** A page's token, got for a link as the page gets it. */
async function openLink({ send }: Started, url: string, library?: string): Promise<string | undefined> {
  const answer = await send({
    path: '/session',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: url.split('#t=')[1], library }),
  })
  return (answer.json() as { value?: { token: string } }).value?.token
}

function openPage(base: string, token: string) {
  const transport = createHttpTransport({ base, token })
  const client = createClient(transport)
  onTestFinished(() => client.close())
  const states: Connection[] = []
  client.onConnection((state) => states.push(state))
  const until = (wanted: Connection[]) => expect.poll(() => states, { timeout: 10_000, interval: 10 }).toEqual(wanted)
  return { client, states, until, renew: transport.renew }
}

test('a page goes on after the next start on its library and port: events come, and its state says when to fetch anew', async () => {
  const pagesFile = await keptPages()
  const first = await startHttpHost({ pagesFile, knowsToken: false })
  const { client, until } = openPage(first.base, (await openLink(first, first.url)) as string)
  const got: number[] = []
  client.subscribe('import.progress', ({ lines }) => void got.push(lines))
  await until(['connecting', 'open'])
  first.publish('import.progress', progress(1))
  await expect.poll(() => got).toEqual([1])
  await first.host.close()
  await until(['connecting', 'open', 'reconnecting'])
  await expect(client.request('persona.count', {})).rejects.toThrow('The app does not answer just now.')

  const second = await startHttpHost({ pagesFile, port: first.port, knowsToken: false })
  await until(['connecting', 'open', 'reconnecting', 'open'])
  second.publish('import.progress', progress(2))
  await expect.poll(() => got).toEqual([1, 2])
  expect(await client.request('persona.count', {})).toEqual({ count: 7 })
  expect(await openLink(second, first.url)).toBeUndefined()
})

test('a page that meets another library is refused, asks nothing of it, and goes on when its own is back', async () => {
  const pagesFile = await keptPages()
  const own = await startHttpHost({ pagesFile, knowsToken: false })
  const { client, until } = openPage(own.base, (await openLink(own, own.url)) as string)
  await until(['connecting', 'open'])
  await own.host.close()
  const other = await startHttpHost({ port: own.port, library: 'b' })
  await until(['connecting', 'open', 'reconnecting', 'refused'])
  await expect(client.request('persona.count', {})).rejects.toMatchObject({ code: 'forbidden' })
  expect(other.asked).toEqual([])
  // A link of the other library is not for it, and is left for a page of its own.
  const link = other.host.newLink()
  expect(await openLink(other, link, 'a')).toBeUndefined()
  expect(await openLink(other, link)).toMatch(/^[\w-]{43}$/)

  await other.host.close()
  await startHttpHost({ pagesFile, port: own.port, knowsToken: false })
  await expect.poll(() => client.request('persona.count', {}).catch(() => 0), { timeout: 10_000 }).toEqual({ count: 7 })
})

test('a page whose library forgot it goes on with the token of a new link', async () => {
  const first = await startHttpHost({ knowsToken: false })
  const { until, renew, client } = openPage(first.base, (await openLink(first, first.url)) as string)
  await until(['connecting', 'open'])
  await first.host.close()
  const second = await startHttpHost({ port: first.port, knowsToken: false })
  await until(['connecting', 'open', 'reconnecting', 'refused'])
  renew((await openLink(second, second.url, 'a')) as string)
  await until(['connecting', 'open', 'reconnecting', 'refused', 'open'])
  expect(await client.request('persona.count', {})).toEqual({ count: 7 })
})

test('a program that takes the port while the app is away learns no token, also when it asks the app for the proof', async () => {
  const pagesFile = await keptPages()
  const own = await startHttpHost({ pagesFile, knowsToken: false })
  const token = (await openLink(own, own.url)) as string
  const { client, states, until } = openPage(own.base, token)
  await until(['connecting', 'open'])
  await own.host.close()

  const elsewhere = await startHttpHost({ pagesFile, knowsToken: false })
  const seen: string[] = []
  const thief = createServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    seen.push(`${request.url} ${JSON.stringify(request.headers)} ${body}`)
    const headers = { 'content-type': 'application/json' }
    const proof = await elsewhere.send({ path: request.url ?? '', method: 'POST', headers, body })
    expect(proof.json()).toMatchObject({ ok: true, value: { proof: expect.stringMatching(/^[0-9a-f]{64}$/) } })
    response.writeHead(200, headers).end(proof.text)
  }).listen(own.port, '127.0.0.1')
  onTestFinished(() => void thief.close())
  await expect.poll(() => seen.length, { timeout: 10_000 }).toBeGreaterThan(1)
  await expect(client.request('persona.count', {})).rejects.toThrow('The app does not answer just now.')
  expect((thief.address() as AddressInfo).port).toBe(own.port)
  expect(seen.filter((text) => !text.startsWith('/session/proof'))).toEqual([])
  expect(seen.join()).not.toContain(token)
  expect(states).toEqual(['connecting', 'open', 'reconnecting'])
})

test('what is kept about pages opens nothing', async () => {
  const started = await startHttpHost({ knowsToken: false })
  const token = (await openLink(started, started.url)) as string
  const kept = await readFile(started.pagesFile, 'utf8')
  expect(kept).not.toContain(token)
  const digest = (JSON.parse(kept) as { pages: [[string, number]] }).pages[0][0]
  for (const secret of [digest, digest.slice(0, 16), Buffer.from(digest, 'hex').toString('base64url')]) {
    expect((await started.ask('persona.count', {}, { authorization: `Bearer ${secret}` })).status).toBe(403)
  }
})

test.each([
  ['a name of nobody', { page: '0123456789abcdef', nonce: 'n' }, 403],
  ['no name', { page: '', nonce: 'n' }, 403],
  ['a whole digest', { page: '0'.repeat(64), nonce: 'n' }, 403],
  ['no nonce', { page: '0123456789abcdef' }, 400],
])('for %s the host proves nothing', async (_what, body, status) => {
  const { send } = await startHttpHost()
  const headers = { 'content-type': 'application/json' }
  const answer = await send({ path: '/session/proof', method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.status).toBe(status)
  expect(answer.text).not.toContain('proof"')
})

test('without --port the app is served where it was the last time, and elsewhere while that is taken', async () => {
  const pagesFile = await keptPages()
  const first = await startHttpHost({ pagesFile, port: null })
  const beside = await startHttpHost({ pagesFile, port: null })
  expect(beside.port).not.toBe(first.port)
  await beside.host.close()
  const again = await startHttpHost({ pagesFile, port: null })
  expect(again.port).toBe(beside.port)
})
