import { join } from 'node:path'
import { expect, test } from 'vitest'
import { common } from '../../src-renderer/locales/en/common.ts'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { lookWellOnce } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

test.each(hosts)(
  'in the host “%s”, rows that just ended are judged while the others are written, and hold still for it',
  async (host) => {
    const library = join(tempFolder(), 'library')
    const { page, problems } = await openApp(host, library)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.evaluate(() => window.location.replace('#/datasets/new?template=instruction'))
    await page.getByRole('textbox', { name: newDataset.personas.count }).fill('40')
    await page.getByRole('button', { name: /^Make 40 rows/ }).click()

    const ended = page.locator('li[data-row]')
    await expect.poll(() => ended.count(), { timeout: 120_000 }).toBeGreaterThan(1)
    const first = ended.first()
    // Held from here on.
    await first.getByRole('link').focus()
    const id = await first.getAttribute('data-row')
    await page.keyboard.press('a')
    await first.getByText(rowsPage.verdict.kept).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('r')
    await ended.nth(1).getByText(rowsPage.verdict.discarded).waitFor()
    await page.getByText(/newer, shown as soon as you leave the list/).waitFor({ timeout: 60_000 })
    expect(await first.getAttribute('data-row')).toBe(id)
    await lookWellOnce(host, page, 'run-judging')
    await page.keyboard.press('u')
    await ended.nth(1).getByText(rowsPage.verdict.discarded).waitFor({ state: 'detached' })

    await page.getByRole('heading', { level: 1 }).click()
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await expect.poll(() => first.getAttribute('data-row')).not.toBe(id)

    // A key for the row under the pointer, and a press on its button takes it back.
    await page.mouse.move(0, 0)
    const other = page.locator(`li[data-row="${await first.getAttribute('data-row')}"]`)
    const discard = other.getByRole('button', { name: /^Discard row/ })
    await other.hover()
    await page.keyboard.press('r')
    await other.getByText(rowsPage.verdict.discarded).waitFor()
    await discard.click()
    await other.getByText(rowsPage.verdict.discarded).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: runWords.pause }).first().click()
    await page.getByRole('button', { name: runWords.resume }).first().waitFor({ timeout: 60_000 })

    // What made a row is told beside it, in words.
    await page.evaluate(() => window.location.replace('#/datasets/1/rows?row=1'))
    await page.locator('summary').filter({ hasText: runWords.recipe.title }).click()
    const settings = page.locator('details[open] dl')
    await settings.getByText(rowsPage.detail.settings.rowSeed).waitFor()
    await settings.getByText(/^SmolLM2.*\(Q\d/).waitFor()
    await settings.getByText(common.style['persona-few-shot']).waitFor()
    await lookWellOnce(host, page, 'rows-settings')
    expect(problems).toEqual([])

    const { out } = await loom(['rows', '1', '--verdict', 'kept', '--library', library])
    expect(out.match(/^\d+\. /gm)).toHaveLength(1)
  },
  300_000,
)
