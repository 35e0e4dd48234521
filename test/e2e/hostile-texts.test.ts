import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { personas as personaWords } from '../../src-renderer/locales/en/personas.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { templates } from '../../src-renderer/locales/en/templates.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'
import { watchTexts } from './watch-texts.ts'

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

/** Of a file, and so of a dataset. */
const name = `<img src=x onerror=window.ran='name'>`

async function hostileLibrary(): Promise<string> {
  const folder = tempFolder()
  const rows = payloads.map((payload, at) => ({
    prompt: `Prompt ${at} ${payload}`,
    'input persona': `Persona ${at} ${payload}`,
    finish_reason: payload.slice(0, 40),
    'synthesized text': `Text ${at} ${payload}`,
  }))
  const file = `${name}.jsonl`
  writeFileSync(join(folder, file), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const template = {
    format: 'persona-loom/recipe@1',
    ...{ key: 'hostile', name: `Hostile ${payloads[0]}`, summary: `Summary ${payloads[1]}` },
    steps: [{ name: 'text', prompt: `Write for {persona}. ${payloads[2]}` }],
  }
  writeFileSync(join(folder, 'hostile.yaml'), JSON.stringify(template))
  const library = join(folder, 'library')
  for (const args of [
    ['import', join(folder, file), '--rows'],
    ['templates', 'import', join(folder, 'hostile.yaml')],
  ]) {
    expect((await loom([...args, '--library', library])).code).toBe(0)
  }
  return library
}

test.each(hosts)(
  'in the host “%s”, texts of strangers stay texts on every screen',
  async (host) => {
    const app = await openApp(host, await hostileLibrary())
    const { page } = app
    const watch = watchTexts(app)
    /** A page is looked at when its texts stand there: before that there is nothing that could be more than text. */
    const go = async (path: string, text: string, within: Page | Locator = page) => {
      await page.evaluate((to) => window.location.replace(`#${to}`), path)
      await shows(text, within)
    }
    const shows = async (text: string, within: Page | Locator = page) => {
      await within.getByText(text).first().waitFor()
      await watch.staysText()
    }

    await go('/datasets', name)
    await go('/datasets/1', name)
    await go('/datasets/1/rows', `Text 0 ${payloads[0]}`)
    for (const [at, payload] of payloads.entries()) {
      const cell = page.getByRole('grid').getByText(`Text ${at} `).first()
      await cell.click()
      const detail = page.getByRole('complementary', { name: rowsPage.detail.label })
      await detail.getByText(rowsPage.detail.title(at + 1)).waitFor()
      // What was stored is shown letter for letter; control characters are the browser's to draw.
      await watch.staysText()
      if (!/^[ -~]*$/.test(payload)) continue
      const shown = await detail.textContent()
      for (const what of ['Text', 'Persona']) expect(shown).toContain(`${what} ${at} ${payload.slice(0, 200)}`)
    }
    await go('/datasets/1?dialog=export', `Text 0 ${payloads[0]}`)
    await go('/personas?query=Persona', payloads[0] as string)
    await page.getByRole('searchbox', { name: personaWords.search }).fill(payloads[1] as string)
    await page.getByText(payloads[0] as string).waitFor({ state: 'detached' })
    await shows(payloads[1] as string)
    await go('/templates', `Hostile ${payloads[0]}`)
    await shows(`Summary ${payloads[1]}`)
    await shows(payloads[2] as string)
    const preview = page.getByRole('region', { name: templates.preview.label })
    await go('/templates/hostile', payloads[2] as string, preview)
    await shows(payloads[2] as string, page.getByRole('textbox', { name: templates.edit.prompt }))
    await go('/datasets/new?template=hostile', newDataset.template.preview)
    await page.getByRole('button', { name: newDataset.template.preview }).click()
    await shows(payloads[2] as string, page.getByRole('dialog'))
    await page.keyboard.press('Escape')
    await go('/', name)
    await page.keyboard.press('Control+k')
    await shows(`Hostile ${payloads[0]}`, page.getByRole('dialog'))
    await watch.didNothing()
  },
  240_000,
)
