import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { launchChromium } from '../support/launch-chromium.ts'
import { runStanding } from '../support/run-ledger.ts'
import { look, newPage } from './look.ts'
import { tempFolder } from './loom.ts'
import { noNetwork, type Served, serve } from './serve.ts'

const go = (page: Page, path: string) => page.evaluate((to) => window.location.replace(`#${to}`), path)
const gate = (page: Page) => page.getByRole('dialog', { name: shell.refused.title })
const reconnecting = (page: Page) => page.getByText(shell.reconnecting.title)
const portOf = ({ url }: Served) => Number(new URL(url).port)

/** Ends a server as a crash does. */
async function crash({ child, ended }: Served): Promise<void> {
  child.kill('SIGKILL')
  await ended
}

async function openOn(served: Served): Promise<Page> {
  const page = await newPage(await launchChromium(noNetwork))
  await page.goto(served.url)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  return page
}

/** Another tab with a link that was used before. */
async function openUsed(page: Page, url: string): Promise<Page> {
  const tab = await page.context().newPage()
  await tab.goto(url)
  return tab
}

const text = 'A baker who never sleeps'

/** A persona that is being written in a dialog, which Escape would close. */
async function beginPersona(page: Page): Promise<void> {
  await go(page, '/personas?dialog=add')
  await page.getByRole('dialog').getByRole('textbox').first().fill(text)
}

const seesText = (page: Page) =>
  expect.poll(() => page.locator('[role="dialog"] textarea').first().inputValue()).toBe(text)

test('a server that is killed in the middle of a run and of an edit costs neither: the page goes on with what was typed', async () => {
  const library = join(tempFolder(), 'library')
  const first = await serve(library)
  const page = await openOn(first)
  await go(page, '/datasets/new?template=instruction')
  await page.getByRole('textbox', { name: newDataset.personas.count }).fill('60')
  await page.getByRole('button', { name: /^Make 60 rows/ }).click()
  const newest = page.locator('li[data-row]').first()
  await newest.waitFor({ timeout: 400_000 })

  await go(page, `/datasets/1/rows?row=${await newest.getAttribute('data-row')}`)
  const editor = page.getByRole('textbox', { name: rowsPage.editor.label })
  await page.getByRole('grid').focus()
  await page.keyboard.press('e')
  await editor.fill('Half a sentence that')
  const place = await editor.boundingBox()
  await crash(first)
  await reconnecting(page).waitFor()
  expect(await editor.boundingBox()).toEqual(place)
  expect(runStanding(library)).toMatchObject({ status: 'running', planned: 60 })
  await editor.pressSequentially(' goes on')

  const second = await serve(library, { port: portOf(first) })
  await reconnecting(page).waitFor({ state: 'detached', timeout: 20_000 })
  expect(await gate(page).count()).toBe(0)
  expect(await editor.inputValue()).toBe('Half a sentence that goes on')
  await page.getByRole('button', { name: rowsPage.editor.save }).click()
  await editor.waitFor({ state: 'detached' })
  await page.getByText('Half a sentence that goes on').first().waitFor()

  // The run stands as the crash left it, and goes on when it is told to.
  await go(page, '/datasets/1')
  await page.getByRole('button', { name: runWords.resume, exact: true }).first().click()
  await page
    .getByText(/unexpected stop/)
    .first()
    .waitFor()
  await expect.poll(() => runStanding(library), { timeout: 60_000 }).toMatchObject({ status: 'running', planned: 60 })
  await expect.poll(() => runStanding(library)?.inFlight, { timeout: 60_000 }).toBeGreaterThan(0)

  // The link of the first start opened one page, and opens no other.
  const stranger = await openUsed(page, first.url)
  await stranger.getByText(shell.gate.title).waitFor()
  await crash(second)
}, 600_000)

test('over another library on its port the page stays beneath a gate, hears no key, and goes on when its own is back', async () => {
  const own = join(tempFolder(), 'own')
  const first = await serve(own)
  const page = await openOn(first)
  await beginPersona(page)
  await crash(first)
  const other = await serve(join(tempFolder(), 'other'), { port: portOf(first) })
  await gate(page).waitFor({ timeout: 20_000 })
  expect(await look(page, 'gate-over-page')).toEqual([])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.type('j?/')
  await page.keyboard.press('Control+1')
  await gate(page).waitFor()
  await seesText(page)

  // A link of the other library is no way out of this page, and still opens a page of its own.
  await page.evaluate((link) => window.location.assign(link), other.url)
  await expect.poll(() => page.url()).not.toContain('t=')
  await page.waitForTimeout(500)
  await gate(page).waitFor()
  await seesText(page)
  const tab = await openUsed(page, other.url)
  await tab.getByRole('heading', { level: 1 }).first().waitFor()
  expect(await tab.getByText(shell.gate.title).count()).toBe(0)

  await crash(other)
  const again = await serve(own, { port: portOf(first) })
  await gate(page).waitFor({ state: 'detached', timeout: 20_000 })
  await reconnecting(page).waitFor({ state: 'detached', timeout: 20_000 })
  await seesText(page)
  await crash(again)
}, 180_000)

test('a page that its library forgot goes on with a new link in its address bar, and keeps what was typed', async () => {
  const library = join(tempFolder(), 'library')
  const first = await serve(library)
  const page = await openOn(first)
  await beginPersona(page)
  const address = page.url()
  await crash(first)
  rmSync(join(library, 'pages.json'))
  const second = await serve(library, { port: portOf(first) })
  await gate(page).waitFor({ timeout: 20_000 })
  await page.evaluate((link) => window.location.assign(link), second.url)
  await gate(page).waitFor({ state: 'detached', timeout: 20_000 })
  expect(page.url()).toBe(address)
  await seesText(page)
  await page.reload()
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  expect(await gate(page).count()).toBe(0)
  await crash(second)
}, 120_000)
