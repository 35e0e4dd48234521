import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { common } from '../../src-renderer/locales/en/common.ts'
import { datasets } from '../../src-renderer/locales/en/datasets.ts'
import { run as words } from '../../src-renderer/locales/en/run.ts'
import { lookWellOnce } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

/** A library of four rows that are cut off after eight tokens, so that none of them is good, and one of them kept all the same. */
const bad = mkdtempSync(join(tmpdir(), 'loom-retry-'))
afterAll(() => rmSync(bad, { recursive: true, force: true }))

beforeAll(async () => {
  const library = ['--library', join(bad, 'library')]
  const few = ['--sample-size', '4', '--max-tokens', '8', '--attempts', '1']
  const { code, last, err } = await loom(['generate', '--template', 'instruction', ...few, '--json', ...library])
  expect(code, err).toBe(0)
  expect(last).toMatchObject({ planned: 4, rejected: 4, tokens: 32 })
  expect(err).toContain('loom -- retry 1')
  await loom(['judge', '1', '--row', '1', '--keep', ...library])
})

function libraryOfBadRows(): string[] {
  const library = join(tempFolder(), 'library')
  cpSync(join(bad, 'library'), library, { recursive: true })
  return ['--library', library]
}

test.each(hosts)(
  'in the host “%s”, the rows of an ended dataset that were not accepted get another try',
  async (host) => {
    const library = libraryOfBadRows()
    const { page, problems } = await openApp(host, library[1] as string)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.evaluate(() => window.location.replace('#/datasets/1'))
    const retry = page.getByRole('button', { name: words.retry(3) })
    await retry.waitFor()
    await lookWellOnce(host, page, 'run-retry')
    await retry.click()
    const tokens = async () => (await loom(['runs', '1', '--json', ...library])).last['tokens']
    await expect.poll(tokens, { timeout: 60_000 }).toBe(56)
    // They fail again, so they can be asked for again, and one that is kept is not left out.
    await retry.waitFor()
    await page.getByText(common.run.finishedLeftOut(3)).first().waitFor()
    await page.getByRole('button', { name: datasets.rename.title }).click()
    await page.getByRole('textbox', { name: datasets.rename.label }).fill('Short tries')
    await lookWellOnce(host, page, 'run-rename')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Short tries' }).waitFor()
    await page.getByRole('button', { name: datasets.rename.open('Short tries') }).waitFor()
    await expect.poll(async () => (await loom(['runs', '1', '--json', ...library])).last['name']).toBe('Short tries')
    expect(problems).toEqual([])
  },
)

test('the command line retries too, and refuses where nothing is to be made again', async () => {
  const library = libraryOfBadRows()
  const { last, err } = await loom(['retry', '1', '--json', ...library])
  expect(last, err).toMatchObject({ planned: 4, rejected: 4, tokens: 56 })
  await loom(['judge', '1', '--all', '--discard', ...library])
  const refused = await loom(['retry', '1', ...library])
  expect(refused.code).toBe(2)
  expect(refused.err).toContain('no row to make again')
  expect((await loom(['retry', ...library])).err).toContain('Name the run')
})
