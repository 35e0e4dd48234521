import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { personaImport, personas as personaWords } from '../../src-renderer/locales/en/personas.ts'
import { review } from '../../src-renderer/locales/en/review.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { launchChromium } from '../support/launch-chromium.ts'
import { lookWell, lookWellOnce, newPage } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'
import { noNetwork, serve } from './serve.ts'

async function libraryWithRows(): Promise<string> {
  const folder = tempFolder()
  const rows = [1, 2, 3].map((at) => ({
    prompt: 'Ask.',
    'input persona': `A tram driver on line ${at}`,
    finish_reason: 'stop',
    'synthesized text': `Why does line ${at} stop twice?`,
  }))
  writeFileSync(join(folder, 'questions.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  await loom(['import', join(folder, 'questions.jsonl'), '--rows', '--library', join(folder, 'library')])
  return join(folder, 'library')
}

const go = (page: Page, path: string) => page.evaluate((to) => window.location.replace(`#${to}`), path)

test.each(hosts)('in the host “%s”, what was typed and not saved stands there again on the way back', async (host) => {
  const { page, problems } = await openApp(host, await libraryWithRows())
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  const editor = page.getByRole('textbox', { name: rowsPage.editor.label })
  const edit = page.getByRole('button', { name: new RegExp(`^${rowsPage.detail.edit}`) })

  await go(page, '/datasets/1/rows?row=1')
  await edit.click()
  await editor.press('End')
  await page.keyboard.type(' And where?')
  await page.keyboard.press('Escape')
  await editor.waitFor({ state: 'detached' })
  await go(page, '/personas')
  await page.getByRole('searchbox', { name: personaWords.search }).waitFor()
  await go(page, '/datasets/1/rows?row=1')
  await edit.click()
  await expect.poll(() => editor.inputValue()).toBe('Why does line 1 stop twice? And where?')
  await page.getByText(rowsPage.editor.cameBack).waitFor()
  await lookWellOnce(host, page, 'rows-edit-came-back')
  await page.getByRole('button', { name: rowsPage.editor.cancel, exact: true }).click()
  await edit.click()
  expect(await editor.inputValue()).toBe('Why does line 1 stop twice?')
  await page.keyboard.press('Escape')

  await go(page, '/personas')
  const add = page.getByRole('button', { name: personaWords.add, exact: true })
  const who = page.getByRole('dialog').getByRole('textbox', { name: personaWords.adding.label })
  await add.click()
  await who.fill('A lamplighter who')
  await page.keyboard.press('Escape')
  await who.waitFor({ state: 'detached' })
  await add.click()
  await expect.poll(() => who.inputValue()).toBe('A lamplighter who')
  expect(problems).toEqual([])
})

test('a note that another window stored meanwhile is not replaced, and what was written here stays', async () => {
  const { url } = await serve(await libraryWithRows())
  const page = await newPage(await launchChromium(noNetwork))
  const asked = page.waitForRequest(/\/api\//)
  await page.goto(url)
  const { authorization = '' } = (await asked).headers()
  const { origin } = new URL(url)
  const noteElsewhere = (note: string) =>
    fetch(`${origin}/api/row.judge`, {
      method: 'POST',
      headers: { authorization, origin, 'content-type': 'application/json' },
      body: JSON.stringify({ rowId: 1, note }),
    })
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await go(page, '/datasets/1/review?row=1')
  const field = page.getByRole('textbox', { name: review.note(1) })
  await field.waitFor()
  expect((await noteElsewhere('good one')).status).toBe(200)
  await expect.poll(() => field.inputValue()).toBe('good one')

  await field.fill('check the line')
  await noteElsewhere('good one, nearly')
  await field.press('Escape')
  const replace = page.getByRole('button', { name: review.noteReplace })
  await replace.waitFor()
  expect(await field.inputValue()).toBe('check the line')
  await lookWell(page, 'review-note-changed')
  await page.getByRole('button', { name: review.noteDrop }).click()
  await expect.poll(() => field.inputValue()).toBe('good one, nearly')
  await page.getByText(/was changed in another window/).waitFor({ state: 'detached' })

  await field.fill('check the line')
  await noteElsewhere('bad one')
  await field.press('Escape')
  await replace.click()
  await replace.waitFor({ state: 'detached' })
  await page.reload()
  await expect.poll(() => field.inputValue()).toBe('check the line')
})

test('a pipe that is chosen as a file is let go after a while, and the app says why', async () => {
  const folder = tempFolder()
  const pipe = join(folder, 'people.csv')
  execFileSync('mkfifo', [pipe])
  const { url } = await serve(join(folder, 'library'))
  const page = await newPage(await launchChromium(noNetwork))
  await page.clock.install()
  await page.goto(`${url}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await go(page, '/personas?dialog=import')
  await page.locator('input[type=file]').setInputFiles(pipe)
  await page.getByRole('dialog').getByRole('button', { name: personaImport.stop }).waitFor()
  const refused = page.getByText(/people\.csv gave nothing for 30 seconds/)
  // Again where the file was not asked for yet.
  const afterAWhile = () => page.clock.fastForward(31_000).then(() => refused.count())
  await expect.poll(afterAWhile, { interval: 300 }).toBe(1)
  await page.getByRole('dialog').getByRole('button', { name: personaImport.choose }).waitFor()
  // The browser still waits for somebody to write into it, and would not close before.
  closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK))
})
