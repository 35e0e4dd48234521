import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { common } from '../../src-renderer/locales/en/common.ts'
import { templates as words } from '../../src-renderer/locales/en/templates.ts'
import { lookWellOnce } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

const records = [
  { name: 'Sea gauge', use: 'tells how high the waves are', price: 12 },
  { name: 'Choir pitch', use: 'hears which note is meant', price: 3 },
  { name: 'Test grader', use: 'counts the points of a class', price: 0 },
]

/** Whether nothing of it is cut off by what it scrolls in. */
const isInSight = (part: Locator) =>
  part.evaluate(
    (element) =>
      new Promise((resolve) => {
        const observer = new IntersectionObserver(([seen]) => {
          observer.disconnect()
          resolve(seen?.intersectionRatio === 1)
        })
        observer.observe(element)
      }),
  )

test('a template is drafted from a file, shown as a prompt, and used, on the command line alone', async () => {
  const folder = tempFolder()
  const at = (name: string) => join(folder, name)
  const run = (...args: string[]) => loom([...args, '--library', at('library')])
  writeFileSync(at('tools.jsonl'), records.map((record) => `${JSON.stringify(record)}\n`).join(''))

  const drafted = await run('templates', 'draft', '--from', at('tools.jsonl'), '--name', 'Small tools', '--json')
  expect(drafted.code).toBe(0)
  expect(drafted.last).toMatchObject({ template: { key: 'small-tools', examples: 3, form: 'json' } })
  expect(drafted.err).toContain('named fields: name, use, price')
  const prompt = await run('prompt', '--template', 'small-tools', '--persona', 'A diver in Cebu')
  expect(prompt.code).toBe(0)
  expect(prompt.out).toContain('A diver in Cebu')
  expect(prompt.out).toContain(JSON.stringify(records[1]))

  const made = await run(
    ...['generate', '--template', 'small-tools', '--sample-size', '2', '--output', at('rows.jsonl'), '--json'],
  )
  expect([0, 3]).toContain(made.code)
  expect(made.last).toMatchObject({ planned: 2, waiting: 0 })

  writeFileSync(at('few.txt'), 'One text here.\n\nAnother text.\n\none TEXT here')
  const refused = await run('templates', 'draft', '--from', at('few.txt'), '--name', 'Few')
  expect(refused.code).toBe(2)
  expect(refused.err).toContain('Example 3, line 5, is left out: It says the same as example 1.')
  expect(refused.err).toMatch(/2 examples are of use.*Add one more\. Nothing was stored\.$/m)
  expect((await run('templates')).out).not.toContain('few ')
}, 240_000)

test.each(hosts)(
  'in the host “%s”, a template is started from pasted examples: what is wrong and what was read off is told, and nothing is lost',
  async (host) => {
    const folder = tempFolder()
    const { page, problems } = await openApp(host, join(folder, 'library'), { files: folder })
    const draft = words.draft
    const dialog = page.getByRole('dialog')
    const create = dialog.getByRole('button', { name: draft.do })
    const field = dialog.getByRole('textbox', { name: draft.examples })
    await page.getByRole('link', { name: 'Templates' }).first().click()
    await page.getByRole('button', { name: draft.open }).click()
    await lookWellOnce(host, page, 'draft-empty')
    await create.click()
    await dialog.getByText(draft.none).waitFor()
    await dialog.getByText(words.edit.problems['name-missing']).waitFor()

    // One example too few, one twice; the text stays.
    const pasted =
      'Dear keeper, lend {persona} the boat.\n\nDear keeper, lend me a card.\n\nDear keeper, lend ME a card'
    const top = async () => (await field.boundingBox())?.y
    // What was just told below the fields comes in slowly.
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
    const before = await top()
    await field.fill(pasted)
    await dialog.getByText(draft.count(2, 3)).waitFor()
    await dialog.getByText(/It says the same as example 2/).waitFor()
    // What one types stands still, whatever is found below it.
    expect(await top()).toBe(before)
    await lookWellOnce(host, page, 'draft-too-few')
    expect(await create.isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: draft.open }).click()
    expect(await field.inputValue()).toBe(pasted)

    // Far too much is told at once and stays as well.
    await field.fill('x '.repeat(200_000))
    await dialog.getByText(draft.tooLong('400,000', '300,000')).waitFor()

    await field.fill(`${pasted}\n\nDear keeper, lend them bread.`)
    await dialog.getByText(draft.count(3, 4)).waitFor()
    await dialog.getByRole('textbox', { name: draft.name }).fill('Requests')
    await dialog.getByText(draft.notes.start('Dear keeper,')).waitFor()
    // All of it is in sight, without a scrollbar.
    const lastNote = dialog.getByText(draft.notes.maxTokens(common.answerRoom(190, 256)))
    await expect.poll(() => isInSight(lastNote)).toBe(true)
    await lookWellOnce(host, page, 'draft-found')
    await create.click()

    // The editor opens with the draft saved, and its examples are what was pasted.
    await page.getByRole('heading', { level: 1, name: 'Requests' }).waitFor()
    await page.getByRole('textbox', { name: words.edit.prompt }).waitFor()
    expect(await page.getByRole('textbox', { name: words.edit.start }).inputValue()).toBe('Dear keeper,')
    await page.getByRole('cell', { name: 'lend {persona} the boat.' }).waitFor()
    expect(await page.getByRole('button', { name: words.edit.save }).isDisabled()).toBe(true)

    // From a file, by the same road.
    writeFileSync(join(folder, 'tools.csv'), 'name,price\nSea gauge,12\nChoir pitch,3\nTest grader,0\n')
    await page.getByRole('link', { name: 'Templates' }).first().click()
    await page.getByRole('button', { name: draft.open }).click()
    await page.locator('[role=dialog] input[type=file]').setInputFiles(join(folder, 'tools.csv'))
    await dialog.getByText(draft.notes.fields(['name', 'price'])).waitFor()
    await dialog.getByRole('textbox', { name: draft.name }).fill('Tools')
    await create.click()
    await page.getByRole('heading', { level: 1, name: 'Tools' }).waitFor()
    expect(problems).toEqual([])
  },
  240_000,
)
