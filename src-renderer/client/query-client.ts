import { onlineManager, QueryClient } from '@tanstack/react-query'
import { isNoAnswer } from './no-answer.ts'
import type { AppClient } from './transport.ts'

/** After so long a lost connection is known to be one. */
const secondTryMs = 500

/**
 * The core is on this computer: it can be asked without a network, and a refusal does not change by asking again. Where
 * no answer came, a question waits for the connection (see `followConnection`), and a command is refused at once.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        ...{ networkMode: 'offlineFirst', staleTime: 2_000, refetchOnWindowFocus: false, refetchOnReconnect: false },
        retry: (count, error) => count === 0 && isNoAnswer(error),
        retryDelay: secondTryMs,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/** Lets questions wait while the connection is lost, instead of being refused; until the returned function is called. */
export function followConnection({ onConnection }: AppClient): () => void {
  // A network is nothing that this app needs.
  onlineManager.setEventListener(() => undefined)
  const stop = onConnection((connection) => onlineManager.setOnline(connection !== 'reconnecting'))
  return () => {
    stop()
    onlineManager.setOnline(true)
  }
}
