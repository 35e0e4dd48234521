import { join } from 'node:path'
import { withProcess } from './with-process.ts'
import type { Outcome, Peer } from './work.ts'

/** Plain use of node-llama-cpp, in a Node process without our settings: a chat session for each row at once. */
export function createPlainPeer({ modelPath, name }: { modelPath: string; name: string }): Peer {
  const spec = { command: process.execPath, args: [join(import.meta.dirname, 'plain-child.ts')], channel: true }
  return {
    name,
    write: (work) =>
      withProcess(spec, (child) => {
        const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
        child.once('message', (outcome) => resolve(outcome as Outcome))
        child.send({ modelPath, work }, (error) => error && reject(error))
        return promise
      }),
  }
}
