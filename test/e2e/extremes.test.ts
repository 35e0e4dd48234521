import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { lookWellOnce } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

const zalgo = `Z${'\u0300\u0301\u0302\u0303\u0304\u0305'.repeat(40)}algo`
/** Each at a limit of what a text may be; the word tells which is which, and is what a search finds. */
const texts: readonly [word: string, text: string][] = [
  ['windy', `A windy person. ${'who talks on and on '.repeat(5_000)}`],
  ['unbroken', `unbroken ${'x'.repeat(99_000)}`],
  ['zero', 'A zero \u0000 stands \u0000\u0000 in it'],
  ['surrogate', 'A surrogate \ud800 alone, and \udc00 another'],
  [
    'arabic',
    'arabic \u0645\u0647\u0646\u062f\u0633 \u0645\u0639\u0645\u0627\u0631\u064a \u0645\u0646 \u062d\u0644\u0628 (12) - \u05d0\u05d3\u05e8\u05d9\u05db\u05dc\u05d9\u05ea',
  ],
  ['combining', `combining ${zalgo} ${zalgo}`],
  ['emoji', `emoji ${'\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}'.repeat(60)}`],
  ['lines', `lines${'\n'.repeat(300)}after three hundred of them`],
]
const templateKey = 'large'
const promptOf = (letters: number) => `Write for {persona}. ${'Mind every word of it.\n'.repeat(letters / 23)}`

async function extremeLibrary(): Promise<string> {
  const folder = tempFolder()
  const rows = texts.map(([, text]) => ({
    ...{ prompt: `Write for: ${text}`, 'input persona': text },
    ...{ finish_reason: 'stop', 'synthesized text': text },
  }))
  writeFileSync(join(folder, 'extremes.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const template = (key: string, letters: number) => ({
    format: 'persona-loom/recipe@1',
    ...{ key, name: `A ${key} template`, summary: 'Long' },
    steps: [{ name: 'text', prompt: promptOf(letters) }],
  })
  writeFileSync(join(folder, 'large.yaml'), JSON.stringify(template(templateKey, 190_000)))
  writeFileSync(join(folder, 'huge.yaml'), JSON.stringify(template('huge', 2 ** 20)))
  const library = join(folder, 'library')
  for (const args of [
    ['import', join(folder, 'extremes.jsonl'), '--rows'],
    ['templates', 'import', join(folder, 'large.yaml')],
  ]) {
    const { code, err } = await loom([...args, '--library', library])
    expect(err).not.toMatch(/error of its own/)
    expect(code).toBe(0)
  }
  const { code, err } = await loom(['templates', 'import', join(folder, 'huge.yaml'), '--library', library])
  expect(code).toBe(2)
  expect(err).toMatch(/200,?000/)
  return library
}

/** What stands outside its line or its window. */
function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth
    const lines = [...document.querySelectorAll<HTMLElement>('[data-place]')]
    const heights = new Set(lines.map((line) => Math.round(line.getBoundingClientRect().height)))
    return [
      ...(wide > 1 ? [`${wide} px wider than the window`] : []),
      ...(heights.size > 1 ? ['lines of other heights'] : []),
    ]
  })
}

test.each(hosts)(
  'in the host “%s”, texts of a hundred kilobytes, zeros, halves of characters, other directions and a template of a megabyte fit every screen',
  async (host) => {
    const { page, problems } = await openApp(host, await extremeLibrary())
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    const goTo = async (path: string) => {
      await page.evaluate((to) => window.location.replace(`#${to}`), path)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
    }
    const wrong: string[] = []
    const check = async (where: string) => {
      wrong.push(...(await misfits(page)).map((what) => `${where}: ${what}`))
    }

    for (const path of ['/', '/datasets/1', '/datasets/1/rows', '/personas?query=a', '/personas?sourceId=2']) {
      await goTo(path)
      await page.waitForTimeout(400)
      await check(path)
    }
    await lookWellOnce(host, page, 'extremes-personas')
    await goTo('/datasets/1/rows')
    // Nothing behind a zero is lost.
    await page
      .getByRole('grid')
      .getByText(/zero .* in it/)
      .first()
      .waitFor()
    // Of a text no more letters are drawn than the window may need, and never too few to fill their columns.
    const cells = page.locator('[data-place="0"] [dir="auto"]')
    const letters: number[] = []
    for (const width of [1280, 1920]) {
      await page.setViewportSize({ width, height: 800 })
      await page.waitForTimeout(200)
      const drawn = await cells.evaluateAll((all) =>
        all.map(({ scrollWidth, clientWidth, textContent }) => ({ over: scrollWidth - clientWidth, textContent })),
      )
      expect(drawn.map(({ over }) => over > 0)).toEqual([true, true])
      letters.push(...drawn.map(({ textContent }) => textContent.length))
    }
    expect(letters).toEqual([80, 160, 120, 240])
    await page.setViewportSize({ width: 1280, height: 800 })
    for (const [at, [word]] of texts.entries()) {
      await goTo(`/datasets/1/rows?row=${at + 1}`)
      await page.getByRole('complementary').getByText(new RegExp(word)).first().waitFor()
      const keep = await page
        .getByRole('complementary')
        .getByRole('button', { name: rowsPage.detail.keep })
        .boundingBox()
      expect((keep?.y ?? 800) + (keep?.height ?? 0)).toBeLessThan(800)
      await check(`row ${word}`)
      await goTo(`/datasets/1/review?row=${at + 1}`)
      await page.getByText(new RegExp(word)).first().waitFor()
      await check(`review ${word}`)
      await goTo(`/personas?query=${word}&sourceId=2`)
      await page.locator('[data-persona]').getByText(new RegExp(word)).first().waitFor()
      await check(`persona ${word}`)
    }
    await goTo('/datasets/1/rows?row=2')
    await lookWellOnce(host, page, 'extremes-rows')

    await goTo(`/templates/${templateKey}`)
    await page.getByText('Mind every word of it.').first().waitFor()
    await check('template')
    await lookWellOnce(host, page, 'extremes-template')
    await goTo(`/datasets/new?template=${templateKey}`)
    // A prompt that no model can read is refused before anything is made.
    await page.getByRole('button', { name: newDataset.tries.do(3) }).click()
    await check('new dataset')
    await lookWellOnce(host, page, 'extremes-new-dataset')
    expect(wrong).toEqual([])
    expect(problems).toEqual([])
  },
  300_000,
)
