/** `known`: the host that gave the token. `refused`: a host that does not know it. `away`: none, or another program. */
export type Meeting = 'known' | 'refused' | 'away'

/** The first letters of a token's digest name its page, as the host's page store has it. */
const nameLength = 16

/**
 * Has the host show that it knows this page before the token is sent: while the app is away another program may have
 * taken its port, also one of another user of this computer.
 */
export function createMeeting(token: string, base: string, patienceMs: number) {
  let meeting: Promise<Meeting> | undefined

  return {
    /** Asks the host once for each connection. */
    async meet(): Promise<Meeting> {
      meeting ??= ask(token, base, patienceMs)
      const current = meeting
      const result = await current
      if (result !== 'known' && meeting === current) meeting = undefined
      return result
    },
    /** The connection broke: whoever answers next is to show itself anew. */
    forget(): void {
      meeting = undefined
    },
  }
}

async function ask(token: string, base: string, patienceMs: number): Promise<Meeting> {
  try {
    const digest = toHex(await crypto.subtle.digest('SHA-256', bytesOf(token)))
    const nonce = toHex(crypto.getRandomValues(new Uint8Array(16)).buffer)
    const response = await fetch(`${base}/session/proof`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ page: digest.slice(0, nameLength), nonce }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    })
    if (response.status === 403) return 'refused'
    const reply = await response.json()
    const { port } = new URL(response.url)
    return reply.value.proof === (await sign(digest, `${nonce} ${port || '80'}`)) ? 'known' : 'away'
  } catch {
    return 'away' // No answer, or none of ours.
  }
}

async function sign(secret: string, text: string): Promise<string> {
  const usage = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytesOf(secret), usage, false, ['sign'])
  return toHex(await crypto.subtle.sign('HMAC', key, bytesOf(text)))
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function toHex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
