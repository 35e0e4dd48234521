import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { common } from '../../src-renderer/locales/en/common.ts'
import { datasets } from '../../src-renderer/locales/en/datasets.ts'
import { exporting } from '../../src-renderer/locales/en/export.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { lookWellOnce } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

const count = 120

async function libraryWithRows(): Promise<string> {
  const folder = tempFolder()
  const rows = Array.from({ length: count }, (_, at) => ({
    prompt: 'Ask.',
    'input persona': `${at % 3 === 0 ? 'A glass blower' : 'A tram driver'} in street ${at}`,
    finish_reason: 'stop',
    'synthesized text': `Question ${at}: why ${'oh '.repeat((at * 37) % count)}why?`,
  }))
  writeFileSync(join(folder, 'questions.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const library = join(folder, 'library')
  await loom(['import', join(folder, 'questions.jsonl'), '--rows', '--library', library])
  return library
}

test.each(hosts)(
  'rows are narrowed by chips, put in order by heads, shown in chosen columns, and keys never hit the wrong row, in the host “%s”',
  async (host) => {
    const app = await openApp(host, await libraryWithRows())
    const { page, problems } = app
    // A line of the list of datasets is one target, wherever it is pressed.
    await page.evaluate(() => window.location.replace('#/datasets'))
    const state = await page.getByRole('cell', { name: common.run.finished }).boundingBox()
    if (!state) throw new Error('There is no line')
    await page.mouse.click(state.x + state.width / 2, state.y + state.height / 2)
    await page.waitForURL(/\/datasets\/1$/)
    await page.evaluate(() => window.location.replace('#/datasets/1/rows'))
    const grid = page.getByRole('grid')
    const found = (shown: number) => page.getByText(rowsPage.found(shown, count)).waitFor()
    const firstNumber = () => grid.getByRole('row').nth(1).getByRole('gridcell').nth(1).textContent()
    await found(count)

    // Several states at once, each with its chip; the address holds them.
    const chip = (label: string) => page.getByRole('button', { name: rowsPage.drop(label) })
    await page.getByRole('button', { name: rowsPage.filter }).click()
    await page.getByRole('checkbox', { name: rowsPage.writtenOrInLine }).check()
    await found(0)
    await chip(rowsPage.is(rowsPage.state, rowsPage.writtenOrInLine)).waitFor()
    await page.getByRole('checkbox', { name: rowsPage.writtenOrInLine }).uncheck()
    await page.getByRole('checkbox', { name: common.state.failed }).check()
    await found(0)
    await page.getByRole('checkbox', { name: common.state.accepted }).check()
    await found(count)
    await lookWellOnce(host, page, 'rows-states')
    await page.keyboard.press('Escape')
    expect(page.url()).toContain('state=accepted%2Cfailed')
    await chip(rowsPage.is(rowsPage.state, common.state.accepted)).click()
    await found(0)
    await chip(rowsPage.is(rowsPage.state, common.state.failed)).click()
    await found(count)

    // Two filters, each a chip; one is taken away by its chip.
    await page.getByRole('button', { name: rowsPage.filter }).click()
    await page.getByRole('textbox', { name: rowsPage.persona }).fill('glass blow')
    await found(count / 3)
    await page.getByRole('textbox', { name: rowsPage.lengthTo }).fill('100')
    await page.getByRole('textbox', { name: rowsPage.lengthTo }).press('Enter')
    await page.getByText(rowsPage.shorter(100)).waitFor()
    await lookWellOnce(host, page, 'rows-filter')
    await page.keyboard.press('Escape')
    const both = async () => Number(/^(\d+)/.exec((await page.getByRole('status').first().textContent()) ?? '')?.[1])
    await expect.poll(both).toBeLessThan(count / 3)
    expect(await both()).toBeGreaterThan(0)
    await chip(rowsPage.shorter(100)).click()
    await found(count / 3)

    // The longest first, then the shortest, then from the end of the plan.
    const head = (column: keyof typeof rowsPage.columns) =>
      page.getByRole('columnheader', { name: rowsPage.columns[column], exact: true })
    await head('text').getByRole('button').click()
    await expect.poll(() => head('text').getAttribute('aria-sort')).toBe('descending')
    const longest = Array.from({ length: count }, (_, at) => at)
      .filter((at) => at % 3 === 0)
      .toSorted((one, other) => ((other * 37) % count) - ((one * 37) % count))
    await expect.poll(firstNumber).toBe(String((longest[0] as number) + 1))
    await head('text').getByRole('button').click()
    await expect.poll(firstNumber).toBe(String((longest.at(-1) as number) + 1))
    await head('number').getByRole('button').click()
    await expect.poll(() => head('number').getAttribute('aria-sort')).toBe('ascending')
    await head('number').getByRole('button').click()
    await expect.poll(firstNumber).toBe('118')
    await lookWellOnce(host, page, 'rows-sorted')

    // A column less, also after the page is loaded again.
    await page.getByRole('button', { name: rowsPage.columnsShown }).click()
    await page.getByRole('checkbox', { name: rowsPage.columns.reason }).uncheck()
    await page.keyboard.press('Escape')
    await page.reload()
    await found(count / 3)
    expect(await head('reason').count()).toBe(0)

    // Keys that follow one another at once act on the row that the one before came to.
    await grid.focus()
    await page.evaluate(() => {
      for (const key of ['j', 'a', 'j', 'j', 'r']) {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      }
    })
    await expect
      .poll(() =>
        grid.getByRole('row').filter({ hasText: rowsPage.verdict.kept }).getByRole('gridcell').nth(1).textContent(),
      )
      .toBe('118')
    await expect
      .poll(() =>
        grid
          .getByRole('row')
          .filter({ hasText: rowsPage.verdict.discarded })
          .getByRole('gridcell')
          .nth(1)
          .textContent(),
      )
      .toBe('112')

    // The way back leads over another page.
    await page.getByRole('link', { name: runWords.tabs.run, exact: true }).click()
    await grid.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: runWords.tabs.rows }).click()
    await found(count)
    await page.getByRole('button', { name: rowsPage.undo }).click()
    await page.getByRole('button', { name: rowsPage.undo }).waitFor()
    await page.goBack()
    await page.goBack()
    await found(count / 3)
    await grid.getByText(rowsPage.verdict.kept).waitFor()
    await grid.getByText(rowsPage.verdict.discarded).waitFor({ state: 'detached' })

    // A row that came in from a file does not pretend to know how it was written.
    await grid.focus()
    await page.keyboard.press('j')
    await page.locator('summary').filter({ hasText: runWords.recipe.title }).click()
    await page.getByText(runWords.recipe.imported).waitFor()
    await lookWellOnce(host, page, 'rows-settings-imported')
    await page.keyboard.press('Escape')

    // Where datasets are told apart by their templates, one has none.
    await page.evaluate(() => window.location.replace('#/datasets?template=_imported'))
    await page.getByText(datasets.shown(1, 1)).waitFor()
    await page.getByRole('combobox', { name: datasets.template }).waitFor()
    await lookWellOnce(host, page, 'datasets-template')
    await page.evaluate(() => window.location.replace('#/datasets/1/rows?persona=glass'))
    await found(count / 3)

    // What was found goes into a file as it is: a discarded row too.
    await page.getByRole('link', { name: runWords.export }).first().click()
    await page.getByText(exporting.which.good).waitFor()
    await page.getByText(exporting.rowsOf.found, { exact: true }).click()
    await page.getByText(exporting.count(count / 3, count)).waitFor()
    await lookWellOnce(host, page, 'export-found')
    const { path } = await app.save(() => page.getByRole('button', { name: exporting.do(count / 3) }).click())
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    expect(lines).toHaveLength(count / 3)
    for (const line of lines) expect(JSON.parse(line)['input persona']).toMatch(/^A glass blower/)
    expect(problems).toEqual([])
  },
  240_000,
)
