import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { personas as personaWords } from '../../src-renderer/locales/en/personas.ts'
import { review } from '../../src-renderer/locales/en/review.ts'
import { hostileLinks, hostileMarkup } from '../support/hostile-strings.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

const texts = [...hostileMarkup, ...hostileLinks]

/** What a text would become where it were taken for markup. The app has such elements of its own, but none with these. */
const markup = `[onerror], [onload], [ontoggle], [onfocus], iframe, object, embed, marquee, base[href], [action^="javascript:"],
  [src="x"], [src*="127.0.0.1:9/"], a[href*=":window.ran"], a[href*="127.0.0.1:9/"], a[href^="data:"], a[href^="file:"], a[target]`

test.each(hosts)(
  '500 strings of markup and 60 links, as rows and as personas, stay what they are when each is read, in the host “%s”',
  async (host) => {
    expect([hostileMarkup.length, new Set(hostileMarkup).size, new Set(hostileLinks).size]).toEqual([500, 500, 60])
    const folder = tempFolder()
    const library = join(folder, 'library')
    const write = (name: string, lines: object[]) =>
      writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const row = (text: string) => ({ 'input persona': text, finish_reason: 'stop', 'synthesized text': text })
    write(
      'rows.jsonl',
      texts.map((text) => ({ prompt: text, ...row(text) })),
    )
    write(
      'personas.jsonl',
      texts.map((persona) => ({ persona })),
    )
    for (const args of [
      ['import', join(folder, 'rows.jsonl'), '--rows'],
      ['import', join(folder, 'personas.jsonl')],
    ]) {
      expect((await loom([...args, '--library', library])).code).toBe(0)
    }

    const app = await openApp(host, library)
    const { page } = app
    const left: string[] = []
    page.on('request', (request) => left.push(request.url()))
    page.on('popup', (popup) => left.push(`popup ${popup.url()}`))
    const elements = () => page.locator(markup).count()
    await page.evaluate(() => window.location.replace('#/datasets/1/review'))
    for (const [at, text] of texts.entries()) {
      const article = page.getByRole('article', { name: review.row(at + 1), exact: true })
      await article.waitFor()
      const shown = await page.evaluate(() => document.querySelector('article > p[dir="auto"]')?.textContent)
      expect(shown).toBe(text)
      expect(await elements()).toBe(0)
      await page.keyboard.press('j')
    }

    await page.evaluate(() => window.location.replace('#/personas'))
    const list = page.getByRole('region', { name: personaWords.list })
    await list.waitFor()
    for (let step = 0; step < 40; step++) {
      await list.evaluate((scroller) => scroller.scrollBy(0, scroller.clientHeight))
      await page.waitForTimeout(30)
      expect(await elements()).toBe(0)
    }
    const ours = new URL(page.url()).origin
    expect(left.filter((url) => new URL(url).origin !== ours)).toEqual([])
    expect(await page.evaluate(() => (window as unknown as { ran?: string }).ran)).toBeUndefined()
    expect({ strangers: app.strangers, address: page.url() }).toEqual({ strangers: [], address: `${ours}/#/personas` })
  },
  240_000,
)
