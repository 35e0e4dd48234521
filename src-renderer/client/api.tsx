import { createContext, type ReactNode, use, useEffect, useEffectEvent, useState } from 'react'
import type { EventName, Payload } from '#contract/index'
import type { AppClient, Connection } from './transport.ts'

const ApiContext = createContext<AppClient | undefined>(undefined)

export function ApiProvider({ client, children }: { client: AppClient; children: ReactNode }) {
  return <ApiContext value={client}>{children}</ApiContext>
}

export function useApi(): AppClient {
  const client = use(ApiContext)
  if (!client) throw new Error('useApi needs an ApiProvider above it')
  return client
}

/** Hears one kind of event for as long as the component stands. The listener may change with every drawing. */
export function useEvent<E extends EventName>(name: E, listener: (payload: Payload<E>) => void): void {
  const api = useApi()
  const hear = useEffectEvent(listener)
  useEffect(() => api.subscribe(name, (payload) => hear(payload)), [api, name])
}

export function useConnection(): Connection {
  const api = useApi()
  const [connection, setConnection] = useState<Connection>('connecting')
  useEffect(() => api.onConnection(setConnection), [api])
  return connection
}

/** Whether the app does not answer just now, so that what is shown may be old. */
export function useIsAway(): boolean {
  return useConnection() === 'reconnecting'
}

/** Hears each time that events arrive again: those in between were not heard. */
export function useReopened(listener: () => void): void {
  const api = useApi()
  const hear = useEffectEvent(listener)
  useEffect(() => {
    let wasOpen = false
    return api.onConnection((connection) => {
      if (connection !== 'open') return
      if (wasOpen) hear()
      wasOpen = true
    })
  }, [api])
}
