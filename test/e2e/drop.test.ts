import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { models } from '../../src-renderer/locales/en/models.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

/** Drops files on the app as the browser would: made from a hidden field, so that they are real ones. */
async function drop(page: Page, paths: string[], asFolder = false): Promise<void> {
  await page.evaluate(() => {
    const field = document.createElement('input')
    Object.assign(field, { type: 'file', multiple: true, id: 'dropped' })
    document.body.append(field)
  })
  await page.locator('#dropped').setInputFiles(paths)
  await page.evaluate((isFolder) => {
    const field = document.getElementById('dropped') as HTMLInputElement
    const data = new DataTransfer()
    for (const file of field.files ?? []) data.items.add(file)
    field.remove()
    // A folder cannot be made by a script; that it is one is all that the app asks.
    if (isFolder) {
      DataTransferItem.prototype.webkitGetAsEntry = () => ({ isDirectory: true }) as FileSystemEntry
    }
    const main = document.getElementById('page') as HTMLElement
    for (const type of ['dragover', 'drop']) {
      main.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }))
    }
  }, asFolder)
}

test.each(hosts)(
  'in the host “%s”, a file dropped anywhere goes to the page for it, or is refused in words',
  async (host) => {
    const folder = tempFolder()
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const app = await openApp(host, join(folder, 'library'), { files: folder })
    const { page, problems } = app
    await page.getByRole('heading', { level: 1 }).first().waitFor()

    await drop(page, [file('people.csv', 'persona\nA tile setter\nA choir master\n')])
    await page.getByRole('dialog').getByText('A tile setter').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await drop(page, [file('broken.gguf', 'no model')])
    const dialog = page.getByRole('dialog', { name: models.dialog.title })
    await dialog
      .getByText(/broken\.gguf/)
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    const recipe = {
      ...{ format: 'persona-loom/recipe@1', key: 'dropped', name: 'Dropped letters' },
      steps: [{ name: 'text', prompt: 'Write a letter for {persona}.' }],
    }
    await drop(page, [file('letters.yaml', JSON.stringify(recipe))])
    await page.getByText('Dropped letters').first().waitFor()

    symlinkSync(join(folder, 'people.csv'), join(folder, 'linked.csv'))
    await drop(page, [join(folder, 'linked.csv')])
    // A browser hands over what is behind a link; where the file itself is read, a link could be changed meanwhile.
    const taken = host === 'browser' ? 'A choir master' : /Not a regular file \(a link\)/
    await page.getByRole('dialog').getByText(taken).first().waitFor()
    await page.keyboard.press('Escape')

    await drop(page, [file('holiday.jpg', 'x')])
    await page.getByText(shell.drop.unknown('holiday.jpg')).waitFor()
    await drop(page, [join(folder, 'people.csv'), join(folder, 'letters.yaml')])
    await page.getByText(shell.drop.one).waitFor()
    await drop(page, [file('things', '')], true)
    await page.getByText(shell.drop.folder('things')).waitFor()
    expect(problems).toEqual([])
  },
)
