import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createHttpTransport } from '../../src-renderer/client/http-transport.ts'
import { type Connection, createClient } from '../../src-renderer/client/transport.ts'
import { startHttpHost, token } from '../support/start-http-host.ts'

const said = (message: string) => ({ importId: 'i1', result: null, problem: { code: 'bad-file', message } })
const progress = (lines: number) => ({ importId: 'i1', lines, added: lines, share: null })

/** A client, the states of its connection so far, and a wait for the next one of a kind. */
function openClient(base: string, ownToken = token, silenceMs?: number) {
  const client = createClient(
    createHttpTransport({ base, token: ownToken, ...(silenceMs === undefined ? {} : { silenceMs }) }),
  )
  onTestFinished(() => client.close())
  const states: Connection[] = []
  client.onConnection((state) => states.push(state))
  const until = async (wanted: Connection[]) => {
    await expect.poll(() => states, { timeout: 10_000, interval: 10 }).toEqual(wanted)
  }
  return { client, states, until }
}

test('a typed request comes back with its value, and nothing with nothing', async () => {
  const { base } = await startHttpHost()
  const { client } = openClient(base)
  expect(await client.request('persona.count', { query: 'baker' })).toEqual({ count: 7 })
  expect(await client.request('model.remove', { sha256: 'x' })).toBeUndefined()
})

test('a refusal becomes an AppError with its code and sentence', async () => {
  const { base } = await startHttpHost()
  const { client } = openClient(base)
  await expect(client.request('persona.count', { query: 5 as never })).rejects.toMatchObject({
    name: 'AppError',
    code: 'bad-input',
  })
  const stranger = openClient(base, 'another token')
  await expect(stranger.client.request('persona.count', {})).rejects.toMatchObject({
    code: 'forbidden',
    message: 'Open the app from its own address.',
  })
})

test('a host that is gone is said to be gone', async () => {
  const { base, host } = await startHttpHost()
  await host.close()
  const { client } = openClient(base)
  await expect(client.request('persona.count', {})).rejects.toThrow(
    'The app does not answer just now. What was stored is safe.',
  )
})

test('two thousand events arrive whole and in their order, at every listener', async () => {
  const { base, publish } = await startHttpHost()
  const { client, until } = openClient(base)
  const first: number[] = []
  const second: number[] = []
  client.subscribe('import.progress', ({ lines }) => void first.push(lines))
  const unsubscribe = client.subscribe('import.progress', ({ lines }) => void second.push(lines))
  await until(['connecting', 'open'])
  for (let at = 0; at < 2000; at += 1) publish('import.progress', progress(at))
  const all = Array.from({ length: 2000 }, (_, at) => at)
  await expect.poll(() => second.length).toBe(2000)
  expect(first).toEqual(all)
  expect(second).toEqual(all)
  unsubscribe()
  publish('import.progress', progress(2000))
  await expect.poll(() => first.length).toBe(2001)
  expect(second).toHaveLength(2000)
})

test('text with line breaks and signs of every kind arrives as it was', async () => {
  const { base, publish } = await startHttpHost()
  const { client, until } = openClient(base)
  const got: string[] = []
  client.subscribe('import.done', ({ problem }) => void got.push(problem!.message))
  await until(['connecting', 'open'])
  const texts = ['a\n\nevent: run.done\ndata: {}\n\n', '\r\n\u2028\u2029', '\0 \ud83d\ude00 漢字', '\ud800']
  for (const text of texts) publish('import.done', said(text))
  await expect.poll(() => got).toEqual(texts)
})

test('a connection that says nothing for too long is given up and made again', async () => {
  const { base } = await startHttpHost()
  const { until } = openClient(base, token, 300)
  await until(['connecting', 'open', 'reconnecting', 'open'])
})

test('a host that takes the call and never answers is given up', async () => {
  const mute = createServer(() => undefined).listen(0, '127.0.0.1')
  onTestFinished(() => void mute.close())
  await new Promise((resolve) => mute.once('listening', resolve))
  const { until } = openClient(`http://127.0.0.1:${(mute.address() as AddressInfo).port}`, token, 200)
  await until(['connecting', 'reconnecting'])
})

test('a listener that breaks silences no other and does not break the connection', async () => {
  const { base, publish } = await startHttpHost()
  const { client, states, until } = openClient(base)
  const got: number[] = []
  const thrown: unknown[] = []
  const catchIt = (error: unknown) => void thrown.push(error)
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException').on('uncaughtException', catchIt)
  onTestFinished(() => {
    process.removeListener('uncaughtException', catchIt)
    for (const other of others) process.on('uncaughtException', other)
  })
  client.subscribe('import.progress', () => {
    throw new Error('a broken panel')
  })
  client.subscribe('import.progress', ({ lines }) => void got.push(lines))
  await until(['connecting', 'open'])
  publish('import.progress', progress(1))
  publish('import.progress', progress(2))
  await expect.poll(() => got).toEqual([1, 2])
  expect(states).toEqual(['connecting', 'open'])
  expect(thrown).toHaveLength(2)
})

test('a reader that does not read is dropped at 8 MB, and the others lose nothing', async () => {
  const { base, port, publish } = await startHttpHost()
  const { client, until } = openClient(base)
  let got = 0
  client.subscribe('import.done', () => {
    got += 1
  })
  await until(['connecting', 'open'])
  const lazy = connect(port, '127.0.0.1')
  onTestFinished(() => void lazy.destroy())
  lazy.write(`GET /events HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n\r\n`)
  await new Promise((resolve) => lazy.once('readable', resolve))
  const cut = new Promise((resolve) => lazy.on('error', resolve).on('close', resolve))
  const text = 'x'.repeat(1_000_000)
  for (let at = 0; at < 40; at += 1) {
    publish('import.done', said(text))
    await expect.poll(() => got, { interval: 1 }).toBe(at + 1)
  }
  // What lies in the system's buffers is still delivered; it is far less than what was said.
  let readBytes = 0
  lazy.on('data', (chunk) => {
    readBytes += chunk.length
  })
  await cut
  expect(readBytes).toBeLessThan(39_000_000)
})
