import { createHmac, randomBytes } from 'node:crypto'
import type { PageStore } from './page-store.ts'

export type Session = ReturnType<typeof createSession>

const codeLifetimeMs = 10 * 60_000

/**
 * The tokens that requests carry, one for each page, and the codes that are exchanged for them.
 *
 * A link holds a code in its fragment, which browsers send to nobody: `http://127.0.0.1:4321/#t=<code>`. The page takes
 * the code out of the address bar, sends it once to `POST /session` as `{ code }`, gets `{ token }` and keeps that in
 * its tab's session storage, so that a reload works. A code works once and for 10 minutes, and ends with the process;
 * whoever finds the link in a terminal or a history later holds nothing. There are no cookies: every port of 127.0.0.1
 * would share them.
 */
export function createSession({ pages, now }: { pages: PageStore; now: () => number }) {
  const codes = new Map<string, number>()

  return {
    newCode(): string {
      for (const [code, expiresAt] of codes) if (expiresAt <= now()) codes.delete(code)
      const code = randomSecret()
      codes.set(code, now() + codeLifetimeMs)
      return code
    },
    /** A new page's token, or undefined for a code that is unknown, used or too old. */
    exchange(code: string): string | undefined {
      const expiresAt = codes.get(code)
      codes.delete(code)
      if (expiresAt === undefined || now() >= expiresAt) return undefined
      const token = randomSecret()
      pages.add(token)
      return token
    },
    admits(authorization = ''): boolean {
      const [, token] = /^Bearer (.+)$/s.exec(authorization) ?? []
      return token !== undefined && pages.knows(token)
    },
    /**
     * Shows a page that this is the host that gave its token, before the page sends it: while the app is away, another
     * program may take its port. The port is in it, so that such a program cannot ask us for it from another one.
     */
    prove(name: string, nonce: string, port: number): string | undefined {
      const digest = pages.digestNamed(name)
      return digest && createHmac('sha256', digest).update(`${nonce} ${port}`).digest('hex')
    },
  }
}

/** 256 random bits, safe in a URL. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url')
}
