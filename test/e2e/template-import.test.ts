import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { templates as words } from '../../src-renderer/locales/en/templates.ts'
import { lookWellOnce } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

const letters = (prompt: string) =>
  stringify({ format: 'persona-loom/recipe@1', key: 'letters', name: 'Letters', steps: [{ name: 'letter', prompt }] })

test.each(hosts)(
  'in the host “%s”, a file with the key of a template of one’s own replaces nothing, and says what became of it',
  async (host) => {
    const folder = tempFolder()
    const file = join(folder, 'letters.yaml')
    const library = ['--library', join(folder, 'library')]
    const take = async (text: string) => {
      writeFileSync(file, text)
      return (await loom(['templates', 'import', file, ...library])).err
    }
    expect(await take(letters('Write to {persona}.'))).toContain('1 imported: letters\n')
    expect(await take(letters('Write to {persona}.'))).toBe(
      'letters is here already, just as in the file. Nothing was changed.\n',
    )
    const beside = await take(letters('Greet {persona}.'))
    expect(beside).toContain('1 imported: letters-2\n')
    expect(beside).toContain('letters-2 stands beside “Letters”, which had its key and stays as it is.\n')
    expect((await loom(['templates', 'show', 'letters', ...library])).out).toContain('Write to {persona}.')

    const { page } = await openApp(host, join(folder, 'library'), { files: folder })
    const open = () => page.getByRole('link', { name: 'Templates' }).first().click()
    const choose = async (text: string) => {
      writeFileSync(file, text)
      await page.locator('input[type=file]').setInputFiles(file)
    }
    await open()
    await choose(letters('Thank {persona}.'))
    await page.getByText(words.importedBeside('Letters 3', 'Letters')).waitFor()
    await page.getByRole('link', { name: /^Letters 3/ }).waitFor()
    await lookWellOnce(host, page, 'template-import-beside')

    // What is here already is opened.
    await choose(letters('Write to {persona}.'))
    await page.getByText(words.hereAlready(['Letters'])).waitFor()
    await page.getByRole('heading', { level: 1, name: 'Letters', exact: true }).waitFor()
    const field = page.getByRole('textbox', { name: words.edit.prompt })
    await field.waitFor()
    expect(await field.textContent()).toContain('Write to {persona}.')
  },
  240_000,
)
