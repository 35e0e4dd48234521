import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { lookWell } from './look.ts'
import { tempFolder } from './loom.ts'
import { openApp } from './open-app.ts'

const go = (page: Page, path: string) => page.evaluate((to) => window.location.replace(`#${to}`), path)

/** What stands beyond the edges of the side, or lies under the seal at its foot. */
function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const side = document.querySelector('aside') as HTMLElement
    const { left, right, bottom } = side.getBoundingClientRect()
    const seen = [...side.querySelectorAll('a, button, label, p, h2, section')].filter(
      (element) => getComputedStyle(element).position !== 'absolute' && element.getClientRects().length > 0,
    )
    return seen
      .filter((element) => {
        const box = element.getBoundingClientRect()
        return box.left < left || box.right > right || box.bottom > bottom
      })
      .map((element) => element.outerHTML.slice(0, 100))
  })
}

test('while the default model writes, every page shows how far it is, and the palette and its keys pause it', async () => {
  const { page, problems } = await openApp('browser', join(tempFolder(), 'library'))
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await go(page, '/datasets/new?template=instruction')
  await page.getByRole('textbox', { name: newDataset.personas.count }).fill('200')
  await page.getByRole('button', { name: /^Make 200 rows/ }).click()
  await expect.poll(() => page.locator('li[data-row]').count(), { timeout: 240_000 }).toBeGreaterThan(1)
  await lookWell(page, 'run-running')
  await go(page, '/')
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await lookWell(page, 'home-running')

  const island = page.getByRole('region', { name: shell.island.label })
  for (const path of ['/personas', '/templates', '/datasets', '/models', '/settings', '/datasets/1/rows']) {
    await go(page, path)
    await island.getByText(/of 200 rows ready/).waitFor()
    await island.getByText(/rows? a minute/).waitFor()
    await island.getByText(/left/).waitFor()
  }
  await lookWell(page, 'rows-running')
  for (const size of [
    { width: 1280, height: 800 },
    { width: 1024, height: 640 },
  ]) {
    await page.setViewportSize(size)
    await page.waitForTimeout(200)
    expect(await misfits(page), `${size.width}`).toEqual([])
  }
  await island.getByRole('link').hover()
  await page.getByRole('tooltip', { name: /of 200 rows ready/ }).waitFor()
  await page.setViewportSize({ width: 1280, height: 800 })

  // The button beside the places opens it too, and it does what it says.
  await page.getByRole('button', { name: shell.palette.open }).click()
  const field = page.getByRole('combobox', { name: shell.palette.label })
  await field.fill('pause')
  await lookWell(page, 'palette-running')
  await page.keyboard.press('Enter')
  await island.waitFor({ state: 'detached', timeout: 60_000 })
  await page.keyboard.press('Control+k')
  await field.fill('dark')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
  await page.keyboard.press('Control+k')
  await field.fill('export')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: runWords.export }).waitFor()
  expect(problems).toEqual([])
}, 600_000)
