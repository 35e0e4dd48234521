import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { launchChromium } from '../support/launch-chromium.ts'
import { look, newPage } from './look.ts'
import { childrenOf, tempFolder } from './loom.ts'
import { canGoOffline, startOffline } from './namespace.ts'
import { noNetwork, serve } from './serve.ts'

const people = [
  'A lock keeper on the Canal du Midi who paints the boats that pass',
  'A young mother in Accra learning to repair phones at night school',
  'A retired chess arbiter in Tbilisi with a garden of nineteen roses',
  'A drone pilot in Hokkaido who counts cranes for a nature reserve',
  'A school cook in Bergen planning meals for 240 pupils with allergies',
  'A beekeeper in Slovenia who sells honey at three weekly markets',
]

test('the whole story in a browser, with the real model and no network', async () => {
  const folder = tempFolder()
  // Server and browser share a loopback of their own, and no other network, where the system allows it.
  const within = canGoOffline ? await startOffline() : undefined
  const { url } = await serve(join(folder, 'library'), { within })
  const browser = await launchChromium(noNetwork, within?.enter)
  if (within) await expect(fetch(url)).rejects.toThrow()
  const page = await newPage(browser)
  const problems: string[] = []
  const strangers: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on(
    'request',
    (request) =>
      !request.url().startsWith('http://127.0.0.1:') &&
      !request.url().startsWith('data:') &&
      strangers.push(request.url()),
  )
  const button = (name: string | RegExp) => page.getByRole('button', { name })

  // First start: says what to do, and the link leaves no token in the address.
  await page.goto(url)
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  expect(page.url()).not.toContain('#t=')
  await look(page, 'home-empty')

  // Personas of one's own.
  writeFileSync(join(folder, 'people.jsonl'), people.map((persona) => `${JSON.stringify({ persona })}\n`).join(''))
  await page.getByRole('link', { name: 'Personas' }).first().click()
  await button('Import').click()
  await page.locator('input[type=file]').setInputFiles(join(folder, 'people.jsonl'))
  await button('Import all lines').click()
  await page.getByText('6 personas came in from 6 lines').waitFor()
  await look(page, 'personas-imported')
  await page.getByRole('link', { name: 'Show them' }).click()
  await look(page, 'personas')

  // A dataset of them, tried first.
  await page.getByRole('link', { name: 'Home' }).first().click()
  await page.getByRole('link', { name: 'Make a dataset' }).click()
  await page
    .getByRole('textbox', { name: newDataset.personas.from })
    .or(page.getByRole('combobox', { name: newDataset.personas.from }))
    .first()
    .click()
  await page.getByRole('option', { name: /^people/ }).click()
  await page.locator('#dataset-template').click()
  await page.getByRole('option', { name: /Instructions/ }).click()
  await button(newDataset.personas.takeAll(6)).click()
  await button(newDataset.template.preview).click()
  await page
    .getByText(people[0] as string)
    .first()
    .waitFor()
  await look(page, 'new-dataset-preview')
  await page.keyboard.press('Escape')
  await button(newDataset.tries.do(3)).click()
  await page.getByText(/of 3 rows good/).waitFor({ timeout: 240_000 })
  await look(page, 'new-dataset-tried')

  // Made, paused and resumed.
  await button(/^Make 6 rows/).click()
  await button(runWords.pause).click({ timeout: 60_000 })
  await button(runWords.resume).waitFor({ timeout: 60_000 })
  await look(page, 'run-paused')
  await button(runWords.resume).click()
  await page
    .getByText(/Finished/)
    .first()
    .waitFor({ timeout: 280_000 })
  await look(page, 'run-finished')

  // Read, judged and exported.
  await page.getByRole('link', { name: runWords.tabs.rows }).click()
  await page
    .getByText(people[0] as string)
    .first()
    .click()
  await look(page, 'rows')
  await page.getByRole('link', { name: runWords.export }).or(button(runWords.export)).first().click()
  await look(page, 'export')
  const [download] = await Promise.all([page.waitForEvent('download'), button(/^Export \d+ row/).click()])
  await look(page, 'export-done')
  const lines = readFileSync((await download.path()) as string, 'utf8')
    .trimEnd()
    .split('\n')
  for (const line of lines) {
    const row = JSON.parse(line)
    expect(people).toContain(row['input persona'])
    expect(row['synthesized text']).toMatch(/^User prompt:/)
  }
  expect(lines.length).toBeGreaterThan(0)
  expect(strangers).toEqual([])
  expect(problems).toEqual([])
}, 900_000)

test('a server killed in mid-run comes back, says what was safe, and goes on', async () => {
  const library = join(tempFolder(), 'library')
  const first = await serve(library)
  const browser = await launchChromium(noNetwork)
  const page = await newPage(browser)
  await page.goto(first.url)
  await page.getByRole('link', { name: 'Home' }).first().click()
  await page.getByRole('link', { name: 'Make a dataset' }).click()
  await page.locator('#dataset-template').click()
  await page.getByRole('option', { name: /Instructions/ }).click()
  await page.getByRole('textbox', { name: newDataset.personas.count }).fill('12')
  await button(page, /^Make 12 rows/).click()

  // The model's process dies: its rows are made again without a word lost.
  await page.getByText(/[1-9]\d* of 12 rows written/).waitFor({ timeout: 280_000 })
  const [child] = childrenOf(first.child.pid as number)
  process.kill(child as number, 'SIGKILL')
  await page.getByText(/([2-9]|1\d) of 12 rows written/).waitFor({ timeout: 280_000 })

  first.child.kill('SIGKILL')
  await first.ended
  const second = await serve(library)
  await page.goto(second.url)
  await page.getByRole('link', { name: 'Datasets' }).first().click()
  await page.getByRole('link', { name: 'Instructions' }).first().click()
  await page.getByText(runWords.recovered.waits).waitFor()
  await look(page, 'run-recovered')
  await button(page, runWords.resume).click()
  await page
    .getByText(/Finished/)
    .first()
    .waitFor({ timeout: 280_000 })
}, 900_000)

function button(page: Page, name: string | RegExp) {
  return page.getByRole('button', { name })
}
