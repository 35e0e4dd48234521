import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { personas, personaImport as words } from '../../src-renderer/locales/en/personas.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { lookWellOnce } from './look.ts'
import { tempFolder } from './loom.ts'
import { type HostName, hosts, openApp } from './open-app.ts'

async function openWithFile(host: HostName, name: string, lines: readonly string[]) {
  const folder = tempFolder()
  const path = join(folder, name)
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
  const app = await openApp(host, join(folder, 'library'), { files: folder })
  await app.page.getByRole('heading', { level: 1 }).first().waitFor()
  return { ...app, path }
}

const goTo = async (page: Page, path: string) => {
  await page.evaluate((to) => window.location.replace(`#${to}`), path)
  await page.getByRole('heading', { level: 1, includeHidden: true }).first().waitFor({ state: 'attached' })
}

const drop = (page: Page, name: string) =>
  page.evaluate((fileName) => {
    const data = new DataTransfer()
    data.items.add(new File(['persona\nA choir master\n'], fileName))
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }))
  }, name)

test.each(hosts)(
  'in the host “%s”, before an import it is told which lines will be skipped and why, in the words of its result',
  async (host) => {
    const persona = (at: number) => JSON.stringify({ persona: `A bell founder in Innsbruck who casts bell ${at}`, at })
    const broken = {
      3: JSON.stringify({ job: 'A nurse who is nobody’s persona' }),
      5: '{"persona": "A smith whose line ends too',
      7: JSON.stringify({ persona: '   ', at: 7 }),
      15: JSON.stringify({ persona: { first: 'Ann' }, at: 15 }),
    }
    const lines = Array.from({ length: 18 }, (_, at) => broken[(at + 1) as keyof typeof broken] ?? persona(at + 1))
    const { page, problems, path, save } = await openWithFile(host, 'bells.jsonl', lines)
    await goTo(page, '/personas?dialog=import')
    await page.locator('input[type=file]').setInputFiles(path)
    const dialog = page.getByRole('dialog')
    await dialog
      .getByText(`${words.previewNew(14, 18, true)}, ${words.previewOthers.skipped(4)}`, { exact: true })
      .waitFor()
    const cells = dialog.getByRole('region', { name: words.preview }).locator('td:first-child')
    expect(await cells.allTextContents()).toEqual(Array.from({ length: 10 }, (_, at) => String(at + 1)))
    // In sight without scrolling the others.
    const further = dialog.getByRole('region', { name: words.previewFurther }).locator('tr', { hasText: '15' })
    await expect.poll(() => further.evaluate((line) => line.getBoundingClientRect().bottom)).toBeLessThan(800)
    await lookWellOnce(host, page, 'import-preview-skipped')
    const reasons = [
      'Line 3 has no “persona”.',
      'Line 5: not valid JSON, it ends too early.',
      'Line 7: “persona” is empty.',
      'Line 15: “persona” holds an object, not a text. Name a text inside it: persona.NAME.',
    ]
    const skipped = dialog.locator('tr', { has: page.getByText(words.leftOut, { exact: true }) })
    expect(await skipped.count()).toBe(reasons.length)
    await page.setViewportSize({ width: 640, height: 400 })
    await lookWellOnce(host, page, 'import-preview-narrow')
    const sideways = await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)
    expect(sideways).toBeLessThanOrEqual(0)
    await page.setViewportSize({ width: 1280, height: 800 })
    for (const [at, reason] of reasons.entries()) expect(await skipped.nth(at).textContent()).toContain(reason)

    // Enter goes on: what goes on from a step has the focus as it comes.
    const hasFocus = () => page.evaluate(() => document.activeElement?.textContent)
    await expect.poll(hasFocus).toBe(words.doNew(14))
    await page.keyboard.press('Enter')
    await dialog.getByText(words.done(14, 18)).waitFor()
    await expect.poll(hasFocus).toBe(personas.use)
    for (const reason of reasons) await dialog.getByText(reason, { exact: true }).waitFor()
    const saved = await save(() => dialog.getByRole('button', { name: words.saveSkipped(4, 4) }).click())
    const name = host === 'electron' ? basename(saved.path) : saved.name
    await dialog.getByText(words.savedSkipped(name)).waitFor()
    await lookWellOnce(host, page, 'import-result-skipped')
    expect(problems).toEqual([])
  },
  120_000,
)

test.each(hosts)(
  'in the host “%s”, an import goes on behind other pages: its end is told there, and its dialog shows where it stands',
  async (host) => {
    const many = 100_000
    const lines = Array.from({ length: many }, (_, at) => `{"persona":"A baker of loaf ${at}"}`)
    lines.push('{"persona":""}', '{"persona":')
    const { page, problems, path } = await openWithFile(host, 'bakers.jsonl', lines)
    await goTo(page, '/personas?dialog=import')
    await page.locator('input[type=file]').setInputFiles(path)
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: words.doAll }).click()
    await dialog.getByText(words.reading('bakers.jsonl'), { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    await goTo(page, '/templates')
    await goTo(page, '/personas?dialog=import')
    await dialog.getByText(words.reading('bakers.jsonl'), { exact: true }).waitFor()
    await dialog.getByText(words.goesOn).waitFor()
    await drop(page, 'more.csv')
    await page.getByText(words.oneAtATime('bakers.jsonl', 'more.csv')).waitFor()
    await dialog.getByText(words.reading('bakers.jsonl'), { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await goTo(page, '/models')
    const told = shell.imported.done('bakers.jsonl', { added: many, known: 0, skipped: 2, runId: null })
    await page.getByText(told).waitFor({ timeout: 120_000 })
    await lookWellOnce(host, page, 'import-notice')
    await page.getByRole('link', { name: shell.imported.show }).click()
    await dialog.getByText('Line 100001: “persona” is empty.').waitFor()
    await page.getByText(told).waitFor({ state: 'detached' })

    // It stands there until it is closed; then the dialog begins anew.
    await goTo(page, '/models')
    await goTo(page, '/personas?dialog=import')
    await dialog.getByText(words.done(many, many + 2)).waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await goTo(page, '/personas?dialog=import')
    await dialog.getByText(words.chooseLead).waitFor()
    expect(problems).toEqual([])
  },
  240_000,
)
