import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { personas as words } from '../../src-renderer/locales/en/personas.ts'
import { settings } from '../../src-renderer/locales/en/settings.ts'
import { lookWellOnce } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

const starters = 500
const english = Array.from({ length: 30 }, (_, at) => `A glass blower in Murano who sings in street ${at}`)
const german = Array.from(
  { length: 12 },
  (_, at) => `Eine Bäckerin aus Lyon, die um ${at} Uhr aufsteht und nie schläft`,
)
const huge = `A biographer ${'who writes on and on '.repeat(50_000)}`
const whole = starters + english.length + german.length + 1

async function libraryOfPeople(): Promise<string> {
  const folder = tempFolder()
  const library = join(folder, 'library')
  writeFileSync(
    join(folder, 'people.jsonl'),
    [...english, ...german, huge].map((persona) => `${JSON.stringify({ persona })}\n`).join(''),
  )
  await loom([
    'import',
    join(folder, 'people.jsonl'),
    '--name',
    'people',
    '--licence',
    'CC-BY-4.0',
    '--library',
    library,
  ])
  const rows = english.slice(0, 5).map((persona) => ({ 'input persona': persona, 'synthesized text': 'A row.' }))
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  await loom(['import', join(folder, 'rows.jsonl'), '--rows', '--library', library])
  return library
}

test.each(hosts)(
  'in the host “%s”, personas are narrowed by every facet, edited, archived and brought back, with the mouse and with keys',
  async (host) => {
    const app = await openApp(host, await libraryOfPeople())
    const { page, problems } = app
    await page.evaluate(() => window.location.replace('#/personas'))
    const facets = page.getByRole('complementary', { name: words.narrow })
    const found = (count: number, of = whole) => page.getByText(words.found(count, of), { exact: true }).waitFor()
    const choice = (name: string) => facets.getByText(name, { exact: true })
    const drop = (chip: string) => page.getByRole('button', { name: words.chips.drop(chip) }).click()
    const list = page.getByRole('region', { name: words.list })
    const items = list.getByRole('article')

    // One facet after the other, several at once, each a chip that can be taken away.
    await choice('German').click()
    await found(german.length)
    await choice('English').click()
    await choice('people').click()
    await found(german.length + english.length + 1)
    await choice(words.lengths.middle).click()
    await choice(words.uses.yes).click()
    await found(0)
    await page.getByText(words.nothingTitle).waitFor()
    await page.getByText(words.chips.language('German'), { exact: false }).first().waitFor()
    await drop(words.chips.length(words.lengths.middle))
    await found(5)
    await lookWellOnce(host, page, 'personas-facets')
    await drop(words.uses.yes)
    await drop(words.chips.language('English'))
    await found(german.length)
    // What is narrowed here is narrowed in a new dataset too.
    await page.getByRole('link', { name: words.use }).click()
    await page.getByText(newDataset.personas.fewer(german.length)).waitFor()
    await page.getByRole('button', { name: words.chips.drop(words.chips.language('German')) }).click()
    await page.getByText(newDataset.personas.fewer(english.length + german.length + 1)).waitFor()
    await page.goBack()
    await found(german.length)

    // Edited with E, refused where it is another's, saved, undone with U, saved again and brought back.
    await items.first().click()
    const field = page.getByRole('textbox', { name: words.editing.label })
    const edit = async (text: string) => {
      await page.keyboard.press('e')
      await field.fill(text)
      await page.keyboard.press('Control+Enter')
    }
    await edit(german[3] as string)
    await page.getByText(/Another persona has this text already/).waitFor()
    await lookWellOnce(host, page, 'persona-edit-refused')
    await field.fill('')
    await page.getByRole('dialog').getByRole('button', { name: words.editing.save }).click()
    await page.getByText(words.editing.empty, { exact: true }).waitFor()
    await field.fill('Eine Bäckerin aus Gent, die es sich anders überlegt hat')
    await page.getByRole('dialog').getByRole('button', { name: words.editing.save }).click()
    await page.getByText(words.marks.edited).waitFor()
    await page.getByText(words.done.edited).waitFor()
    await lookWellOnce(host, page, 'persona-edited')
    // The letter is a key again once the dialog is gone.
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('u')
    await page.getByText(words.done.undone).waitFor()
    await page.getByText(german[0] as string).waitFor()
    await items.first().click()
    await edit('Eine Bäckerin aus Gent, die es sich anders überlegt hat')
    await page.getByText(words.marks.edited).waitFor()
    await items.first().click()
    await page.keyboard.press('e')
    await page.getByRole('button', { name: words.editing.restore }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText(german[0] as string).waitFor()
    await expect.poll(() => page.getByText(words.marks.edited).count()).toBe(0)

    // Two that are ticked are used alone.
    await items.first().click()
    for (const key of ['Space', 'j', 'Space']) await page.keyboard.press(key)
    await page.getByRole('button', { name: words.chosen.use(2) }).click()
    await page.getByText(newDataset.personas.fewer(2)).waitFor()
    await page.goBack()
    await found(german.length)
    // However long the name of a selection is, it stays among the filters.
    expect(await facets.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)

    // J and K, Space and Shift choose; Del archives; the notice takes it back.
    await items.first().click()
    for (const key of ['j', 'j', 'k', 'Space']) await page.keyboard.press(key)
    await page.getByText(words.chosen.count(1, german.length)).waitFor()
    for (const key of ['j', 'j', 'Shift+Space']) await page.keyboard.press(key)
    await page.getByText(words.chosen.count(3, german.length)).waitFor()
    await lookWellOnce(host, page, 'personas-chosen')
    await page.keyboard.press('Delete')
    const notice = page.getByRole('alert').filter({ hasText: words.done.archived(3) })
    const [over, box, button] = [notice, items.first().getByRole('checkbox'), items.first().getByRole('button').first()]
    const across = async (of: typeof notice) =>
      (await of.evaluate((element) => element.getBoundingClientRect())) as DOMRect
    expect((await across(box)).right).toBeLessThan((await across(over)).left)
    expect((await across(button)).left).toBeGreaterThan((await across(over)).right)
    await found(german.length - 3, whole - 3)
    await page.getByRole('button', { name: words.done.undo }).click()
    await found(german.length)

    // All that the filter finds but one, then back from the archive.
    await page.keyboard.press('Control+a')
    await page.getByRole('checkbox', { name: words.choose(german[1] as string) }).uncheck()
    await page.getByRole('button', { name: words.chosen.archive(german.length - 1) }).click()
    await found(1, whole - german.length + 1)
    await choice(words.archivedOnes).click()
    await found(german.length - 1, german.length - 1)
    await lookWellOnce(host, page, 'personas-archived')
    await page
      .getByRole('button', { name: words.restoreOne('') })
      .first()
      .click()
    await page.getByText(words.done.restored(1)).waitFor()
    await items.first().click()
    await page.keyboard.press('Delete')
    await found(german.length - 3, german.length - 3)
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await page.getByText(words.noneArchivedTitle).waitFor()
    await page.getByRole('button', { name: words.showAll }).click()
    await page
      .getByText(words.range(1, whole, whole), { exact: false })
      .first()
      .waitFor()

    // A text of a megabyte: its beginning in the list, the whole on demand, and too long to be saved.
    await page.getByRole('searchbox', { name: words.search }).fill('biographer writes')
    await found(1)
    expect((await items.first().textContent())?.length).toBeLessThan(5_000)
    await items.first().click()
    await page.keyboard.press('e')
    await page.getByText(words.editing.tooLong(huge.trim().length, 20_000)).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: words.editing.save }).click()
    await page.keyboard.press('Escape')
    expect(problems).toEqual([])
    expect(app.strangers).toEqual([])
  },
  240_000,
)

