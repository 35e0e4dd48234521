import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { personaImport, personas } from '../../src-renderer/locales/en/personas.ts'
import { templates } from '../../src-renderer/locales/en/templates.ts'
import { lookWell } from './look.ts'
import { tempFolder } from './loom.ts'
import { openApp } from './open-app.ts'

const open = () => openApp('browser', join(tempFolder(), 'library'))

async function goTo(page: Page, path: string, title: string): Promise<void> {
  await page.evaluate((to) => window.location.replace(`#${to}`), path)
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

async function edges(of: Locator) {
  const { left, right, bottom } = (await of.evaluate((element) => element.getBoundingClientRect())) as DOMRect
  return { left: Math.round(left), right: Math.round(right), bottom: Math.round(bottom) }
}

test('in a narrow window the button that makes the rows stays in sight, and all fields end where it ends', async () => {
  const { page } = await open()
  await page.setViewportSize({ width: 900, height: 800 })
  await goTo(page, '/datasets/new?template=npc', newDataset.title)
  const make = page.getByRole('button', { name: /^Make 50 rows/ })
  const tries = page.getByRole('button', { name: newDataset.tries.do(3) })
  const { right, bottom } = await edges(make)
  expect([right, bottom < 800]).toEqual([876, true])
  for (const field of ['#dataset-name', '#dataset-template', '#dataset-model']) {
    expect([field, (await edges(page.locator(field))).right]).toEqual([field, right])
  }
  const heading = page.getByRole('heading', { name: newDataset.tries.title })
  expect((await edges(heading)).left).toBe((await edges(page.locator('label[for="dataset-name"]'))).left)
  await page.locator('summary', { hasText: newDataset.advanced.title }).click()
  await page.mouse.move(500, 400)
  await page.mouse.wheel(0, 4000)
  await tries.waitFor()
  await expect.poll(async () => (await edges(tries)).bottom).toBeLessThan(bottom)
  expect(await edges(make)).toMatchObject({ right: (await edges(tries)).right, bottom })

  await goTo(page, '/templates', templates.title)
  await page.getByRole('link', { name: 'Game characters' }).click()
  const copy = page.getByRole('button', { name: templates.duplicate })
  await copy.click()
  const name = page.getByRole('textbox', { name: templates.edit.name, exact: true })
  await name.waitFor()
  const use = page.getByRole('link', { name: templates.use })
  expect((await edges(name)).right).toBe((await edges(use)).right)
})

test('tables, dialogs and notices end and stand where others do', async () => {
  const { page } = await open()
  await goTo(page, '/personas', personas.title)
  await page.getByRole('button', { name: personas.save }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: personas.selections.saving.name }).fill('Everybody')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  const amid = async (of: Locator) => {
    const { left, right } = await edges(of)
    return (left + right) / 2
  }
  expect(await amid(page.getByRole('alert'))).toBe(await amid(page.locator('main')))

  await goTo(page, '/personas?view=selections', personas.title)
  const table = page.locator('.card', { has: page.getByRole('table') })
  expect(await edges(table)).toMatchObject({ left: 232, right: 1256 })

  await goTo(page, '/templates', templates.title)
  await page.getByRole('button', { name: templates.draft.open }).click()
  const field = dialog.getByRole('textbox', { name: templates.draft.examples })
  await field.waitFor()
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
  const [button, beside] = [
    dialog.getByRole('button', { name: templates.draft.do }),
    dialog.getByText(templates.draft.foundEmpty),
  ]
  expect((await edges(button)).right).toBe((await edges(beside)).right)
})

test('fields that stand beside each other are level, and hints begin where their labels do', async () => {
  const { page } = await open()
  const middle = async (of: Locator) => {
    const { y, height } = (await of.boundingBox()) as { y: number; height: number }
    return Math.round(y + height / 2)
  }
  const top = async (of: Locator) => Math.round((await of.boundingBox())?.y ?? 0)
  await goTo(page, '/templates/npc', 'Game characters')
  await page.getByRole('button', { name: templates.duplicate }).click()
  const words = templates.edit
  for (const [one, other] of [
    [words.start, words.minWords],
    [words.labels, words.phrases],
  ] as const) {
    const label = (text: string) => page.locator('label', { hasText: text })
    const box = (text: string) =>
      label(text).locator('xpath=..').locator('[class*="Input-wrapper"], [class*="PillsInput-root"]').first()
    // What stands above them may still be coming.
    await expect.poll(async () => (await middle(label(one))) - (await middle(label(other)))).toBe(0)
    await expect.poll(async () => (await top(box(one))) - (await top(box(other)))).toBe(0)
  }

  const file = join(tempFolder(), 'bells.jsonl')
  writeFileSync(file, '{"input persona": "A bell founder", "place": "Innsbruck", "synthesized text": "Ring it."}\n')
  await goTo(page, '/personas?dialog=import', personas.title)
  await page.locator('input[type=file]').setInputFiles(file)
  const several = page.getByRole('checkbox', { name: personaImport.pattern })
  await several.waitFor()
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
  const [column, asRows] = [page.getByLabel(personaImport.field), personaImport.asRows]
  expect(await middle(several)).toBe(await middle(column.first()))
  const textLeft = (of: Locator) =>
    of.evaluate((element) => {
      const range = document.createRange()
      range.selectNodeContents(element)
      return Math.round(range.getBoundingClientRect().left)
    })
  expect(await textLeft(page.getByText(personaImport.asRowsHint))).toBe(
    await textLeft(page.getByText(asRows, { exact: true })),
  )
})

test('in the list of templates the marked one can be read, the chosen one has a tick, and letters find one', async () => {
  const { page } = await open()
  await goTo(page, '/datasets/new?template=math', newDataset.title)
  const field = page.locator('#dataset-template')
  await expect.poll(() => field.inputValue()).toBe('Math problems')
  await field.click()
  const chosen = page.getByRole('option', { name: /^Math problems/ })
  expect(await chosen.locator('svg').count()).toBe(1)
  expect(await page.getByRole('option').locator('svg').count()).toBe(1)
  await page.keyboard.press('ArrowDown')
  await page.locator('[role="option"][data-combobox-selected]').waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(250)
    const axe = new AxeBuilder({ page }).setLegacyMode().include('[role="listbox"]')
    expect((await axe.withRules(['color-contrast']).analyze()).violations).toEqual([])
  }

  await page.keyboard.type('logic')
  await page.getByRole('option', { name: /^Logic problems/ }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => field.inputValue()).toBe('Logic problems')
  await field.click()
  await page.keyboard.type('zz')
  await page.getByText(newDataset.template.noneFound).waitFor()
  await page.keyboard.press('Tab')
  await expect.poll(() => field.inputValue()).toBe('Logic problems')
})

test('a row that is tried is read whole, and the wheel over it moves the column', async () => {
  const { page } = await open()
  await goTo(page, '/datasets/new?template=npc', newDataset.title)
  await page.getByRole('button', { name: newDataset.tries.do(3) }).click()
  await page.getByRole('button', { name: newDataset.tries.again(3) }).waitFor({ timeout: 200_000 })
  const cards = page.getByRole('article')
  await expect.poll(() => cards.count()).toBe(3)
  const hidden = await cards
    .locator('p:last-child')
    .evaluateAll((texts) => texts.map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight))
  expect(hidden).toEqual([0, 0, 0])
  const before = await cards.first().boundingBox()
  await cards.first().hover()
  await page.mouse.wheel(0, 60)
  await expect.poll(async () => (await cards.first().boundingBox())?.y).toBe((before?.y ?? 0) - 60)
  await lookWell(page, 'tries-read')
})
