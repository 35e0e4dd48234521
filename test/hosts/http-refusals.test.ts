import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startHttpHost, token } from '../support/start-http-host.ts'

const refusal = { ok: false, error: { code: 'forbidden', message: 'Open the app from its own address.' } }
const secrets = [
  '/api/persona.count',
  '/events',
  '/upload?name=a.txt',
  '/tickets',
  '/session',
  '/session/proof',
  '/',
  '/assets/index-BxYz1234.js',
  '/download/x',
]

test.each(secrets)('a rebound name gets nothing from %s', async (path) => {
  const { send, port, asked } = await startHttpHost()
  for (const host of [
    'evil.test',
    `evil.test:${port}`,
    `127.0.0.1.evil.test:${port}`,
    `127.0.0.1:${port}.evil.test`,
    '127.0.0.1',
    `127.0.0.1:${port + 1}`,
    `[::1]:${port}`,
    `user@127.0.0.1:${port}`,
  ]) {
    for (const method of ['GET', 'POST']) {
      const answer = await send({ path, method, headers: { host, authorization: `Bearer ${token}` } })
      expect(answer.status).toBe(403)
      expect(answer.json()).toEqual(refusal)
    }
  }
  expect(asked).toEqual([])
})

test.each(secrets)('another site gets nothing from %s', async (path) => {
  const { send, port, asked } = await startHttpHost()
  for (const origin of [
    'https://evil.test',
    'null',
    '',
    'file://',
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1:${port + 1}`,
    `http://localhost:${port}`,
    `http://127.0.0.1:${port}, https://evil.test`,
  ]) {
    const answer = await send({ path, method: 'POST', headers: { origin, authorization: `Bearer ${token}` } })
    expect(answer.status).toBe(403)
    expect(answer.json()).toEqual(refusal)
  }
  expect(asked).toEqual([])
})

test('a page that asks beforehand whether it may (a preflight) is told nothing', async () => {
  const { send } = await startHttpHost()
  const answer = await send({ path: '/api/persona.count', method: 'OPTIONS', headers: { origin: 'https://evil.test' } })
  expect(answer.status).toBe(403)
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
})

test.each([
  ['no token', {}],
  ['an empty token', { authorization: 'Bearer ' }],
  ['a wrong token', { authorization: `Bearer ${token.slice(0, -1)}x` }],
  ['a longer token', { authorization: `Bearer ${token}x` }],
  ['a token of another kind', { authorization: `Basic ${token}` }],
  ['a token in a cookie', { cookie: `token=${token}` }],
])('a program with %s gets nothing', async (_who, headers) => {
  const { send, asked } = await startHttpHost()
  for (const [path, method] of [
    ['/api/persona.count', 'POST'],
    [`/api/persona.count?token=${token}`, 'POST'],
    ['/events', 'GET'],
    ['/upload?name=a.txt', 'POST'],
    ['/tickets', 'POST'],
  ] as const) {
    const body = method === 'POST' ? { body: '{}' } : {}
    const answer = await send({ path, method, headers: { ...headers, 'content-type': 'application/json' }, ...body })
    expect(answer.status).toBe(403)
    expect(answer.json()).toEqual(refusal)
  }
  expect(asked).toEqual([])
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp'])(
  'a form posted as %s is not taken for a request',
  async (type) => {
    const { ask, asked } = await startHttpHost()
    expect((await ask('persona.count', {}, { 'content-type': type })).status).toBe(415)
    expect(asked).toEqual([])
  },
)

test('an oversized body is refused with a sentence, announced or not', async () => {
  const { send, ask, asked } = await startHttpHost()
  const big = 'x'.repeat(3 * 1024 * 1024)
  const announced = await ask('persona.count', { query: big })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const chunked = await send({
    path: '/api/persona.count',
    method: 'POST',
    headers: { ...headers, 'transfer-encoding': 'chunked' },
    body: JSON.stringify(big),
  })
  for (const answer of [announced, chunked]) {
    expect(answer.status).toBe(413)
    expect(answer.json()).toMatchObject({ error: { message: expect.stringContaining('larger than 1 MB') } })
  }
  expect(asked).toEqual([])
})

test.each([
  ['broken JSON', '{'],
  ['no JSON', ''],
  ['text that is not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
])('%s in a body is called by its name', async (_what, body) => {
  const { send, asked } = await startHttpHost()
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await send({ path: '/api/persona.count', method: 'POST', headers, body })
  expect(answer.status).toBe(400)
  expect(answer.json()).toMatchObject({ ok: false, error: { code: 'bad-input' } })
  expect(asked).toEqual([])
})

test.each(['__proto__', 'constructor', 'toString', 'persona.count%00', '..%2fpersona.count'])(
  'the route name %s reaches nothing',
  async (name) => {
    const { ask } = await startHttpHost()
    const answer = await ask(name, {})
    expect(answer.json()).toMatchObject({ ok: false, error: { code: 'unknown-route' } })
  },
)

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/%2e%2e%2fsecret.txt',
  '/assets/../../secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/..%5csecret.txt',
  '/..\\secret.txt',
  '/%252e%252e%252fsecret.txt',
  '/..%c0%afsecret.txt',
  '/....//secret.txt',
  '//secret.txt',
  '/secret.txt%00.html',
  '/index.html%00',
  '/.env',
  '/%2eenv',
  '/index.html::$DATA',
  '/C:/secret.txt',
  '/assets',
  '/assets/',
])('the path %s leads nowhere', async (path) => {
  const { send } = await startHttpHost()
  const answer = await send({ path })
  expect(answer.status).toBe(404)
  expect(answer.text).not.toBe('secret')
  expect(answer.json()).toMatchObject({ ok: false, error: { code: 'not-found' } })
})

