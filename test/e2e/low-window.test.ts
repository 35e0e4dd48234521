import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { personas } from '../../src-renderer/locales/en/personas.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { loom, tempFolder } from './loom.ts'
import { type HostName, hosts, openApp } from './open-app.ts'
import { zoomed } from './zoomed.ts'

/** What a window of 1280x800 leaves at 200 %. */
const low = { width: 640, height: 400 }

/** How much of what is asked for stands within the window. */
const seenPx = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return Math.min(bottom, window.innerHeight) - Math.max(top, 0)
  })

async function openLow(host: HostName, text: string): Promise<Page> {
  const folder = tempFolder()
  const library = join(folder, 'library')
  const row = { prompt: 'Ask.', 'input persona': 'A bell founder', finish_reason: 'stop', 'synthesized text': text }
  const lines = Array.from({ length: 60 }, (_, at) => ({ ...row, 'synthesized text': `Row ${at + 1}. ${text}` }))
  writeFileSync(join(folder, 'bells.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  expect((await loom(['import', join(folder, 'bells.jsonl'), '--rows', '--library', library])).code).toBe(0)
  const { page } = await openApp(host, library)
  await page.setViewportSize(low)
  return page
}

test.each(hosts)(
  'in the host “%s”, at twice the size a long row is read to its end below the table, and the window stays full',
  async (host) => {
    const page = await openLow(host, `${'Cast in one piece. '.repeat(120)}The end.`)
    await page.evaluate(() => window.location.replace('#/datasets/1/rows'))
    await page
      .getByText(/^Row 2\./)
      .first()
      .click()
    await page.getByRole('heading', { name: rowsPage.detail.title(2) }).waitFor()
    await page.locator('aside p', { hasText: 'The end.' }).waitFor()
    expect(await seenPx(page, 'aside[tabindex="0"]')).toBeGreaterThan(120)

    await page.getByRole('heading', { name: rowsPage.detail.persona }).scrollIntoViewIfNeeded()

    expect(await page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0)
    expect(await seenPx(page, 'main')).toBe(low.height)
    expect(await seenPx(page, '#row-persona')).toBeGreaterThan(10)
    expect(await zoomed(page)).toEqual([])
  },
  120_000,
)

test.each(hosts)(
  'in the host “%s”, at twice the size what narrows the personas is folded away, and unfolds whole',
  async (host) => {
    const page = await openLow(host, 'Cast in one piece.')
    await page.evaluate(() => window.location.replace('#/personas'))
    const fold = page.getByRole('button', { name: personas.narrow })
    const archived = page.getByRole('radio', { name: personas.archivedOnes })
    await fold.waitFor()
    expect(await archived.isVisible()).toBe(false)

    await fold.click()
    await archived.check()

    await page.getByText(personas.noneArchivedTitle).waitFor()
    expect(await zoomed(page)).toEqual([])
    await fold.click()
    expect(await archived.isVisible()).toBe(false)
    await page.setViewportSize({ width: 1280, height: 800 })
    expect(await fold.isVisible()).toBe(false)
    expect(await archived.isVisible()).toBe(true)
  },
  120_000,
)

test.each(hosts)(
  'in the host “%s”, in a low window the filter of rows is scrolled to its end',
  async (host) => {
    const page = await openLow(host, 'Cast in one piece.')
    await page.evaluate(() => window.location.replace('#/datasets/1/rows'))
    await page.getByRole('button', { name: rowsPage.filter, exact: true }).click()
    const last = page.getByRole('textbox', { name: rowsPage.lengthTo })
    await last.fill('30')
    await expect
      .poll(() => last.evaluate((field) => field.getBoundingClientRect().bottom <= window.innerHeight))
      .toBe(true)
    await last.press('Enter')
    await page.getByText(rowsPage.shorter(30)).waitFor()
  },
  120_000,
)
