import { connect, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { startHttpHost, token } from '../support/start-http-host.ts'

test('our own page gets the reply of the core, also from localhost and from a program without an Origin', async () => {
  const { ask, send, port, asked } = await startHttpHost()
  const answer = await ask('persona.count', { query: 'ü' })
  expect(answer.status).toBe(200)
  expect(answer.json()).toEqual({ ok: true, value: { count: 7 } })
  const local = `localhost:${port}`
  expect((await ask('persona.count', {}, { host: local, origin: `http://${local}` })).status).toBe(200)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' }
  const program = await send({ path: '/api/persona.count', method: 'POST', headers, body: '{}' })
  expect(program.json()).toEqual({ ok: true, value: { count: 7 } })
  expect(asked[0]).toEqual({ name: 'persona.count', input: { query: 'ü' } })
})

test('a refusal of the core arrives as its own reply', async () => {
  const { ask } = await startHttpHost()
  const answer = await ask('persona.count', { query: 5 })
  expect(answer.status).toBe(200)
  expect(answer.json()).toMatchObject({ ok: false, error: { code: 'bad-input' } })
})

test('the start page comes with headers that keep everything foreign out, and is never stored', async () => {
  const { send } = await startHttpHost()
  const { status, headers, text } = await send({ path: '/' })
  expect(status).toBe(200)
  expect(text).toContain('<div id="root">')
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; script-src 'self';.*frame-ancestors 'none'$/,
    ),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-dns-prefetch-control': 'off',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  expect(headers['set-cookie']).toBeUndefined()
})

test('files named after their content may be kept for ever; HEAD tells the same without the body', async () => {
  const { send } = await startHttpHost()
  const path = '/assets/index-BxYz1234.js'
  const got = await send({ path })
  const head = await send({ path, method: 'HEAD' })
  expect(got).toMatchObject({ status: 200, text: 'export const hello = 1' })
  expect(got.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-length': '22',
  })
  expect(head.text).toBe('')
  expect(head.headers).toMatchObject({ 'content-length': '22', 'content-type': got.headers['content-type'] })
})

test('the code of a link gives the token once, and a second use nothing', async () => {
  const { send, url, base, ask } = await startHttpHost({ knowsToken: false, library: 'mine' })
  expect(url).toMatch(new RegExp(`^${base}/#t=[\\w-]{43}$`))
  const exchange = () =>
    send({
      path: '/session',
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: base },
      body: JSON.stringify({ code: url.split('#t=')[1] }),
    })
  const first = await exchange()
  expect(first.json()).toEqual({ ok: true, value: { token: expect.stringMatching(/^[\w-]{43}$/), library: 'mine' } })
  const { value } = first.json() as { value: { token: string } }
  expect(url).not.toContain(value.token)
  expect((await ask('persona.count', {}, { authorization: `Bearer ${value.token}` })).status).toBe(200)
  const second = await exchange()
  expect(second.status).toBe(403)
  expect(second.json()).toMatchObject({ error: { code: 'forbidden', message: expect.stringContaining('used before') } })
})

test('a link found in a terminal ten minutes later opens nothing; a new one does', async () => {
  const { send, url, host, clock } = await startHttpHost()
  const exchange = (link: string) =>
    send({
      path: '/session',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: link.split('#t=')[1] }),
    })
  clock.now += 10 * 60_000
  expect((await exchange(url)).status).toBe(403)
  expect((await exchange(host.newLink())).status).toBe(200)
})

test.each(['a guessed code', '', '__proto__'])('the code "%s" gives nothing', async (code) => {
  const { send } = await startHttpHost()
  const headers = { 'content-type': 'application/json' }
  const answer = await send({ path: '/session', method: 'POST', headers, body: JSON.stringify({ code }) })
  expect(answer.status).toBe(403)
  expect(answer.text).not.toContain(token)
})

test('two hundred slow sockets do not slow an answer, and are closed after ten seconds', async () => {
  const { port, ask } = await startHttpHost()
  const sockets = Array.from({ length: 200 }, () => connect(port, '127.0.0.1'))
  onTestFinished(() => sockets.forEach((socket) => void socket.destroy()))
  const ends = sockets.map((socket) => new Promise<number>((end) => socket.once('close', () => end(Date.now()))))
  for (const socket of sockets) socket.on('error', () => undefined).resume()
  await Promise.all(sockets.map((socket) => new Promise((ready) => socket.once('connect', ready))))
  const began = Date.now()
  sockets.forEach((socket, at) => void (at % 2 && socket.write('POST /api/persona.count HTTP/1.1\r\nx: ')))
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask('persona.count', {})))
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200])
  expect(Date.now() - began).toBeLessThan(1000)
  const last = Math.max(...(await Promise.all(ends)))
  expect(last - began).toBeGreaterThan(8000)
  expect(last - began).toBeLessThan(20_000)
})

test('a taken port is named, with what to do, and nothing is started', async () => {
  const { port } = await startHttpHost()
  await expect(startHttpHost({ port })).rejects.toMatchObject({
    code: 'port-taken',
    message: `Port ${port} is in use by another program. Nothing was started. Choose another one with --port, or leave it out.`,
  })
})

test('nobody on another address of this machine can connect', async () => {
  const { port } = await startHttpHost()
  const others = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid)
    .map(({ address }) => address)
  for (const address of ['127.0.0.2', ...others]) expect(await canConnect(address, port)).toBe(false)
  expect(await canConnect('127.0.0.1', port)).toBe(true)
})

test('closing ends open connections and lets go of the core', async () => {
  const { host, send, listeners } = await startHttpHost()
  const stream = send({ path: '/events', headers: { authorization: `Bearer ${token}` } }).then(
    () => 'ended',
    () => 'cut',
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  await host.close()
  expect(await stream).toBe('cut')
  expect(listeners.size).toBe(0)
})

function canConnect(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port, address, () => resolve(true))
    socket.setTimeout(500, () => resolve(false)).on('error', () => resolve(false))
    onTestFinished(() => void socket.destroy())
  })
}
