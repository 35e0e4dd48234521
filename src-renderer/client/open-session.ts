/** `no-session`: the page was opened without a link that works. Say: 'Open the app from the link that was printed.' */
export type SessionState = { state: 'open'; token: string } | { state: 'no-session' }

const storageKey = 'persona-loom.token'
const linkPattern = /^#t=([\w-]+)$/

/**
 * Turns the code of a one-time link into this tab's token. The code leaves the address bar before anything else
 * happens; the token stays in session storage, so that a reload works and a closed tab forgets it.
 * Call it once, before the router reads the address.
 */
export async function openSession(page: Window = window): Promise<SessionState> {
  const code = linkPattern.exec(page.location.hash)?.[1]
  if (code) page.history.replaceState(null, '', page.location.pathname + page.location.search)
  // A new link put into the address bar of an open page changes its fragment only, and loads nothing by itself.
  page.addEventListener('hashchange', () => {
    if (linkPattern.test(page.location.hash)) page.location.reload()
  })
  const token = (code && (await exchange(code))) || page.sessionStorage.getItem(storageKey)
  if (!token) return { state: 'no-session' }
  page.sessionStorage.setItem(storageKey, token)
  return { state: 'open', token }
}

async function exchange(code: string): Promise<string | undefined> {
  try {
    const response = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
      credentials: 'omit',
    })
    const reply = await response.json()
    return reply.ok ? reply.value.token : undefined
  } catch {
    return undefined // No answer; the tab's earlier token may still do.
  }
}
