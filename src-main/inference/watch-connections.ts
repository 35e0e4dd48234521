import { Socket as DatagramSocket } from 'node:dgram'
import { Socket } from 'node:net'

export type Connection = { target: string; isOutside: boolean }
/** Called before a connection is opened; what it throws, the opener gets. */
type Listener = (connection: Connection) => void

const listeners = new Set<Listener>()
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|::ffff:127(\.\d{1,3}){3})$/i
let isWatching = false

/** Whether a host's name or address is this computer itself, without looking it up. */
export const isLoopback = (host: string): boolean => loopback.test(host)

/**
 * Hears of every connection that this thread's JavaScript is about to open, by whatever module: HTTP, TLS and `fetch` all
 * go through `Socket.connect`. Gives back what ends the hearing.
 */
export function watchConnections(listener: Listener): () => void {
  if (!isWatching) watch()
  isWatching = true
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function watch(): void {
  const tell = (connection: Connection) => {
    for (const listener of listeners) listener(connection)
  }
  before(Socket.prototype, 'connect', (args) => tell(streamTarget(args)))
  before(DatagramSocket.prototype, 'connect', ([port, host]) => tell(described(port, host)))
  before(DatagramSocket.prototype, 'send', (args) => {
    const host = args.findLastIndex((each) => typeof each === 'string')
    // Without one the socket is connected, which was told before, or it sends to this computer.
    if (host > 0) tell(described(args[host - 1], args[host]))
  })
}

type Method = (...args: unknown[]) => unknown

function before<Name extends string>(owner: object, name: Name, act: (args: unknown[]) => void): void {
  const methods = owner as Record<Name, Method>
  const original = methods[name]
  methods[name] = function (this: unknown, ...args: unknown[]) {
    act(args)
    return original.apply(this, args)
  } as Method
}

/** `connect` takes options, a port and a host, or a path; Node itself hands over a list of these. */
function streamTarget(args: unknown[]): Connection {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  if (typeof first !== 'object' || first === null) return described(first, second)
  const { path, port, host } = first as { path?: unknown; port?: unknown; host?: unknown }
  return typeof path === 'string' ? described(path, undefined) : described(port, host)
}

function described(port: unknown, host: unknown): Connection {
  const isPath = typeof port === 'string' && !/^\d+$/.test(port)
  if (isPath) return { target: port, isOutside: false }
  const name = typeof host === 'string' && host !== '' ? host : 'localhost'
  return { target: name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`, isOutside: !isLoopback(name) }
}
