import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { templates as words } from '../../src-renderer/locales/en/templates.ts'
import { launchChromium } from '../support/launch-chromium.ts'
import { lookWellOnce, newPage } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, type OpenApp, openApp } from './open-app.ts'
import { noNetwork, serve } from './serve.ts'

const prompt = 'Write a letter  \r\nto {persona} in {season}.  \r\n\r\n\tKeep {"json": 1} and \\frac{a}{b}.  \r\n'

const recipe = {
  format: 'persona-loom/recipe@1',
  key: 'letters',
  name: 'Letters',
  variables: { season: { label: 'Season', default: 'spring' } },
  steps: [
    {
      name: 'letter',
      prompt,
      examples: [
        { persona: 'A diver', output: 'Dear diver' },
        { persona: 'A baker', output: 'Dear baker' },
      ],
    },
  ],
}

async function libraryWith(recipe: object): Promise<string> {
  const folder = tempFolder()
  writeFileSync(join(folder, 'own.yaml'), stringify(recipe))
  const library = join(folder, 'library')
  expect((await loom(['templates', 'import', join(folder, 'own.yaml'), '--library', library])).code).toBe(0)
  return library
}

async function storedStep({ page, save }: Pick<OpenApp, 'page' | 'save'>) {
  const { path } = await save(() => page.getByRole('button', { name: words.export }).click())
  return parse(readFileSync(path, 'utf8')).steps[0]
}

