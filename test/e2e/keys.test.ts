import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exporting } from '../../src-renderer/locales/en/export.ts'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { personas } from '../../src-renderer/locales/en/personas.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { settings } from '../../src-renderer/locales/en/settings.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { lookWellOnce } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

test.each(hosts)(
  'keys do the same on every page, and single letters can be switched off, in the host “%s”',
  async (host) => {
    const folder = tempFolder()
    const row = (at: number) => ({
      'input persona': `Person ${at}`,
      finish_reason: 'stop',
      'synthesized text': `Why ${at}?`,
    })
    writeFileSync(join(folder, 'rows.jsonl'), [1, 2, 3].map((at) => `${JSON.stringify(row(at))}\n`).join(''))
    const library = join(folder, 'library')
    await loom(['import', join(folder, 'rows.jsonl'), '--rows', '--library', library])
    const { page, problems } = await openApp(host, library)
    const goTo = async (path: string) => {
      await page.evaluate((to) => window.location.replace(`#${to}`), path)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
    }
    await page.getByRole('heading', { level: 1 }).first().waitFor()

    await page.keyboard.press('?')
    await page.getByText(shell.keys.keys['Ctrl .']).waitFor()
    const ownKeys = await page.getByText(shell.keys.ownWindow['Ctrl N'], { exact: true }).count()
    expect(ownKeys).toBe(host === 'electron' ? 1 : 0)
    await lookWellOnce(host, page, 'keys')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await goTo('/personas')
    const search = page.getByRole('searchbox', { name: personas.search })
    await search.waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('baker?/')
    await expect.poll(() => search.inputValue()).toBe('baker?/')

    await goTo('/datasets/1')
    // The heading may still be that of the page before, which exports nothing.
    await page.getByRole('navigation', { name: runWords.tabs.label }).waitFor()
    await page.keyboard.press('Control+Shift+E')
    await page.getByRole('dialog').getByText(exporting.preview).waitFor()
    await page.keyboard.press('Escape')

    // Off: letters mean nothing and are printed nowhere; arrows and buttons stay.
    const read = (number: number) => page.getByText(rowsPage.detail.title(number))
    const printed = () => page.locator('.statusbar kbd:visible').allTextContents()
    await goTo('/datasets/1/rows')
    await page.getByRole('grid').focus()
    await page.keyboard.press('j')
    await read(1).waitFor()
    expect(await printed()).toContain('J')
    await page.keyboard.press('Control+a')
    await page.getByText(rowsPage.bulk.chosen(3, 3)).waitFor()
    await goTo('/settings')
    await page.getByRole('switch', { name: settings.look.letterKeys }).click()
    await lookWellOnce(host, page, 'settings-keys')
    await goTo('/datasets/1/rows?row=1')
    await page.getByRole('grid').focus()
    await expect.poll(printed).toEqual([])
    await page.keyboard.press('j')
    await page.keyboard.press('?')
    await page.keyboard.press('ArrowDown')
    await read(2).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)

    // What is being written is paused and goes on, from any page.
    await goTo('/datasets/new?template=instruction')
    const count = page.getByRole('textbox', { name: newDataset.personas.count })
    await count.click()
    await page.keyboard.type('5020')
    await page.getByText(/^Only \d+ personas are there/).waitFor()
    await page.keyboard.press('Tab')
    await count.click()
    await page.keyboard.type('12')
    await page.getByRole('button', { name: /^Make 12 rows/ }).click()
    await page.getByText(/^[1-9]\d* of 12 rows written/).waitFor({ timeout: 120_000 })
    await goTo('/models')
    await page.keyboard.press('Control+.')
    await goTo('/datasets/2')
    await page.getByRole('button', { name: runWords.resume }).waitFor({ timeout: 60_000 })
    await page.keyboard.press('Control+.')
    await page.getByRole('button', { name: runWords.pause }).waitFor({ timeout: 60_000 })
    expect(problems).toEqual([])
  },
  300_000,
)
