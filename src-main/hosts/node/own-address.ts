import type { IncomingHttpHeaders } from 'node:http'

/** What of a request's address is not this server's: the name that it was asked by, or the site whose page asks. */
export type ForeignPart = { reason: 'foreign-name' | 'foreign-site'; name: string }

/**
 * Undefined when a request was made for this server by its own pages or by a program, judged by headers that pages cannot
 * choose: an exact `Host` stops rebound names, an exact `Origin` (where there is one) stops other sites.
 */
export function foreignPart({ host, origin }: IncomingHttpHeaders, port: number): ForeignPart | undefined {
  // Browsers leave the port out when it is the scheme's default.
  const hosts = ['127.0.0.1', 'localhost'].map((name) => (port === 80 ? name : `${name}:${port}`))
  if (host === undefined || !hosts.includes(host)) return { reason: 'foreign-name', name: host ?? '' }
  return origin === undefined || origin === `http://${host}` ? undefined : { reason: 'foreign-site', name: origin }
}
