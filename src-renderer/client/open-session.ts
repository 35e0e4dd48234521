/** `no-session`: the page was opened without a link that works. Say: 'Open the app from the link that was printed.' */
export type SessionState = OpenSession | { state: 'no-session' }
type OpenSession = {
  state: 'open'
  token: string
  /** Hears the token of each new link of this library that is put into the address bar of this page. */
  onRenewed(listener: (token: string) => void): void
}
type Exchanged = { token: string; library: string }

const tokenKey = 'persona-loom.token'
const libraryKey = 'persona-loom.library'
const linkPattern = /^#t=([\w-]+)$/

/**
 * Turns the code of a one-time link into this tab's token. The code leaves the address bar before anything else
 * happens; the token stays in session storage, so that a reload works and a closed tab forgets it.
 * Call it once, before the router reads the address.
 */
export async function openSession(page: Window = window): Promise<SessionState> {
  const code = codeIn(page)
  if (code) page.history.replaceState(null, '', page.location.pathname + page.location.search)
  const renewed = new Set<(token: string) => void>()
  let isOpen = false

  // A new link put into the address bar of an open page changes its fragment only, and loads nothing by itself. It is
  // no place of the app: the router must not leave the page for it, and with it what was typed.
  page.addEventListener('popstate', (event) => void (codeIn(page) && event.stopImmediatePropagation()))
  page.addEventListener('hashchange', ({ oldURL }) => {
    const newCode = codeIn(page)
    if (!newCode) return
    if (!isOpen) return page.location.reload()
    page.history.replaceState(null, '', oldURL)
    void renew(newCode)
  })

  async function renew(newCode: string): Promise<void> {
    const exchanged = await exchange(newCode, page.sessionStorage.getItem(libraryKey) ?? undefined)
    if (!exchanged) return
    keep(page, exchanged)
    for (const listener of renewed) listener(exchanged.token)
  }

  const exchanged = code ? await exchange(code) : undefined
  if (exchanged) keep(page, exchanged)
  const token = page.sessionStorage.getItem(tokenKey)
  if (!token) return { state: 'no-session' }
  isOpen = true
  return { state: 'open', token, onRenewed: (listener) => void renewed.add(listener) }
}

function codeIn(page: Window): string | undefined {
  return linkPattern.exec(page.location.hash)?.[1]
}

function keep(page: Window, { token, library }: Exchanged): void {
  page.sessionStorage.setItem(tokenKey, token)
  page.sessionStorage.setItem(libraryKey, library)
}

/** A host of another library than the given one leaves the code as it is. */
async function exchange(code: string, library?: string): Promise<Exchanged | undefined> {
  try {
    const response = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, library }),
      credentials: 'omit',
    })
    const reply = await response.json()
    return reply.ok ? reply.value : undefined
  } catch {
    return undefined // No answer; the tab's earlier token may still do.
  }
}
