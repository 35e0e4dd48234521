import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Looks at a page as a person with a screen reader or weak eyes would, and keeps a picture when one is asked for. */
export async function look(page: Page, name: string): Promise<void> {
  const shots = process.env['LOOM_SHOTS']
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.waitForTimeout(250)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${name} ${scheme}: ${id} ${nodes[0]?.html}`)).toEqual([])
    if (shots) {
      mkdirSync(shots, { recursive: true })
      await page.screenshot({ path: join(shots, `${name}-${scheme}.png`) })
    }
  }
}

/** A window of the usual size. */
export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true })
  context.setDefaultTimeout(20_000)
  return context.newPage()
}
