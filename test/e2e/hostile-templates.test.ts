import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { common } from '../../src-renderer/locales/en/common.ts'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { templates as words } from '../../src-renderer/locales/en/templates.ts'
import { hostileLinks, hostileMarkup } from '../support/hostile-strings.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'
import { watchTexts } from './watch-texts.ts'

const texts = [...hostileMarkup, ...hostileLinks]
const shares = 7

const names = texts.filter(({ length }) => length <= 100)

/** The texts as tasks, some eighty in each; names and summaries hold one each. */
const tasks = Array.from({ length: shares }, (_, share) => {
  const mine = texts.filter((_text, at) => at % shares === share)
  return {
    format: 'persona-loom/recipe@1',
    ...{ key: `task-${share}`, name: names[share * 40] as string, summary: mine[1] as string },
    steps: [{ name: 'text', prompt: `Write for {persona}.\n${mine.join('\n')}\nThat is all.` }],
  }
})

/** All of them as examples, beside a short task; every other field holds one. */
const pool = {
  format: 'persona-loom/recipe@1',
  ...{ key: 'pool', name: names[300] as string, summary: texts[2] as string, system: texts[3] as string },
  variables: { place: { label: names[301] as string, default: texts[6] as string } },
  steps: [
    {
      ...{ name: 'text', background: texts[4] as string, start: names[302] as string, draw: 20 },
      ...{ prompt: 'Write for {persona}.', turn: `${texts[5]} for {persona} in {place}` },
      examples: texts.map((text) => ({ persona: text, output: text })),
    },
  ],
}

/** All lines of a field for prompts, of which only those near what is in sight stand in the page. */
function linesOf(field: Locator): Promise<string[]> {
  return field.evaluate(async (content) => {
    const scroller = content.closest('.cm-scroller') as HTMLElement
    const read = new Set<string>()
    for (let isEnd = false; !isEnd; ) {
      for (const line of content.querySelectorAll('.cm-line')) read.add(line.textContent ?? '')
      isEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1
      scroller.scrollTop += scroller.clientHeight
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
    }
    return Array.from(read)
  })
}

const go = (page: Page, path: string) => page.evaluate((to) => window.location.replace(`#${to}`), path)

async function libraryWithPersonas(): Promise<string> {
  const folder = tempFolder()
  const library = join(folder, 'library')
  writeFileSync(join(folder, 'people.jsonl'), texts.map((persona) => `${JSON.stringify({ persona })}\n`).join(''))
  expect((await loom(['import', join(folder, 'people.jsonl'), '--library', library])).code).toBe(0)
  return library
}

test.each(hosts)(
  '500 strings of markup and 60 links, as templates, stay what they are on cards, in fields and in previews, in the host “%s”',
  async (host) => {
    const files = tempFolder()
    const app = await openApp(host, await libraryWithPersonas(), { files })
    const { page } = app
    const watch = watchTexts(app)

    await go(page, '/templates')
    for (const recipe of [...tasks, pool]) {
      const path = join(files, `${recipe.key}.yaml`)
      writeFileSync(path, JSON.stringify(recipe))
      await page.locator('input[type=file][accept*=".yaml"]').setInputFiles(path)
      await page.getByText(words.imported([recipe.name])).waitFor()
      await watch.staysText()
    }

    // Each card shows the beginning of the task, or the first example.
    const cards = page.getByRole('region', { name: words.own, exact: true })
    for (const { key, name, summary, steps } of tasks) {
      const card = cards.locator(`a[href$="/templates/${key}"]`)
      const glimpse = (await card.locator('p').nth(1).textContent()) as string
      expect(glimpse.length).toBeGreaterThan(300)
      expect(steps[0]?.prompt.replace(/\n{2,}/g, '\n').startsWith(glimpse)).toBe(true)
      expect(await card.locator('h3').textContent()).toBe(name)
      expect(await card.locator('p').first().textContent()).toBe(summary)
    }
    const card = cards.locator('a[href$="/templates/pool"]')
    await expect.poll(() => card.locator('p').nth(1).textContent()).toBe(`${names[302]} ${texts[0]}`)
    expect(await card.textContent()).toContain(words.startsWith(names[302] as string))
    await watch.staysText()

    const preview = page.getByRole('region', { name: words.preview.label })
    const asked = preview.locator('section').filter({ has: page.getByRole('heading', { name: words.preview.user }) })
    for (const { key, name, steps } of tasks) {
      const prompt = steps[0]?.prompt as string
      await go(page, `/templates/${key}`)
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
      const field = page.getByRole('textbox', { name: words.edit.prompt })
      await field.waitFor()
      expect(await page.getByRole('textbox', { name: words.edit.name, exact: true }).inputValue()).toBe(name)
      expect(new Set(await linesOf(field))).toEqual(new Set(prompt.split('\n')))
      await asked.getByRole('button', { name: common.readWhole }).click()
      const [before, after] = prompt.split('{persona}') as [string, string]
      await expect.poll(() => asked.textContent()).toContain(after)
      expect(await asked.textContent()).toContain(before)
      await watch.staysText()
    }

    await go(page, '/templates/pool')
    await page.getByRole('heading', { level: 1, name: pool.name, exact: true }).waitFor()
    await page.getByRole('button', { name: words.exampleTable.showAll(texts.length) }).click()
    const table = page.getByRole('region', { name: words.examplesTitle }).getByRole('row')
    await expect.poll(() => table.count()).toBe(texts.length + 1)
    const cells = await table.evaluateAll((rows) =>
      rows.map((row) => Array.from(row.querySelectorAll('td'), ({ textContent }) => textContent)),
    )
    expect(cells.slice(1)).toEqual(texts.map((text) => [text, text]))
    await preview.getByText(common.style['persona-few-shot']).click()
    const answers = preview
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: words.preview.assistant, exact: true }) })
    await expect.poll(() => answers.count()).toBe(20)
    for (const answer of await answers.locator('> span').allTextContents()) {
      expect(texts.map((text) => `${names[302]} ${text}`)).toContain(answer)
    }
    for (const shown of [pool.system, pool.steps[0]?.background, names[302], texts[5]]) {
      expect(await preview.textContent()).toContain(shown)
    }
    await watch.staysText()

    // With the texts as personas, too.
    await go(page, '/datasets/new?template=pool&sourceId=2')
    await page.getByRole('button', { name: newDataset.template.preview }).click()
    const dialog = page.getByRole('dialog')
    const filled = dialog.locator('section > span').last()
    const possible = texts.map((text) => `${texts[5]} for ${text} in ${texts[6]}`)
    let before = ''
    for (let at = 1; at <= 10; at++) {
      await dialog.getByText(words.preview.persona(at, 50)).waitFor()
      await expect.poll(() => filled.textContent()).not.toBe(before)
      before = (await filled.textContent()) as string
      expect(possible).toContain(before)
      await watch.staysText()
      await dialog.getByRole('button', { name: words.preview.next }).click()
    }
    await watch.didNothing()
  },
  240_000,
)