test('the command line narrows, edits, archives and restores the same personas', async () => {
  const library = ['--library', await libraryOfPeople()]
  const personas = (...args: string[]) => loom(['personas', ...args, ...library])
  const list = async (...args: string[]) =>
    JSON.parse((await personas('list', '--json', '--limit', '600', ...args)).out) as Record<string, unknown>[]

  const germans = await list('--language', 'de')
  expect(germans).toHaveLength(german.length)
  expect(germans[0]).toMatchObject({
    ...{ text: german[0], source: 'people', licence: 'CC-BY-4.0', language: 'de', isUsed: false, isEdited: false },
  })
  expect(await list('--source', 'people', '--used')).toHaveLength(5)
  expect(
    await list('--source', 'people', '--unused', '--language', 'en', '--language', 'de', '--length', 'middle'),
  ).toHaveLength(german.length)
  const shown = await personas('--search', 'murano', '--limit', '2')
  expect(shown.out.trim().split('\n')).toHaveLength(4)
  expect(shown.err).toContain(`2 of ${english.length} personas that fit.`)

  const recipe = ['--template', 'instruction', '--max-tokens', '16', '--attempts', '1', '--sample-size', '2']
  const made = await loom(['generate', ...recipe, '--source', 'people', '--language', 'de', '--unused', ...library])
  expect(made.code).toBe(0)
  expect((await list('--language', 'de', '--used')).map(({ text }) => text)).toEqual(german.slice(0, 2))
  const twice = await loom(['generate', ...recipe, '--source', 'people', '--personas', 'more.txt', ...library])
  expect(twice).toMatchObject({ code: 2, err: expect.stringContaining('not both') })

  const id = String(germans[0]?.['id'])
  const edited = await personas('edit', id, '--text', 'Eine Bäckerin aus Gent', '--json')
  expect(edited.last).toMatchObject({ text: 'Eine Bäckerin aus Gent', isEdited: true, original: { text: german[0] } })
  expect(edited.err).toContain('The original is kept.')
  expect((await personas('edit', id, '--original')).out.trim()).toBe(german[0])

  expect((await personas('archive', id, '--json')).last).toEqual({ changed: 1 })
  expect((await personas('archive', '--language', 'de', '--json')).last).toEqual({ changed: german.length - 1 })
  expect(await list('--language', 'de')).toEqual([])
  expect(await list('--archived')).toHaveLength(german.length)
  expect((await personas('restore', '--all', '--json')).last).toEqual({ changed: german.length })

  for (const [args, message] of [
    [['archive'], /Say which/],
    [['archive', id, '--all'], /Say which/],
    [['edit', id], /either --text TEXT or --original/],
    [['edit'], /Name one/],
    [['edit', id, '--text', german[1] as string], /Another persona has this text/],
    [['edit', id, '--text', '  '], /needs a text/],
    [['edit', '99999', '--text', 'A baker'], /no persona 99999/],
    [['list', '--source', 'nowhere'], /no source “nowhere”.*people/],
    [['list', '--length', 'huge'], /lengths/],
    [['list', '--language', 'german'], /two letters/],
    [['list', '--used', '--unused'], /leave one of the two out/],
    [['remove', id], /personas knows list, edit, archive, restore/],
  ] as const) {
    const { code, err } = await personas(...args)
    expect([args.join(' '), code, err]).toEqual([args.join(' '), 2, expect.stringMatching(message)])
  }
}, 120_000)

