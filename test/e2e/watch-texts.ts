import { expect } from 'vitest'
import type { OpenApp } from './open-app.ts'

/** What a text would become where it were taken for markup. The app has such elements of its own, but none with these. */
export const markup = `[onerror], [onload], [ontoggle], [onfocus], iframe, object, embed, marquee, base[href], script:not([src]),
  [action^="javascript:" i], [src="x" i], [src*="127.0.0.1:9/"], a[href*=":window.ran" i], a[href*="127.0.0.1:9/"],
  a[href^="javascript:" i], a[href^="data:" i], a[href^="file:" i], a[target]`

/** Where the app's own pages ask. */
const own = /^\/(api|assets|session)\/|^\/(events|upload)$/

/** Hears whatever the texts of strangers do on a page, from now on. */
export function watchTexts(app: OpenApp) {
  const { page } = app
  const ours = new URL(page.url()).origin
  const heard: string[] = []
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (origin !== ours || !own.test(pathname)) heard.push(request.url())
  })
  page.on('popup', (popup) => heard.push(`popup ${popup.url()}`))
  page.on('dialog', (dialog) => {
    heard.push(`dialog ${dialog.message()}`)
    dialog.dismiss().catch(() => {}) // The other end of the double may have answered it.
  })
  return {
    /** That no script ran says little: the policy of the page would stop it. No element may come of a text at all. */
    async staysText(): Promise<void> {
      expect(await page.locator(markup).evaluateAll((all) => all.map(({ outerHTML }) => outerHTML))).toEqual([])
    },
    /** Nothing ran, asked, opened or led away. */
    async didNothing(): Promise<void> {
      const ran = await page.evaluate(() => (window as unknown as { ran?: string }).ran)
      const { origin, pathname } = new URL(page.url())
      expect({ ran, heard, strangers: app.strangers, at: `${origin}${pathname}` }).toEqual({
        ...{ ran: undefined, heard: [], strangers: [], at: `${ours}/` },
      })
    },
  }
}
