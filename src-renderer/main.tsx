import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/mantine.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { bridge, createBridgeTransport } from './client/bridge-transport.ts'
import { createHttpTransport } from './client/http-transport.ts'
import { openSession } from './client/open-session.ts'
import { type AppClient, createClient } from './client/transport.ts'

async function start(): Promise<void> {
  createRoot(document.getElementById('root') as HTMLElement).render(<App client={await connect()} />)
}

async function connect(): Promise<AppClient | undefined> {
  if (bridge) return createClient(createBridgeTransport(bridge))
  const session = await openSession()
  if (session.state !== 'open') return undefined
  const transport = createHttpTransport({ token: session.token })
  session.onRenewed(transport.renew)
  return createClient(transport)
}

void start()