test.each(hosts)(
  'in the host “%s”, a persona that is added by hand once more is said to be there already, and where',
  async (host) => {
    const { page, problems } = await openApp(host, await libraryOfPeople())
    await page.evaluate(() => window.location.replace('#/personas'))
    const shown = page.getByText(words.range(1, whole, whole), { exact: false }).first()
    const add = async (text: string) => {
      await page.getByRole('button', { name: words.add }).click()
      await page.getByRole('textbox', { name: words.adding.label }).fill(text)
      await page.keyboard.press('Control+Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await shown.waitFor()
    await add(` ${english[0]?.toUpperCase()}.`)
    await page.getByText(words.adding.known.library('people', false)).waitFor()
    await shown.waitFor()
    expect(await page.getByText(words.adding.added('Added by hand')).count()).toBe(0)

    await page.getByRole('searchbox', { name: words.search }).fill('murano 7')
    const item = page.getByRole('region', { name: words.list }).getByRole('article').first()
    await page.getByText(words.found(1, whole), { exact: true }).waitFor()
    await item.click()
    await page.keyboard.press('Delete')
    await page.getByText(words.done.archived(1)).waitFor()
    await add(english[7] as string)
    await page.getByText(words.adding.known.archive('people', false)).waitFor()
    await page.getByText(words.found(1, whole), { exact: true }).waitFor()

    await add('A ferry pilot of the Bosporus')
    await page.getByText(words.adding.added('Added by hand')).waitFor()
    await lookWellOnce(host, page, 'persona-added')
    expect(problems).toEqual([])
  },
  120_000,
)

test.each(hosts)(
  'in the host “%s”, arrows and Enter lead through the personas, also where single letters are no keys',
  async (host) => {
    const { page, problems } = await openApp(host, await libraryOfPeople())
    const goTo = (path: string) => page.evaluate((to) => window.location.replace(`#${to}`), path)
    const list = page.getByRole('region', { name: words.list })
    const items = list.getByRole('article')
    const focused = page.locator('[data-persona]:focus')
    const place = async () => Number(await page.locator('li:has(> [data-persona]:focus)').getAttribute('data-place'))
    await goTo('/personas')
    await items.first().waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: words.sheet.title }).getByText(words.sheet.keys.Enter).waitFor()
    await lookWellOnce(host, page, 'personas-keys')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await goTo('/settings')
    const letterKeys = page.getByRole('switch', { name: settings.look.letterKeys })
    await letterKeys.click()
    await expect.poll(() => letterKeys.isChecked()).toBe(false)
    await goTo('/personas')
    await items.first().waitFor()
    await list.focus()
    await page.keyboard.press('j')
    expect(await focused.count()).toBe(0)
    await page.keyboard.press('ArrowDown')
    await expect.poll(place).toBe(0)
    // Far beyond what stands in the page at first.
    for (let at = 1; at <= 60; at++) {
      await page.keyboard.press('ArrowDown')
      await expect.poll(place).toBe(at)
    }
    await page.keyboard.press('ArrowUp')
    await expect.poll(place).toBe(59)
    const box = await focused.boundingBox()
    const view = await list.boundingBox()
    expect(box?.y).toBeGreaterThanOrEqual((view?.y ?? 0) - 1)
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((view?.y ?? 0) + (view?.height ?? 0) + 1)
    const text = (await focused.locator('p').textContent()) as string
    await lookWellOnce(host, page, 'personas-arrows')

    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('textbox', { name: words.editing.label }).inputValue()).toBe(text)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(place).toBe(59)
    // On a button Enter presses that, and in the filters arrows stay what they are.
    await focused.getByRole('button', { name: words.archiveOne('') }).press('Enter')
    await page.getByText(words.done.archived(1)).waitFor()
    expect(await dialog.count()).toBe(0)
    // The next one stands there by now, and has the focus.
    await expect.poll(place).toBe(59)
    expect(await focused.locator('p').textContent()).not.toBe(text)
    await page.getByRole('radio', { name: words.everywhere }).press('ArrowDown')
    await page
      .getByText(words.range(1, starters - 1, starters - 1), { exact: false })
      .first()
      .waitFor()
    expect(problems).toEqual([])
  },
  120_000,
)
