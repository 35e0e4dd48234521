import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { exporting } from '../../src-renderer/locales/en/export.ts'
import { review } from '../../src-renderer/locales/en/review.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { lookWellOnce } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

const count = 60

/** A library with a dataset that somebody else made. */
async function libraryWithRows(): Promise<string> {
  const folder = tempFolder()
  const rows = Array.from({ length: count }, (_, at) => ({
    prompt: `Write question ${at + 1}.`,
    'input persona': `A ${at % 2 ? 'baker' : 'sailor'} with number ${at + 1} on the door`,
    finish_reason: 'stop',
    'synthesized text': `Question ${at + 1}: how much salt is in ${at + 2} loaves?`,
  }))
  writeFileSync(join(folder, 'questions.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const library = join(folder, 'library')
  expect((await loom(['import', join(folder, 'questions.jsonl'), '--rows', '--library', library])).code).toBe(0)
  return library
}

test.each(hosts)(
  'in the host “%s”, rows are reviewed by keys alone: kept, discarded, edited, in bulk, undone; then exported as chats',
  async (host) => {
    const app = await openApp(host, await libraryWithRows())
    const { page, problems } = app
    await page.getByRole('link', { name: 'Datasets' }).first().click()
    await page
      .getByRole('link', { name: /questions/ })
      .first()
      .click()
    await page.getByRole('link', { name: runWords.tabs.rows }).click()
    const grid = page.getByRole('grid')
    // The keys need no press on the table first.
    await grid.waitFor()
    const press = async (...keys: string[]) => {
      for (const key of keys) {
        await page.keyboard.press(key)
        // As fast as a person presses one key after the other.
        await page.waitForTimeout(150)
      }
    }
    const found = (verdict: string) => page.getByRole('grid').getByText(verdict, { exact: true }).count()

    await press('j', 'a')
    await expect.poll(() => found(rowsPage.verdict.kept)).toBe(1)
    await press('j', 'r')
    await expect.poll(() => found(rowsPage.verdict.discarded)).toBe(1)
    await press('j', 'e')
    await page.keyboard.type(' And sugar?')
    const letters = () => page.locator('kbd:visible', { hasText: /^.$/ }).allTextContents()
    expect(await letters()).toEqual([])
    await lookWellOnce(host, page, 'rows-edit')
    await press('Control+Enter')
    await expect.poll(() => found(rowsPage.edited)).toBe(1)
    expect(await letters()).toContain('A')

    // Ten at once, and back.
    await grid.focus()
    await press('j', ' ', ...Array<string>(9).fill('ArrowDown'), 'Shift+ ')
    await page.getByText(rowsPage.bulk.chosen(10, count)).waitFor()
    await lookWellOnce(host, page, 'rows-chosen')
    await press('r')
    await expect.poll(() => found(rowsPage.verdict.discarded)).toBe(11)
    await press('4')
    await page.getByRole('button', { name: review.reasons['badly-written'], pressed: true }).waitFor()
    await expect.poll(() => found(`${rowsPage.verdict.discarded}: ${review.reasons['badly-written']}`)).toBe(10)
    await lookWellOnce(host, page, 'rows-why')
    await press('u')
    await expect.poll(() => found(rowsPage.verdict.discarded)).toBe(1)

    // All that a filter finds.
    await page.getByRole('searchbox', { name: rowsPage.search }).fill('sailor')
    await page.getByText(rowsPage.found(count / 2, count)).waitFor()
    await page.getByRole('checkbox', { name: rowsPage.chooseAll }).check()
    await page.getByRole('button', { name: rowsPage.bulk.discard(count / 2) }).click()
    await page.getByText(rowsPage.done(count / 2, 'discarded')).waitFor()
    await page.getByRole('searchbox', { name: rowsPage.search }).fill('')
    await grid.focus()
    await press('?')
    await page.getByText(rowsPage.sheet.keys.E).waitFor()
    await lookWellOnce(host, page, 'rows-keys')
    await press('Escape')

    await page.getByRole('link', { name: runWords.export }).first().click()
    await page.getByRole('radio', { name: exporting.shapes.messages }).check()
    await lookWellOnce(host, page, 'export-messages')
    await page.getByRole('radio', { name: exporting.shapes.custom }).check()
    await lookWellOnce(host, page, 'export-fields')
    await page.getByRole('radio', { name: exporting.shapes.messages }).check()
    const makeFile = () => page.getByRole('button', { name: /^Export \d+ row/ }).click()
    const lines = readFileSync((await app.save(makeFile)).path, 'utf8')
      .trimEnd()
      .split('\n')
    const chats = lines.map((line) => JSON.parse(line).messages as { role: string; content: string }[])
    // Sailors stand in odd places, a baker in the second: that one was discarded alone.
    expect(chats).toHaveLength(count / 2 - 1)
    expect(chats[0]).toEqual([
      { role: 'user', content: 'Write question 4.' },
      { role: 'assistant', content: 'Question 4: how much salt is in 5 loaves?' },
    ])

    // A pack of the same, from the command palette to the file.
    await page.getByRole('button', { name: exporting.done, exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await press('Control+k')
    await page.getByRole('combobox', { name: shell.palette.label }).fill('quest')
    await lookWellOnce(host, page, 'palette')
    await press('Enter')
    await page.getByRole('link', { name: runWords.export }).first().click()
    await page.getByRole('checkbox', { name: exporting.pack }).check()
    await page.getByText('10%', { exact: true }).click()
    await lookWellOnce(host, page, 'export-pack')
    const pack = await app.save(makeFile)
    expect(pack.name).toMatch(/\.zip$/)
    const files = unzipSync(readFileSync(pack.path))
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['train.jsonl', 'validation.jsonl', 'README.md']))
    await press('Control+5')
    await page.getByRole('heading', { level: 1, name: shell.places.models }).waitFor()
    expect(problems).toEqual([])
  },
  240_000,
)
