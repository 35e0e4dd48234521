import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const codeLifetimeMs = 10 * 60_000

/**
 * The token that every request carries, and the codes that are exchanged for it.
 *
 * A link holds a code in its fragment, which browsers send to nobody: `http://127.0.0.1:4321/#t=<code>`. The page takes
 * the code out of the address bar, sends it once to `POST /session` as `{ code }`, gets `{ token }` and keeps that in
 * its tab's session storage, so that a reload works. A code works once and for 10 minutes; whoever finds the link in a
 * terminal or a history later holds nothing. There are no cookies: every port of 127.0.0.1 would share them.
 */
export function createSession({ token = randomSecret(), now }: { token?: string; now: () => number }) {
  const codes = new Map<string, number>()

  return {
    newCode(): string {
      for (const [code, expiresAt] of codes) if (expiresAt <= now()) codes.delete(code)
      const code = randomSecret()
      codes.set(code, now() + codeLifetimeMs)
      return code
    },
    /** The token, or undefined for a code that is unknown, used or too old. */
    exchange(code: string): string | undefined {
      const expiresAt = codes.get(code)
      codes.delete(code)
      return expiresAt !== undefined && now() < expiresAt ? token : undefined
    },
    admits: (authorization: string | undefined): boolean => isSame(authorization ?? '', `Bearer ${token}`),
  }
}

/** 256 random bits, safe in a URL. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url')
}

// Digests have one length, so that the comparison tells nothing about how much was right.
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
