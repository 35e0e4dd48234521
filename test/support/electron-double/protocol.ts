import type { Page } from 'playwright-core'

type Answer = (request: Request) => Promise<Response>

const handlers = new Map<string, Answer>()
const served = /^http:\/\/([a-z]+)--([^/.]*)\.localhost(\/.*)?$/

export const protocol = {
  registerSchemesAsPrivileged() {},
  handle: (scheme: string, answer: Answer): void => void handlers.set(scheme, answer),
}

/** Chromium does not know the app's scheme: app://loom/x is served as http://app--loom.localhost/x. */
export function toHttpUrl(url: string): string {
  const [, scheme, host, rest] = /^([a-z]+):\/\/([^/]*)(\/.*)?$/.exec(url) ?? []
  return scheme && handlers.has(scheme) ? `http://${scheme}--${host}.localhost${rest ?? '/'}` : url
}

export function toAppUrl(url: string): string {
  const [, scheme, host, rest] = served.exec(url) ?? []
  return scheme ? `${scheme}://${host}${rest ?? ''}` : url
}

/** Answers the page's requests by the app's own handlers; `stops` judges those that lead elsewhere. */
export async function serveProtocols(
  page: Page,
  stops: (url: string, isNavigation: boolean) => boolean,
): Promise<void> {
  await page.route(/.*/, async (route) => {
    const request = route.request()
    const [, scheme = ''] = served.exec(request.url()) ?? []
    const answer = handlers.get(scheme)
    if (!answer) {
      stops(request.url(), request.isNavigationRequest())
      // Also where the app would let it through: no test of ours leaves this computer. The page stays as it is.
      return route.abort('aborted')
    }
    const response = await answer(new Request(toAppUrl(request.url()), { method: request.method() }))
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  })
}
