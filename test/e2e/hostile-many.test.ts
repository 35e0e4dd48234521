import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { personas as personaWords } from '../../src-renderer/locales/en/personas.ts'
import { review } from '../../src-renderer/locales/en/review.ts'
import { hostileLinks, hostileMarkup } from '../support/hostile-strings.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'
import { markup, watchTexts } from './watch-texts.ts'

const texts = [...hostileMarkup, ...hostileLinks]

/** Two that differ in nothing but their letters' case are one persona: a number keeps them apart. */
const people = texts.map((text, at) => `${text}\n\n${at + 1}`)

async function hostileLibrary(): Promise<string> {
  const folder = tempFolder()
  const library = join(folder, 'library')
  const write = (name: string, lines: object[]) => {
    writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    return join(folder, name)
  }
  const rows = texts.map((text) => ({
    ...{ prompt: text, 'input persona': text, finish_reason: 'stop', 'synthesized text': text },
  }))
  for (const args of [
    [write('rows.jsonl', rows), '--rows'],
    [
      write(
        'people.jsonl',
        people.map((persona) => ({ persona })),
      ),
      ...['--name', 'people'],
    ],
  ]) {
    expect((await loom(['import', ...args, '--library', library])).code).toBe(0)
  }
  return library
}

/** Turns a long list from its top to its end; gives what each line showed in the elements of its own that are named. */
async function readWholeList(list: Locator, parts: string): Promise<string[][]> {
  await list.locator('[data-place="0"]').locator(parts).first().waitFor()
  return list.evaluate(
    async (scroller, [wanted, never]) => {
      const read = new Map<number, string[]>()
      const deadline = Date.now() + 60_000
      for (let isEnd = false; !isEnd; ) {
        const lines = Array.from(scroller.querySelectorAll<HTMLElement>('[data-place]'), (line) => ({
          place: Number(line.dataset['place']),
          shown: Array.from(line.querySelectorAll(wanted), ({ textContent }) => textContent ?? ''),
        }))
        if (scroller.querySelector(never)) throw new Error(`A text became markup near ${lines[0]?.place}.`)
        if (Date.now() > deadline) throw new Error(`The lines near ${lines[0]?.place} never came.`)
        // A line that has not come yet has none of these parts.
        if (lines.length > 0 && lines.every(({ shown }) => shown.length > 0)) {
          for (const { place, shown } of lines) read.set(place, shown)
          isEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1
          scroller.scrollTop += scroller.clientHeight
        }
        await new Promise(requestAnimationFrame)
        await new Promise(requestAnimationFrame)
      }
      return Array.from(read)
        .sort(([one], [other]) => one - other)
        .map(([, shown]) => shown)
    },
    [parts, markup] as const,
  )
}

test.each(hosts)(
  '500 strings of markup and 60 links, as rows and as personas, stay what they are when each is read, in the host “%s”',
  async (host) => {
    expect([hostileMarkup.length, new Set(hostileMarkup).size, new Set(hostileLinks).size]).toEqual([500, 500, 60])
    const app = await openApp(host, await hostileLibrary())
    const { page } = app
    const watch = watchTexts(app)
    await page.evaluate(() => window.location.replace('#/datasets/1/review'))
    for (const [at, text] of texts.entries()) {
      const shown = await page.evaluate(
        async ([label, never]) => {
          const deadline = Date.now() + 20_000
          while (document.querySelector('article')?.getAttribute('aria-label') !== label && Date.now() < deadline) {
            await new Promise(requestAnimationFrame)
          }
          return {
            row: document.querySelector('article')?.getAttribute('aria-label'),
            text: document.querySelector('article > p[dir="auto"]')?.textContent,
            persona: document.querySelector('aside p[dir="auto"]')?.textContent,
            elements: document.querySelectorAll(never).length,
          }
        },
        [review.row(at + 1), markup] as const,
      )
      expect(shown).toEqual({ row: review.row(at + 1), text, persona: text, elements: 0 })
      await page.keyboard.press('j')
    }

    await page.evaluate(() => window.location.replace('#/datasets/1/rows'))
    const lines = await readWholeList(page.getByRole('grid'), '[role=gridcell][dir="auto"]')
    expect(lines).toHaveLength(texts.length)
    for (const [at, [persona = '', text = '']] of lines.entries()) {
      // A line holds the beginning of a text, with a sign where a line of it ends.
      const whole = (texts[at] as string).replace(/\s*\n\s*/g, ' ↵ ')
      expect({ persona, text }).toEqual({
        persona: whole.slice(0, Math.max(persona.length, 60)),
        text: whole.slice(0, Math.max(text.length, 120)),
      })
    }

    await page.evaluate(() => window.location.replace('#/personas'))
    const facets = page.getByRole('complementary', { name: personaWords.narrow })
    await facets.getByText('people', { exact: true }).click()
    const whole = await facets.getByText(personaWords.everywhere).locator('..').textContent()
    await page.getByText(personaWords.found(people.length, Number(whole?.replace(/\D/g, '')))).waitFor()
    const items = await readWholeList(page.getByRole('region', { name: personaWords.list }), 'p')
    expect(items).toEqual(people.map((text) => [text]))
    await watch.staysText()
    await watch.didNothing()
  },
  240_000,
)
