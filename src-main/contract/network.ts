import { z } from 'zod'
import { route } from './route.ts'

/** Why something was refused: a name, a site, a link or a request that are not the app's own, or a way out that nothing needs. */
export const NetworkReason = z.enum(['foreign-name', 'foreign-site', 'no-link', 'no-request', 'not-needed'])
export type NetworkReason = z.infer<typeof NetworkReason>

/** What happened, once or often, in the same way. */
export const NetworkEntry = z.object({
  /** When it happened the last time. */
  at: z.int(),
  count: z.int(),
  /** A connection of the app's own process or of the model's, a request to the app's local server, or one of the app's window. */
  who: z.enum(['app', 'model', 'browser', 'window']),
  /** Address or name, cut where it is long. */
  target: z.string(),
  /** Whether it led to another computer, or would have. */
  isOutside: z.boolean(),
  /** Null where it was let through. */
  reason: NetworkReason.nullable(),
})
export type NetworkEntry = z.infer<typeof NetworkEntry>

export const NetworkLog = z.object({
  /** Start of the app: everything is counted from here. */
  since: z.int(),
  /** Connections to other computers that were opened. */
  outside: z.int(),
  /** Requests from this computer that were answered. */
  answered: z.int(),
  refused: z.int(),
  /** Newest first, 200 at most. */
  entries: z.array(NetworkEntry),
})
export type NetworkLog = z.infer<typeof NetworkLog>

export const networkRoutes = {
  /** What the app's processes connected to since the start, and what its server answered and refused. Kept in memory alone. */
  'network.log': route({ input: z.object({}), output: NetworkLog }),
}
