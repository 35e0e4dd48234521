type OnRequest = (
  webContents: unknown,
  permission: string,
  answer: (isGranted: boolean) => void,
  details: { isMainFrame: boolean; requestingUrl: string },
) => void
type OnCheck = (
  webContents: unknown,
  permission: string,
  requestingOrigin: string,
  details: { isMainFrame: boolean; requestingUrl: string },
) => boolean

type RequestJudge = (details: { url: string }, answer: (verdict: { cancel: boolean }) => void) => void

/** What a page may do beyond showing itself. Without handlers everything is allowed, as in Electron. */
export class Session {
  #onRequest: OnRequest = (_contents, _permission, answer) => answer(true)
  #onCheck: OnCheck = () => true
  #judge: RequestJudge = (_details, answer) => answer({ cancel: false })

  webRequest = {
    onBeforeRequest: (judge: RequestJudge): void => {
      this.#judge = judge
    },
  }

  setPermissionRequestHandler(handler: OnRequest): void {
    this.#onRequest = handler
  }

  setPermissionCheckHandler(handler: OnCheck): void {
    this.#onCheck = handler
  }

  /** Whether a request of a page is stopped. */
  stops(url: string): boolean {
    let isStopped = false
    this.#judge({ url }, ({ cancel }) => {
      isStopped = cancel
    })
    return isStopped
  }

  checks(permission: string, url: string): boolean {
    // Electron gives an origin as an address: with a slash at its end.
    const origin = /^[^:]+:\/\/[^/]*/.exec(url)?.[0] ?? ''
    return this.#onCheck(null, permission, `${origin}/`, { isMainFrame: true, requestingUrl: url })
  }

  grants(permission: string, url: string): Promise<boolean> {
    return new Promise((resolve) =>
      this.#onRequest(null, permission, resolve, { isMainFrame: true, requestingUrl: url }),
    )
  }

  /** The request follows only on a check that refused. */
  async allows(permission: string, url: string): Promise<boolean> {
    return this.checks(permission, url) || (await this.grants(permission, url))
  }
}
