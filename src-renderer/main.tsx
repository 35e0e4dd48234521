import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/mantine.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createHttpTransport } from './client/http-transport.ts'
import { openSession } from './client/open-session.ts'
import { createClient } from './client/transport.ts'

async function start(): Promise<void> {
  const session = await openSession()
  const client = session.state === 'open' ? createClient(createHttpTransport({ token: session.token })) : undefined
  createRoot(document.getElementById('root') as HTMLElement).render(<App client={client} />)
}

void start()
