import { join } from 'node:path'
import { expect, test } from 'vitest'
import { words } from '../../src-main/hosts/electron/words.ts'
import { exporting } from '../../src-renderer/locales/en/export.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { libraryWithRow, tempFolder } from './loom.ts'
import { type Desktop, openInElectron } from './open-app.ts'

const heading = ({ page }: Desktop, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

/** A key of the menu as the page's list of keys prints it. */
const printed = (accelerator: string) => accelerator.replace('CmdOrCtrl', 'Ctrl').replaceAll('+', ' ')

test('the menu has the keys of the page, and no two entries share one', async () => {
  const app = await openInElectron(join(tempFolder(), 'library'))
  await heading(app, shell.places.home)
  const [menu] = app.told.filter(({ type }) => type === 'menu')
  const keys = menu?.type === 'menu' ? menu.keys : []
  const { newDataset, pause, find } = words.menu
  expect(keys).toEqual(
    expect.arrayContaining([
      { label: newDataset, accelerator: 'CmdOrCtrl+N' },
      { label: pause, accelerator: 'CmdOrCtrl+.' },
      { label: words.menu.export, accelerator: 'CmdOrCtrl+Shift+E' },
      { label: find, accelerator: 'CmdOrCtrl+K' },
      ...words.places.map((label, at) => ({ label, accelerator: `CmdOrCtrl+${at + 1}` })),
      { label: 'minimize', accelerator: 'CmdOrCtrl+M' },
      { label: 'close', accelerator: 'CmdOrCtrl+W' },
    ]),
  )
  expect(new Set(keys.map(({ accelerator }) => accelerator)).size).toBe(keys.length)

  await app.page.keyboard.press('?')
  await app.page.getByText(shell.keys.ownWindow['Ctrl N'], { exact: true }).waitFor()
  const told = (await app.page.getByRole('dialog').locator('kbd').allTextContents())
    .flatMap((key) => (key === 'Ctrl 1 to 6' ? [1, 2, 3, 4, 5, 6].map((at) => `Ctrl ${at}`) : [key]))
    .filter((key) => key.startsWith('Ctrl '))
  const own: string[] = [newDataset, pause, words.menu.export, find, ...words.places]
  const inMenu = keys.filter(({ label }) => own.includes(label)).map(({ accelerator }) => printed(accelerator))
  expect(inMenu.toSorted()).toEqual(told.toSorted())
})

test('an entry and its key lead to the same page', async () => {
  const app = await openInElectron(join(tempFolder(), 'library'))
  await heading(app, shell.places.home)
  for (const [label, key] of [
    ['Personas', '2'],
    ['Models', '5'],
    ['New dataset', 'n'],
    ['Home', '1'],
  ] as const) {
    app.say({ type: 'menu', label })
    await heading(app, label)
    await app.page.keyboard.press(key === '1' ? 'Control+6' : 'Control+1')
    await heading(app, key === '1' ? 'Settings' : 'Home')
    await app.page.keyboard.press(`Control+${key}`)
    await heading(app, label)
  }
})

test('the menu opens the search and the export of the dataset shown, and says where nothing is to be done', async () => {
  const app = await openInElectron(await libraryWithRow())
  const { page } = app
  await heading(app, shell.places.home)
  app.say({ type: 'menu', label: words.menu.find })
  await page.getByRole('combobox', { name: shell.palette.label }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  app.say({ type: 'menu', label: words.menu.pause })
  await page.getByText(shell.keys.nothingToPause).waitFor()
  app.say({ type: 'menu', label: words.menu.export })
  await page.getByText(shell.keys.nothingToExport).waitFor()

  await page.getByRole('link', { name: 'Datasets' }).first().click()
  await page.getByRole('link', { name: /rows/ }).first().click()
  await page.waitForURL(/#\/datasets\/1/)
  app.say({ type: 'menu', label: words.menu.export })
  await page.getByRole('dialog').getByText(exporting.preview).waitFor()
})
