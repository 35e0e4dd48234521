import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { personas as personaWords } from '../../src-renderer/locales/en/personas.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

/** Each would run, call home or lead away where a text became markup. */
const payloads = [
  `<img src=x onerror="window.ran='image'">`,
  `<script>window.ran='script'</script>`,
  `<svg/onload=window.ran='svg'>`,
  `"><iframe srcdoc="<script>parent.ran='frame'</script>"></iframe>`,
  `[click me](javascript:window.ran='link')`,
  `<a href="http://127.0.0.1:9/away" target=_blank>away</a>`,
  `<style>@import url(http://127.0.0.1:9/style.css)</style>`,
  `![picture](http://127.0.0.1:9/picture.png)`,
  `{{constructor.constructor('window.ran="template"')()}}`,
  `\${window.ran='literal'}`,
  `\u202Etxet desrever\u202C and \u0000 a zero`,
  `https://127.0.0.1:9/${'x'.repeat(2_000)}`,
]

/** What the payloads would become. */
const markup =
  'img[src="x"], iframe, [onload], [onerror], a[href^="javascript:"], a[href*="127.0.0.1:9/"], img[src*="127.0.0.1:9/"]'

async function hostileLibrary(): Promise<string> {
  const folder = tempFolder()
  const rows = payloads.map((payload, at) => ({
    prompt: `Prompt ${at} ${payload}`,
    'input persona': `Persona ${at} ${payload}`,
    finish_reason: payload.slice(0, 40),
    'synthesized text': `Text ${at} ${payload}`,
  }))
  const name = `<img src=x onerror=window.ran='name'>.jsonl`
  writeFileSync(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const template = {
    format: 'persona-loom/recipe@1',
    ...{ key: 'hostile', name: `Hostile ${payloads[0]}`, summary: `Summary ${payloads[1]}` },
    steps: [{ name: 'text', prompt: `Write for {persona}. ${payloads[2]}` }],
  }
  writeFileSync(join(folder, 'hostile.yaml'), JSON.stringify(template))
  const library = join(folder, 'library')
  for (const args of [
    ['import', join(folder, name), '--rows'],
    ['templates', 'import', join(folder, 'hostile.yaml')],
  ]) {
    expect((await loom([...args, '--library', library])).err).not.toMatch(/error of its own/)
  }
  return library
}

test.each(hosts)(
  'in the host “%s”, texts of strangers stay texts on every screen',
  async (host) => {
    const app = await openApp(host, await hostileLibrary())
    const { page } = app
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    const popups: string[] = []
    page.on('popup', (popup) => popups.push(popup.url()))
    /** That no script ran says little: the policy of the page would stop it. No element may come of a text at all. */
    const staysText = async () => expect(await page.locator(markup).count()).toBe(0)
    const go = async (path: string) => {
      await page.evaluate((to) => window.location.replace(`#${to}`), path)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await staysText()
    }

    await go('/datasets')
    await page.getByText("<img src=x onerror=window.ran='name'>").first().waitFor()
    await staysText()
    await go('/datasets/1')
    await go('/datasets/1/rows')
    for (const [at, payload] of payloads.entries()) {
      const cell = page.getByRole('grid').getByText(`Text ${at} `).first()
      await cell.click()
      const detail = page.getByRole('complementary', { name: rowsPage.detail.label })
      await detail.getByText(rowsPage.detail.title(at + 1)).waitFor()
      // What was stored is shown letter for letter; control characters are the browser's to draw.
      await staysText()
      if (!/^[ -~]*$/.test(payload)) continue
      const shown = await detail.textContent()
      for (const what of ['Text', 'Persona']) expect(shown).toContain(`${what} ${at} ${payload.slice(0, 200)}`)
    }
    await go('/datasets/1?dialog=export')
    await page
      .getByText(payloads[0] as string)
      .first()
      .waitFor()
    await go('/personas?query=Persona')
    await page
      .getByText(payloads[0] as string)
      .first()
      .waitFor()
    await page.getByRole('searchbox', { name: personaWords.search }).fill(payloads[1] as string)
    await go('/templates')
    await page.getByText(`Hostile ${payloads[0]}`).first().waitFor()
    await staysText()
    await go('/templates/hostile')
    await go('/datasets/new?template=hostile')
    await go('/')
    await page.keyboard.press('Control+k')
    await page.getByText(`Hostile ${payloads[0]}`).first().waitFor()
    await staysText()

    const ran = await page.evaluate(() => (window as unknown as { ran?: string }).ran)
    expect({ ran, asked, popups, strangers: app.strangers }).toEqual({
      ran: undefined,
      asked: [],
      popups: [],
      strangers: [],
    })
  },
  240_000,
)
