import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { review } from '../../src-renderer/locales/en/review.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { lookWellOnce } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

const texts = [
  'Which bolt holds a ferry ramp?',
  'How long does rye bread keep in summer?',
  'Where do swifts sleep?',
  'Name three uses of a spokeshave.',
  'Who may sign a customs form?',
  'Why does tar smell in the sun?',
  'Can a cracked bell be mended by welding?',
  'Can a cracked bell be mended by casting?',
  '{"tool_name": "count_bells", "parameters": {"towers": 3}}',
  'When is a dike inspected?',
]

/** Each look at what is stored starts a process. */
const patience = { timeout: 20_000 }

async function libraryOf(folder: string): Promise<string> {
  const rows = texts.map((text, at) => ({
    ...{ prompt: 'Ask.', 'input persona': `Person number ${at + 1} of a harbour town`, finish_reason: 'stop' },
    'synthesized text': text,
  }))
  writeFileSync(join(folder, 'harbour.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const library = join(folder, 'library')
  expect((await loom(['import', join(folder, 'harbour.jsonl'), '--rows', '--library', library])).code).toBe(0)
  return library
}

const standsAt = (page: Page, number: number) =>
  page.getByRole('article', { name: review.row(number), exact: true }).waitFor()

test.each(hosts)(
  'one row after the other is judged by keys alone, however fast they come, with reasons, notes and a way back, in the host “%s”',
  async (host) => {
    const folder = tempFolder()
    const library = await libraryOf(folder)
    const app = await openApp(host, library)
    const { page, problems } = app
    const stored = async () => {
      const { out } = await loom(['rows', '1', '--json', '--library', library])
      return (JSON.parse(out) as Record<string, string>[]).map(({ verdict, discardReason, editedText, note }) =>
        [verdict, discardReason, editedText, note].map((each) => each ?? '').join('|'),
      )
    }
    await page.evaluate(() => window.location.replace('#/datasets/1/review'))
    await standsAt(page, 1)
    await page.getByText(review.left(10, 10)).waitFor()
    await lookWellOnce(host, page, 'review')
    await page.keyboard.press('a')
    await standsAt(page, 2)
    await page.keyboard.press('r')
    await standsAt(page, 3)
    await page.getByText(review.discarded(2)).waitFor()
    const reason = page.getByRole('button', { name: review.reasons.dull })
    const [stood, note] = [await reason.boundingBox(), await page.getByLabel(review.note(3)).boundingBox()]
    await lookWellOnce(host, page, 'review-why')
    await page.keyboard.press('3')
    await page.getByRole('heading', { name: review.why }).waitFor()
    // Under the hand that says why nothing moves.
    expect([await reason.boundingBox(), await page.getByLabel(review.note(3)).boundingBox()]).toEqual([stood, note])
    // That is answered, and a number is about the row that is read: alone it is enough.
    await page.keyboard.press('j')
    await standsAt(page, 4)
    await page.keyboard.press('k')
    await standsAt(page, 3)
    await page.keyboard.press('1')
    await standsAt(page, 4)
    await page.keyboard.press('j')
    await standsAt(page, 5)
    await page.keyboard.press('k')
    await standsAt(page, 4)
    // Faster than rows come: three keys, three rows, each once.
    for (const key of ['a', 'a', 'a']) await page.keyboard.press(key)
    await standsAt(page, 7)
    await page.keyboard.press('u')
    await standsAt(page, 6)
    await page.getByText(review.left(5, 10)).waitFor()
    await page.keyboard.press('n')
    await page.keyboard.type('ask the boat yard')
    await page.keyboard.press('Escape')
    await page.keyboard.press('e')
    await page.keyboard.press('End')
    await page.keyboard.type(' At noon?')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Why does tar smell in the sun? At noon?').waitFor()
    await expect
      .poll(stored, patience)
      .toEqual([
        'kept|||',
        'discarded|dull||',
        'discarded|wrong||',
        ...['kept|||', 'kept|||'],
        '||Why does tar smell in the sun? At noon?|ask the boat yard',
        ...['|||', '|||', '|||', '|||'],
      ])

    // What is like it, and away with the other.
    await page.keyboard.press('j')
    await standsAt(page, 7)
    await page.keyboard.press('f')
    await page.getByText(review.similar.share(7 / 9)).waitFor()
    await lookWellOnce(host, page, 'review-similar')
    await page.getByRole('button', { name: review.similar.discardOthers(1) }).click()
    await expect.poll(async () => (await stored())[7], patience).toBe('discarded|||')
    await page.keyboard.press('u')
    await expect.poll(async () => (await stored())[7], patience).toBe('|||')
    await page.keyboard.press('f')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await standsAt(page, 9)
    await page.getByText('"towers": 3').waitFor()
    await lookWellOnce(host, page, 'review-json')

    // The last ones; what was skipped comes again, and then nothing is left.
    for (const number of [9, 10, 6, 7, 8]) {
      await standsAt(page, number)
      if (number === 6) await page.getByText(review.wrapped.toJudge).waitFor()
      await page.keyboard.press('a')
    }
    await page.getByText(review.emptyTitle).waitFor()
    await lookWellOnce(host, page, 'review-empty')

    // The last one was too hasty; also after a look elsewhere, where nothing stands here any more.
    await page.keyboard.press('u')
    await standsAt(page, 8)
    await page.getByText(review.left(1, 10)).waitFor()
    await page.keyboard.press('r')
    await page.getByText(review.whyBefore(8)).waitFor()
    await page.keyboard.press('4')
    await page.getByText(review.whyBefore(8)).waitFor({ state: 'detached' })
    await lookWellOnce(host, page, 'review-last')
    await page.keyboard.press('u')
    await standsAt(page, 8)
    await page.keyboard.press('a')
    await page.getByText(review.emptyTitle).waitFor()
    await page.getByRole('link', { name: runWords.tabs.run, exact: true }).click()
    await page.getByRole('article').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: review.tab }).click()
    await page.getByText(review.emptyTitle).waitFor()
    await page.keyboard.press('u')
    await standsAt(page, 8)
    await page.keyboard.press('a')
    await page.getByText(review.emptyTitle).waitFor()

    // Another queue, by its name; a reload stays with the row.
    await page.getByRole('combobox', { name: review.queue }).click()
    await page.getByRole('option', { name: review.queueWith(review.queues.discarded, 2) }).click()
    await standsAt(page, 2)
    await page.keyboard.press('j')
    await standsAt(page, 3)
    await page.getByRole('button', { name: review.reasons.wrong, pressed: true }).waitFor()
    await page.reload()
    await standsAt(page, 3)
    await page.keyboard.press('?')
    await page.getByText(review.sheet.keys.F).waitFor()
    await lookWellOnce(host, page, 'review-keys')
    await page.keyboard.press('Escape')

    // The same rows in the table, where F does the same.
    await page.getByRole('link', { name: review.many }).click()
    await page.getByText(rowsPage.found(2, 10)).waitFor()
    await page.evaluate(() => window.location.replace('#/datasets/1/rows?row=8'))
    await page.getByText(rowsPage.detail.title(8)).waitFor()
    await page.getByRole('grid').focus()
    await page.keyboard.press('f')
    await page.getByText(review.similar.share(7 / 9)).waitFor()
    await lookWellOnce(host, page, 'rows-similar')
    expect(problems).toEqual([])
  },
  240_000,
)
