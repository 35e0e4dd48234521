import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { createNetworkRecord } from '../../src-main/hosts/node/network-record.ts'
import { watchConnections } from '../../src-main/inference/watch-connections.ts'
import { startHttpHost, token } from '../support/start-http-host.ts'

/** Reserved for documentation (RFC 5737): nothing answers there. */
const reserved = '192.0.2.1'

function startRecord() {
  const clock = { now: 1000 }
  const record = createNetworkRecord(() => clock.now)
  onTestFinished(watchConnections(record.opened))
  return { clock, record }
}

test('a connection to this computer is told and not counted as one to another', async () => {
  const { record } = startRecord()
  const socket = connect(9, '127.0.0.1')
  await once(socket, 'error')
  expect(record.show()).toEqual({
    ...{ since: 1000, outside: 0, answered: 0, refused: 0 },
    entries: [{ at: 1000, count: 1, who: 'app', target: '127.0.0.1:9', isOutside: false, reason: null }],
  })
})

test.each([
  ['plainly', () => connect({ port: 443, host: reserved })],
  ['encrypted', () => connectTls(443, reserved)],
  ['by datagram', () => createSocket('udp4').send('x', 443, reserved)],
  ['by fetch', () => fetch(`https://${reserved}/secret?of=somebody`)],
])(
  'a connection to another computer that is opened %s is counted, and can be refused before it is made',
  async (_how, open) => {
    const { record } = startRecord()
    onTestFinished(
      watchConnections(() => {
        throw new Error('refused here')
      }),
    )
    await expect((async () => open())()).rejects.toThrow(/refused here|fetch failed/)
    expect(record.show()).toMatchObject({
      outside: 1,
      entries: [{ count: 1, who: 'app', target: `${reserved}:443`, isOutside: true, reason: null }],
    })
  },
)

test('a connection that is not refused goes where it should, and nothing is told after the watching ended', async () => {
  const { base } = await startHttpHost()
  const record = createNetworkRecord()
  const stop = watchConnections(record.opened)
  expect((await fetch(base)).status).toBe(200)
  stop()
  await once(connect(9, '127.0.0.1'), 'error')
  expect(record.show()).toMatchObject({ outside: 0, entries: [{ target: new URL(base).host, isOutside: false }] })
})

test('what repeats itself stands once, and the log keeps the 200 newest', () => {
  const { clock, record } = startRecord()
  record.refused('browser', { target: 'http://evil.test', isOutside: false }, 'foreign-site')
  for (let at = 0; at < 250; at++) {
    clock.now = 2000 + at
    record.refused('browser', { target: `http://${at}${'x'.repeat(200)}.test`, isOutside: false }, 'foreign-site')
    record.answered('127.0.0.1')
  }
  const { entries, refused, answered } = record.show()
  expect([refused, answered, entries.length]).toEqual([251, 250, 200])
  expect(entries[0]).toMatchObject({ at: 2249, count: 250, target: '127.0.0.1' })
  expect(Math.max(...entries.map(({ target }) => target.length))).toBeLessThan(130)
})

test('the local server tells what it answered, and what it refused for which reason', async () => {
  const { send, ask, base, network, port } = await startHttpHost()
  await ask('persona.count', {})
  const path = '/api/persona.count'
  await send({ path, method: 'POST', headers: { origin: 'https://evil.test', authorization: `Bearer ${token}` } })
  await send({ path, method: 'POST', headers: { host: 'rebound.test', authorization: `Bearer ${token}` } })
  await send({ path, method: 'POST', headers: { origin: base } })
  const socket = connect(port, '127.0.0.1', () => socket.end('hello\r\n\r\n'))
  await once(socket.resume(), 'close')
  const { answered, refused, outside, entries } = network.show()
  expect([answered, refused, outside]).toEqual([1, 4, 0])
  expect(entries.map(({ target, reason }) => [target, reason])).toEqual([
    ['127.0.0.1', 'no-request'],
    ['127.0.0.1', 'no-link'],
    ['rebound.test', 'foreign-name'],
    ['https://evil.test', 'foreign-site'],
    ['127.0.0.1', null],
  ])
})
