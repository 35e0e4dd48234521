import type { IncomingHttpHeaders } from 'node:http'

/**
 * True when a request was made for this server by its own pages or by a program, judged by headers that pages cannot
 * choose: an exact `Host` stops rebound names, an exact `Origin` (where there is one) stops other sites.
 */
export function isOwnAddress({ host, origin }: IncomingHttpHeaders, port: number): boolean {
  // Browsers leave the port out when it is the scheme's default.
  const hosts = ['127.0.0.1', 'localhost'].map((name) => (port === 80 ? name : `${name}:${port}`))
  if (host === undefined || !hosts.includes(host)) return false
  return origin === undefined || origin === `http://${host}`
}
