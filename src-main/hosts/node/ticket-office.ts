import type { Payload } from '#contract/index'
import type { Subscribe } from './event-stream.ts'
import { randomSecret } from './session.ts'

export type TicketOffice = ReturnType<typeof createTicketOffice>
type FinishedFile = { path: string; fileName: string }

const lifetimeMs = 60_000
const maxRemembered = 1000

/**
 * Download addresses for finished exports. A browser's download carries no token, so the address itself is the right
 * to one file: 256 random bits, good for one use within 60 s. Only what the core said it wrote can be had.
 */
export function createTicketOffice({ subscribe, now = Date.now }: { subscribe: Subscribe; now?: () => number }) {
  const files = new Map<string, FinishedFile>()
  const tickets = new Map<string, { file: FinishedFile; expiresAt: number }>()

  const stop = subscribe((name, payload) => {
    if (name !== 'export.done') return
    const { exportId, result } = payload as Payload<'export.done'>
    if (!result) return
    files.set(exportId, { path: result.path, fileName: result.fileName })
    const [oldest] = files.keys()
    if (files.size > maxRemembered && oldest !== undefined) files.delete(oldest)
  })

  return {
    /** Undefined for an export that did not finish since the app was started. */
    ticketFor(exportId: string): string | undefined {
      const file = files.get(exportId)
      if (!file) return undefined
      for (const [ticket, { expiresAt }] of tickets) if (expiresAt <= now()) tickets.delete(ticket)
      const ticket = randomSecret()
      tickets.set(ticket, { file, expiresAt: now() + lifetimeMs })
      return ticket
    },
    /** The file, once. */
    redeem(ticket: string): FinishedFile | undefined {
      const found = tickets.get(ticket)
      tickets.delete(ticket)
      return found && now() < found.expiresAt ? found.file : undefined
    },
    close: stop,
  }
}
