import { Socket as DatagramSocket } from 'node:dgram'
import { Socket } from 'node:net'

/** Threads work on files and the library alone, so nothing in them may open a connection that nobody would see. */
export function closeNetwork(): void {
  const refuse = () => {
    throw new Error('A worker thread wanted to open a connection; it was refused')
  }
  Object.assign(Socket.prototype, { connect: refuse })
  Object.assign(DatagramSocket.prototype, { connect: refuse, send: refuse })
}
