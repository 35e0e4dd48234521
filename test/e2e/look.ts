import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]

/**
 * Looks at a page as a person with a screen reader or weak eyes would, in both themes, and gives what is wrong. Where
 * LOOM_SHOTS names a folder, keeps its pictures there in both sizes.
 */
export async function look(page: Page, name: string): Promise<string[]> {
  const shots = process.env['LOOM_SHOTS']
  const usual = page.viewportSize()
  const problems: string[] = []
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.waitForTimeout(50)
    const violations = await violationsOf(page, scheme === 'light' ? undefined : ofColour)
    problems.push(...violations.map(({ id, nodes }) => `${scheme}: ${id} ${nodes[0]?.html}`))
    for (const size of shots ? sizes : []) {
      mkdirSync(shots as string, { recursive: true })
      await page.setViewportSize(size)
      await page.waitForTimeout(100)
      await page.screenshot({ path: join(shots as string, `${name}-${size.width}-${scheme}.png`) })
    }
    if (shots && usual) await page.setViewportSize(usual)
  }
  return problems
}

/** The same page in another theme differs in its colours alone. */
const ofColour = ['color-contrast', 'link-in-text-block']

/** What axe finds and finds again: an answer may be asked for, and its page be dimmed, just when it begins. */
async function violationsOf(page: Page, rules?: readonly string[]) {
  await settled(page)
  // There are no frames of other origins, for which each look would open another page; what is right need not be told.
  const axe = () => new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const find = () => (rules ? axe().withRules([...rules]) : axe()).analyze()
  const { violations } = await find()
  if (violations.length === 0) return violations
  await page.waitForTimeout(500)
  await settled(page)
  return (await find()).violations
}

/** Waits for what is dimmed because another answer is on its way; what stays so is looked at as it is. */
async function settled(page: Page): Promise<void> {
  for (let time = 0; time < 30; time++) {
    if ((await page.locator('[style*="opacity: 0.6"]').count()) === 0) return
    await page.waitForTimeout(100)
  }
}

/** The same for a step of a story, which ends where something is wrong. */
export async function lookWell(page: Page, name: string): Promise<void> {
  expect((await look(page, name)).map((problem) => `${name} ${problem}`)).toEqual([])
}

/** A window of the usual size. */
export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true })
  context.setDefaultTimeout(20_000)
  return context.newPage()
}

/** The same pages in every host are looked at in one of them. */
export async function lookWellOnce(host: string, page: Page, name: string): Promise<void> {
  if (host === 'browser') await lookWell(page, name)
}