test('an absolute path to a real file leads nowhere', async () => {
  const { send, root } = await startHttpHost()
  for (const path of [`/${root}/secret.txt`, `${root}/secret.txt`, `/${encodeURIComponent(`${root}/secret.txt`)}`]) {
    expect((await send({ path })).status).toBe(404)
  }
})

test.each(['/link.txt', '/folder/key.txt'])('a link out of the folder (%s) is not followed', async (path) => {
  const { send } = await startHttpHost()
  const answer = await send({ path })
  expect(answer.status).toBe(404)
  expect(answer.text).not.toBe('secret')
})

test.each([
  ['DELETE', '/api/persona.count'],
  ['GET', '/api/persona.count'],
  ['PUT', '/upload?name=x'],
  ['POST', '/events'],
  ['HEAD', '/events'],
  ['HEAD', '/download/x'],
  ['GET', '/session'],
  ['GET', '/session/proof'],
  ['POST', '/index.html'],
  ['PROPFIND', '/'],
])('%s %s is no way to use this address', async (method, path) => {
  const { send } = await startHttpHost()
  const answer = await send({ path, method, headers: { authorization: `Bearer ${token}` } })
  expect(answer.status).toBe(405)
  expect(answer.headers.allow).toBeTruthy()
})

test.each([
  ['a line that is no HTTP', 'hello\r\n\r\n', '400'],
  ['a head of 100 kB', `GET / HTTP/1.1\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`, '431'],
  ['a request without a Host', 'GET / HTTP/1.0\r\n\r\n', '403'],
  ['a proxy request', 'GET http://evil.test/ HTTP/1.1\r\nhost: evil.test\r\n\r\n', '403'],
])('%s is answered in JSON and the connection closed', async (_what, bytes, status) => {
  const { port } = await startHttpHost()
  const text = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    const chunks: string[] = []
    socket.setEncoding('utf8').on('data', (chunk) => chunks.push(String(chunk)))
    socket.on('close', () => resolve(chunks.join('')))
    socket.on('error', reject)
  })
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toMatchObject({ ok: false })
})

test('a stranger who never stops sending is answered and cut off', async () => {
  const { port, asked } = await startHttpHost()
  const socket = connect(port, '127.0.0.1')
  const head = `POST /api/persona.count HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 999999999999\r\n\r\n`
  const began = Date.now()
  const sending = setInterval(() => socket.write(Buffer.alloc(10_000)), 20)
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk) => {
    text += String(chunk)
  })
  socket.on('error', () => undefined).write(head)
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(sending)
  expect(text).toMatch(/^HTTP\/1.1 403 /)
  expect(Date.now() - began).toBeLessThan(10_000)
  expect(asked).toEqual([])
})

test('an error of our own shows no detail outside, and the log has it', async () => {
  const { ask, logged } = await startHttpHost()
  const answer = await ask('run.stop', { runId: 1 })
  expect(answer.text).not.toContain('inside')
  expect(answer.json()).toMatchObject({ ok: false, error: { code: 'internal' } })
  expect(logged).toEqual([expect.objectContaining({ message: 'a secret of the inside' })])
})
