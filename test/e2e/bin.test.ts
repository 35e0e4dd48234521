import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { datasets } from '../../src-renderer/locales/en/datasets.ts'
import { lookWellOnce } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

const words = datasets.bin

/** A library of two datasets, of two rows each. */
async function libraryOfTwo() {
  const folder = tempFolder()
  const library = ['--library', join(folder, 'library')]
  for (const name of ['harbour.jsonl', 'market.jsonl']) {
    const lines = ['first', 'second'].map((each) => ({
      'input persona': `The ${each} person of ${name}`,
      'synthesized text': `Why does the ${each} tar of ${name} smell?`,
    }))
    writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    expect((await loom(['import', join(folder, name), '--rows', ...library])).code).toBe(0)
  }
  return { library, loom: (...args: string[]) => loom([...args, ...library]) }
}

test.each(hosts)(
  'in the host “%s”, a dataset goes into the bin and back, and away for good once that was asked',
  async (host) => {
    const { library, loom: run } = await libraryOfTwo()
    const { page, problems } = await openApp(host, library[1] as string)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    const name = 'harbour.jsonl'
    const putFrom = async (view: string) => {
      await page.evaluate((hash) => window.location.replace(hash), view)
      const put = page.getByRole('button', { name: words.putNamed(name) })
      await put.click()
      // The notice of the time before may still stand.
      await put.waitFor({ state: 'hidden' })
      await page.getByText(words.isIn(name)).waitFor()
    }
    await page.evaluate(() => window.location.replace('#/datasets/1'))
    await page.getByRole('button', { name: words.putNamed(name) }).waitFor()
    await lookWellOnce(host, page, 'bin-button')
    await putFrom('#/datasets/1/rows')
    await page.getByRole('link', { name: words.link(1) }).waitFor()
    await lookWellOnce(host, page, 'bin-notice')
    await page.getByRole('button', { name: words.undo }).click()
    await page.getByRole('link', { name }).waitFor()
    await putFrom('#/datasets')
    await lookWellOnce(host, page, 'bin-notice-list')
    await page.keyboard.press('u')
    await page.getByText(words.isBack(name)).waitFor()
    await page.getByRole('link', { name }).waitFor()
    await putFrom('#/datasets')
    await page.evaluate(() => window.location.replace('#/datasets/1'))
    await page.getByRole('heading', { name: words.isIn(name) }).waitFor()
    await lookWellOnce(host, page, 'bin-dataset')
    await page.evaluate(() => window.location.replace('#/datasets'))
    await page.getByRole('link', { name: words.link(1) }).click()
    await page.getByRole('link', { name }).waitFor()
    await lookWellOnce(host, page, 'bin-list')
    await page.getByRole('button', { name: words.eraseNamed(name) }).click()
    await page.getByText(words.eraseStays).waitFor()
    await lookWellOnce(host, page, 'bin-erase')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: words.eraseNamed(name) }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words.eraseDo(2) })
      .click()
    await page.getByText(words.emptyTitle).waitFor()
    await lookWellOnce(host, page, 'bin-empty')
    expect((await run('runs', '1')).err).toContain('There is no dataset 1')
    expect((await run('rows', '2', '--search', 'tar')).err).toContain('2 of 2 rows')
    expect(problems).toEqual([])
  },
)

test('the command line puts a run into the bin, lists it there, brings it back, and erases it only when told so', async () => {
  const { loom: run } = await libraryOfTwo()
  expect((await run('runs', '--bin')).out).toBe('The bin is empty.\n')
  expect((await run('runs', '--delete')).err).toContain('Name a run, as in: loom runs 3 --delete')
  expect((await run('runs', '1', '--erase', '--yes')).err).toContain('is not in the bin')
  expect((await run('runs', '1', '--delete', '--restore')).err).toContain('--delete and --restore do not go together')

  const deleted = await run('runs', '1', '--delete')
  expect(deleted, deleted.err).toMatchObject({ code: 0 })
  expect(deleted.out).toBe('Run 1, harbour.jsonl, is in the bin. Put it back with: loom runs 1 --restore\n')
  expect((await run('runs')).out).not.toContain('harbour')
  expect((await run('runs', '--bin')).out).toContain('harbour.jsonl')
  expect((await run('runs', '1')).out).toContain('It is in the bin.')
  const refused = await run('judge', '1', '--row', '1', '--keep')
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('Put it back first (loom runs 1 --restore)') })

  expect((await run('runs', '1', '--restore')).out).toBe('Run 1, harbour.jsonl, is back.\n')
  expect((await run('runs')).out).toContain('harbour')
  await run('runs', '1', '--delete')
  const asked = await run('runs', '1', '--erase')
  expect(asked).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^Nothing was deleted\. .*its 2 rows.*--erase --yes/),
  })
  expect((await run('runs', '--bin')).out).toContain('harbour.jsonl')
  const erased = await run('runs', '1', '--erase', '--yes')
  expect(erased.out, erased.err).toBe('Run 1, harbour.jsonl, is deleted for good with its 2 rows.\n')
  expect((await run('runs', '--bin')).out).toBe('The bin is empty.\n')
  expect((await run('runs', '1')).err).toContain('There is no dataset 1')
  expect((await run('runs')).out).toContain('market.jsonl')
}, 120_000)
