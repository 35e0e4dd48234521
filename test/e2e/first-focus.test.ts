import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { personas } from '../../src-renderer/locales/en/personas.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

test.each(hosts)(
  'in the host “%s”, what is typed right after a dialog or a page was opened by keys comes into its first field',
  async (host) => {
    const { page, problems } = await openApp(host, join(tempFolder(), 'library'))
    await page.evaluate(() => window.location.replace('#/personas'))
    const first = page.getByRole('region', { name: personas.list }).getByRole('article').first()
    const text = page.getByRole('textbox', { name: personas.editing.label })
    const before = await first.locator('p').textContent()
    // The first time that it is opened, its text is still to come.
    await first.click()
    await page.keyboard.press('e')
    await page.keyboard.type(' Just at noon.')
    await expect.poll(() => text.inputValue()).toBe(`${before} Just at noon.`)
    await expect.poll(() => text.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.getByRole('dialog').getByRole('button', { name: personas.editing.takeBack }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await first.evaluate((item) => item === document.activeElement)).toBe(true)

    await page.keyboard.press('Control+k')
    await page.getByPlaceholder(shell.palette.placeholder).fill(shell.palette.newDataset)
    await page.keyboard.press('Enter')
    const name = page.getByRole('textbox', { name: newDataset.name, exact: true })
    await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.type('Harbour')
    expect(await name.inputValue()).toBe('Harbour')
    await page.keyboard.press('Tab')
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)

    // A text of one's own that comes back is written on at its end.
    await page.evaluate(() => window.location.replace('#/personas'))
    await first.waitFor()
    await page.evaluate(() => {
      const key = 'persona-loom.new-dataset'
      const draft = { ...JSON.parse(sessionStorage.getItem(key) ?? '{}'), lastTexts: { npc: { world: 'A city.' } } }
      sessionStorage.setItem(key, JSON.stringify(draft))
      window.location.replace('#/datasets/new?template=npc')
    })
    await page.locator('#variable-world').click()
    await page.getByRole('option', { name: newDataset.variables.own }).click()
    const world = page.getByLabel(newDataset.variables.ownOf('Game world'))
    await expect.poll(() => world.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type(' On a whale.')
    expect(await world.inputValue()).toBe('A city. On a whale.')
    expect(problems).toEqual([])
  },
  120_000,
)
