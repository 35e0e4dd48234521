import { createHttpTransport } from '../../src-renderer/client/http-transport.ts'
import { openSession } from '../../src-renderer/client/open-session.ts'
import { type AppClient, createClient } from '../../src-renderer/client/transport.ts'

declare global {
  var state: string
  var client: AppClient | undefined
}

const session = await openSession()
globalThis.client = session.state === 'open' ? createClient(createHttpTransport({ token: session.token })) : undefined
globalThis.state = session.state