test.each(hosts)(
  'in the host “%s”, a prompt is written with completion, checked while it is written, and kept to the letter',
  async (host) => {
    const app = await openApp(host, await libraryWith(recipe))
    const { page, problems } = app
    const loaded: string[] = []
    page.on('request', (request) => request.url().includes('prompt-code') && loaded.push(request.url()))
    await page.getByRole('link', { name: 'Templates' }).first().click()
    await page.getByRole('link', { name: /^Letters/ }).waitFor()
    // Nobody else pays for the editor.
    expect(loaded).toEqual([])
    await page.getByRole('link', { name: /^Letters/ }).click()
    const field = page.getByRole('textbox', { name: words.edit.prompt })
    const save = page.getByRole('button', { name: words.edit.save })
    await field.waitFor()
    expect(loaded.length).toBeGreaterThan(0)
    await lookWellOnce(host, page, 'template-editor')

    // Completion by keyboard alone, at the very end of the text.
    await field.focus()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('For {se')
    await page.getByRole('option', { name: /season/ }).waitFor()
    await lookWellOnce(host, page, 'template-completion')
    // A key that comes within 75 ms of the list is not meant for it.
    await page.waitForTimeout(150)
    await page.keyboard.press('Enter')
    await page.keyboard.type(' and {')
    await page.getByRole('option', { name: /persona/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.type('seasn}  ')

    // What is wrong is underlined and said; saving waits for it.
    await page.getByText(words.edit.unknownVariable('seasn')).waitFor()
    expect(await page.locator('.cm-lintRange-error').textContent()).toBe('{seasn}')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    await lookWellOnce(host, page, 'template-flaw')
    await save.click()
    await page.getByText(words.edit.unsaved).waitFor()
    await page.getByRole('button', { name: words.editor.use('{season}') }).click()
    await page.getByText(words.edit.unknownVariable('seasn')).waitFor({ state: 'detached' })

    // Undo and redo, Enter without an indent, and Tab out of the field.
    await page.keyboard.press('Control+End')
    await page.keyboard.type('X')
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+y')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Enter')
    await page.keyboard.type(' end ')
    await page.keyboard.press('Enter')
    await page.keyboard.type('last')
    await page.keyboard.press('Tab')
    expect(await field.evaluate((box) => box === document.activeElement)).toBe(false)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(words.edit.insert)
    await page.keyboard.press('Shift+Tab')
    expect(await field.evaluate((box) => box === document.activeElement)).toBe(true)

    // Unsaved changes are previewed, persona by persona.
    await page.getByText(words.preview.unsaved).waitFor()
    const preview = page.getByRole('region', { name: words.preview.label })
    await preview
      .getByText(/For spring and spring/)
      .last()
      .waitFor()
    await page.getByRole('button', { name: words.preview.next }).click()
    await page.getByText(words.preview.persona(2, 500)).waitFor()
    await page.getByRole('button', { name: words.preview.previous }).click()
    await page.getByText(words.preview.persona(1, 500)).waitFor()

    await save.click()
    await page.getByText(words.edit.saved, { exact: true }).waitFor()
    await page.reload()
    await field.waitFor()
    const stored = await storedStep(app)
    expect(stored.prompt).toBe(`${prompt}For {season} and {season}  \r\n end \r\nlast`)
    expect(problems).toEqual([])
  },
  240_000,
)

test.each(hosts)(
  'in the host “%s”, examples are added, changed, moved with the keyboard and removed, and only saving stores them',
  async (host) => {
    const app = await openApp(host, await libraryWith(recipe))
    const { page } = app
    const table = words.exampleTable
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    await page.getByRole('link', { name: 'Templates' }).first().click()
    await page.getByRole('link', { name: /^Letters/ }).click()

    await button(table.add).click()
    await page.keyboard.type('A sailor')
    await page.getByRole('textbox', { name: table.answer }).fill('Dear sailor')
    await page.getByRole('region', { name: words.preview.label }).getByText('Dear sailor').waitFor()
    await lookWellOnce(host, page, 'template-examples')
    await button(table.up).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.getByText(table.number(1, 3)).waitFor()
    // The key is still under the finger, at the top where it does nothing more.
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(table.up)
    await button(table.done).click()

    await button('A baker').click()
    await button(table.remove).click()
    await button('A diver').click()
    await page.getByRole('textbox', { name: table.persona }).fill(' ')
    await button(words.edit.save).click()
    await page.getByText(words.edit.exampleProblems['example-persona'](2)).waitFor()
    await page.getByRole('textbox', { name: table.persona }).fill('A pearl diver')
    await button(words.edit.save).click()
    await page.getByText(words.edit.saved, { exact: true }).waitFor()
    expect((await storedStep(app)).examples).toEqual([
      { persona: 'A sailor', output: 'Dear sailor' },
      { persona: 'A pearl diver', output: 'Dear diver' },
    ])
  },
  240_000,
)

test.each(hosts)(
  'in the host “%s”, what a good row is follows what is written, before it is saved and while something is still to be mended',
  async (host) => {
    const app = await openApp(host, await libraryWith(recipe))
    const { page } = app
    const rule = (text: string) => page.getByRole('region', { name: words.template }).getByText(text, { exact: true })
    await page.getByRole('link', { name: 'Templates' }).first().click()
    await page.getByRole('link', { name: /^Letters/ }).click()
    await rule(words.rules.anything).waitFor()
    await rule(words.rules.anyLength).waitFor()

    await page.getByRole('textbox', { name: words.edit.start }).fill('Dear friend,')
    await rule('“Dear friend,”').waitFor()
    await page.getByRole('textbox', { name: words.edit.minWords }).fill('30')
    await rule(words.rules.wordsAfter(30)).waitFor()
    await page.getByRole('textbox', { name: words.edit.name }).fill('')
    await page.getByRole('textbox', { name: words.edit.start }).fill('')
    await rule(words.rules.anything).waitFor()
    await rule(words.rules.words(30)).waitFor()
    await page.getByRole('combobox', { name: words.edit.labels }).fill('Wish:')
    await page.keyboard.press('Enter')
    await rule(words.rules.lines(['Wish'])).waitFor()
    await page.getByRole('combobox', { name: words.edit.phrases }).fill('Yours, as ever')
    await page.keyboard.press('Enter')
    await rule(words.rules.phrases(['Yours, as ever'])).waitFor()
    await lookWellOnce(host, page, 'template-lines')

    await page.getByRole('button', { name: words.edit.undo }).click()
    await rule(words.rules.anyLength).waitFor()
  },
  240_000,
)

test.each(hosts)(
  'in the host “%s”, a copy of a built-in template goes back to the original, which is undone or saved like any change',
  async (host) => {
    const app = await openApp(host, join(tempFolder(), 'library'))
    const { page } = app
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    const field = page.getByRole('textbox', { name: words.edit.prompt })
    const start = page.getByRole('textbox', { name: words.edit.start })
    await page.getByRole('link', { name: 'Templates' }).first().click()
    await page.getByRole('link', { name: /^Math problems/ }).click()
    const original = await storedStep(app)
    await button(words.duplicate).click()
    await field.waitFor()
    const text = await field.textContent()
    expect(await button(words.edit.original).count()).toBe(0)

    await field.fill('Ask {persona} for a sum.')
    await start.fill('Sum:')
    await page.getByRole('textbox', { name: words.edit.minWords }).fill('3')
    await page.getByRole('textbox', { name: words.exampleTable.draw }).fill('1')
    await button(original.examples[0].persona).click()
    await button(words.exampleTable.remove).click()
    await button(words.edit.save).click()
    await page.getByText(words.edit.saved, { exact: true }).waitFor()
    await page.reload()
    await page.getByRole('textbox', { name: words.edit.name }).fill('My sums')
    await lookWellOnce(host, page, 'template-copy')

    await button(words.edit.original).click()
    await page.getByText(words.edit.unsaved, { exact: true }).waitFor()
    await button(words.edit.original).waitFor({ state: 'detached' })
    expect(await field.textContent()).toBe(text)
    await page.getByText(words.preview.unsaved).waitFor()
    await button(words.edit.undo).click()
    await button(words.edit.original).waitFor()
    expect(await field.textContent()).toBe('Ask {persona} for a sum.')
    expect((await storedStep(app)).prompt).toBe('Ask {persona} for a sum.')

    await button(words.edit.original).click()
    await page.getByRole('textbox', { name: words.edit.name }).fill('My sums')
    await button(words.edit.save).click()
    await page.getByText(words.edit.saved, { exact: true }).waitFor()
    await page.getByRole('heading', { level: 1, name: 'My sums' }).waitFor()
    expect(await storedStep(app)).toEqual(original)
    expect(await button(words.edit.original).count()).toBe(0)
  },
  240_000,
)

test('what is written right after saving stays, however late the saved template is told', async () => {
  const { url } = await serve(await libraryWith(recipe))
  const browser = await launchChromium(noNetwork)
  const page = await newPage(browser)
  const name = page.getByRole('textbox', { name: words.edit.name })
  const save = page.getByRole('button', { name: words.edit.save })
  await page.goto(url)
  await page.getByRole('link', { name: 'Templates' }).first().click()
  await page.getByRole('link', { name: /^Letters/ }).click()
  await name.fill('Letters of spring')
  let tell = () => {}
  const told = new Promise<void>((done) => {
    tell = done
  })
  await page.route('**/api/template.show', (route) => told.then(() => route.continue()))
  await save.click()
  await page.getByText(words.edit.saved, { exact: true }).waitFor()
  expect(await name.inputValue()).toBe('Letters of spring')
  await name.press('End')
  await name.pressSequentially('time')
  tell()
  await page.getByRole('heading', { level: 1, name: 'Letters of spring', exact: true }).waitFor()
  expect(await name.inputValue()).toBe('Letters of springtime')
  await save.click()
  await page.getByRole('heading', { level: 1, name: 'Letters of springtime', exact: true }).waitFor()
  await browser.close()
}, 240_000)
