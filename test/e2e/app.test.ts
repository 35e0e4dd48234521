import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { lookWellOnce } from './look.ts'
import { childrenOf, tempFolder } from './loom.ts'
import { canGoOffline, startOffline } from './namespace.ts'
import { hosts, openApp } from './open-app.ts'

const people = [
  'A lock keeper on the Canal du Midi who paints the boats that pass',
  'A young mother in Accra learning to repair phones at night school',
  'A retired chess arbiter in Tbilisi with a garden of nineteen roses',
  'A drone pilot in Hokkaido who counts cranes for a nature reserve',
  'A school cook in Bergen planning meals for 240 pupils with allergies',
  'A beekeeper in Slovenia who sells honey at three weekly markets',
]

test.each(hosts)(
  'the whole story in the host “%s”, with the real model and no network',
  async (host) => {
    const folder = tempFolder()
    // Server and browser share a loopback of their own, and no other network, where the system allows it. The double's
    // browser is reached by a port of ours, so that there every request is watched instead.
    const within = canGoOffline && host === 'browser' ? await startOffline() : undefined
    const app = await openApp(host, join(folder, 'library'), { within, files: folder })
    const { page, problems, strangers } = app
    const button = (name: string | RegExp) => page.getByRole('button', { name })

    // First start: says what to do, and the link leaves no token in the address.
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    expect(page.url()).not.toContain('#t=')
    await lookWellOnce(host, page, 'home-empty')

    // Personas of one's own.
    writeFileSync(join(folder, 'people.jsonl'), people.map((persona) => `${JSON.stringify({ persona })}\n`).join(''))
    await page.getByRole('link', { name: 'Personas' }).first().click()
    await button('Import').click()
    await page.locator('input[type=file]').setInputFiles(join(folder, 'people.jsonl'))
    await button('Import 6 personas').click()
    await page.getByText('6 personas came in from 6 lines').waitFor()
    await lookWellOnce(host, page, 'personas-imported')
    await page.getByRole('link', { name: 'Show the personas' }).click()
    await lookWellOnce(host, page, 'personas')

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
    const last = await page.getByRole('option').last().boundingBox()
    const list = await page.locator('.mantine-Select-dropdown:visible').boundingBox()
    expect(list && last && list.y + list.height - last.y - last.height).toBeGreaterThan(0)
    const placeOfModel = await page.locator('#dataset-model').boundingBox()
    await page.getByRole('option', { name: /Instructions/ }).click()
    await button(newDataset.personas.takeAll(6)).click()
    await button(newDataset.template.preview).click()
    await page
      .getByText(people[0] as string)
      .first()
      .waitFor()
    await lookWellOnce(host, page, 'new-dataset-preview')
    await page.keyboard.press('Escape')
    expect(await page.locator('#dataset-model').boundingBox()).toEqual(placeOfModel)
    await button(newDataset.tries.do(3)).click()
    await page.getByText(/of 3 rows passed the checks/).waitFor({ timeout: 240_000 })
    await lookWellOnce(host, page, 'new-dataset-tried')

    // Made, paused and resumed.
    await button(/^Make 6 rows/).click()
    await button(runWords.pause).click({ timeout: 60_000 })
    await button(runWords.resume).waitFor({ timeout: 60_000 })
    await lookWellOnce(host, page, 'run-paused')
    await button(runWords.resume).click()
    await page
      .getByText(/Finished/)
      .first()
      .waitFor({ timeout: 280_000 })
    await lookWellOnce(host, page, 'run-finished')

    // Read, judged and exported.
    await page.getByRole('link', { name: runWords.tabs.rows }).click()
    await page
      .getByText(people[0] as string)
      .first()
      .click()
    await lookWellOnce(host, page, 'rows')
    await page.getByRole('link', { name: runWords.export }).or(button(runWords.export)).first().click()
    await lookWellOnce(host, page, 'export')
    const saved = await app.save(() => button(/^Export \d+ row/).click())
    expect(saved.name).toMatch(/\.jsonl$/)
    await lookWellOnce(host, page, 'export-done')
    const lines = readFileSync(saved.path, 'utf8').trimEnd().split('\n')
    for (const line of lines) {
      const row = JSON.parse(line)
      expect(people).toContain(row['input persona'])
      expect(row['synthesized text']).toMatch(/^User prompt:/)
    }
    expect(lines.length).toBeGreaterThan(0)
    expect(strangers).toEqual([])
    expect(problems).toEqual([])
  },
  900_000,
)

test.each(hosts)(
  'in the host “%s”, an app killed in mid-run comes back, says what was safe, and goes on',
  async (host) => {
    const library = join(tempFolder(), 'library')
    const first = await openApp(host, library)
    let { page } = first
    await page.getByRole('link', { name: 'Home' }).first().click()
    await page.getByRole('link', { name: 'Make a dataset' }).click()
    await page.locator('#dataset-template').click()
    await page.getByRole('option', { name: /Instructions/ }).click()
    await page.getByRole('textbox', { name: newDataset.personas.count }).fill('12')
    await button(page, /^Make 12 rows/).click()

    // The model's process dies: its rows are made again without a word lost.
    await page.getByText(/^[1-9]\d* of 12 rows written/).waitFor({ timeout: 280_000 })
    const child = modelProcessOf(first.pid)
    process.kill(child, 'SIGKILL')
    await page.getByText(/^([2-9]|1\d) of 12 rows written/).waitFor({ timeout: 280_000 })

    process.kill(first.pid, 'SIGKILL')
    await first.ended
    page = (await openApp(host, library)).page
    await page.getByRole('link', { name: 'Datasets' }).first().click()
    await page.getByRole('link', { name: 'Instructions' }).first().click()
    const told = (await page.getByText(/^Recovered/).textContent()) ?? ''
    const [kept, whole] = [...told.matchAll(/\d+/g)].map(Number) as [number, number]
    const toDo = Number(
      await page
        .locator('li', { hasText: /^To do/ })
        .locator('b')
        .textContent(),
    )
    expect(kept).toBe(12 - toDo)
    expect(kept).toBeGreaterThan(1)
    expect(whole - kept, told).toBeLessThanOrEqual(8)
    await lookWellOnce(host, page, 'run-recovered')
    await button(page, runWords.resume).click()
    await page
      .getByText(/Finished/)
      .first()
      .waitFor({ timeout: 280_000 })
  },
  900_000,
)

/** The one child of a host that holds a model: the double has a browser too. */
function modelProcessOf(pid: number): number {
  const command = (child: number) => readFileSync(`/proc/${child}/cmdline`, 'utf8')
  return childrenOf(pid).find((child) => command(child).includes('inference.js')) as number
}

function button(page: Page, name: string | RegExp) {
  return page.getByRole('button', { name })
}
