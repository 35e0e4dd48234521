import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { words } from '../../src-main/hosts/electron/words.ts'
import { common } from '../../src-renderer/locales/en/common.ts'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { personas } from '../../src-renderer/locales/en/personas.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { settings } from '../../src-renderer/locales/en/settings.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { templates } from '../../src-renderer/locales/en/templates.ts'
import { libraryWithRow, loom, tempFolder } from './loom.ts'
import { type Desktop, openInElectron } from './open-app.ts'

/** What a script in the page can ask, whether or not it is ours. */
type PageBridge = { request(name: string, input: unknown): Promise<{ ok: boolean; error?: { code: string } }> }

const ask = ({ page }: Desktop, name: string, input: unknown) =>
  page.evaluate(
    ([route, given]) => (window as unknown as { bridge: PageBridge }).bridge.request(route as string, given),
    [name, input],
  )
/** For what other programs may hold up. */
const slowly = { timeout: 30_000 }
const heading = ({ page }: Desktop, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const sizeOf = ({ page }: Desktop) => page.evaluate(() => ({ width: window.innerWidth, height: window.innerHeight }))
/** Waits until all has arrived that the page told before. */
const hearPage = (app: Desktop) => ask(app, 'app.info', {})
const dialogs = ({ told }: Desktop) => told.filter(({ type }) => type === 'dialog')
const answer = (app: Desktop, response: number) =>
  app.say({ type: 'answer', answer: { kind: 'message', result: { response } } })

test('closing a window at work asks: staying changes nothing, leaving pauses the dataset and keeps every row', async () => {
  const library = join(tempFolder(), 'library')
  const app = await openInElectron(library)
  const { page, told } = app
  await page.getByRole('link', { name: 'Make a dataset' }).click()
  await page.locator('#dataset-template').click()
  await page.getByRole('option', { name: /Instructions/ }).click()
  await page.getByRole('textbox', { name: newDataset.personas.count }).fill('40')
  await page.getByRole('button', { name: /^Make 40 rows/ }).click()
  await page.getByText(/^[1-9]\d* of 40 rows written/).waitFor({ timeout: 280_000 })
  await expect.poll(() => told).toContainEqual({ type: 'blocker', isOn: true })

  answer(app, 0)
  app.say({ type: 'close' })
  await expect.poll(() => dialogs(app), slowly).toHaveLength(1)
  await page.getByText(/^[1-3]\d of 40 rows written/).waitFor({ timeout: 280_000 })

  app.say({ type: 'menu', label: words.menu.pause })
  await page.getByRole('button', { name: runWords.resume }).first().waitFor({ timeout: 60_000 })
  app.say({ type: 'menu', label: words.menu.pause })
  await page.getByRole('button', { name: runWords.pause }).first().waitFor({ timeout: 60_000 })

  // A page that crashes costs nothing: the work is not done in it.
  app.say({ type: 'crash' })
  await expect.poll(() => app.findPage() !== undefined && app.findPage() !== page, slowly).toBe(true)
  await app.findPage()?.getByRole('button', { name: runWords.pause }).first().waitFor()

  answer(app, 1)
  app.say({ type: 'close' })
  await expect.poll(() => dialogs(app), slowly).toHaveLength(2)
  expect(await app.ended).toEqual([0, null])
  await expect.poll(() => told).toContainEqual({ type: 'blocker', isOn: false })

  const { out } = await loom(['runs', '--json', '--library', library])
  const [run] = JSON.parse(out.trim().split('\n').at(-1) as string)
  expect(run).toMatchObject({ status: 'paused', counts: { planned: 40 } })
  // Some may be written and wait for one that was planned before them.
  expect(run.counts.planned - run.counts.waiting).toBeGreaterThanOrEqual(10)
}, 600_000)

test('a window without work closes without a question, and the next one stands where it was', async () => {
  const library = join(tempFolder(), 'library')
  const app = await openInElectron(library, { bounds: { x: 40, y: 30, width: 1440, height: 900 } })
  await heading(app, shell.places.home)
  expect(await sizeOf(app)).toEqual({ width: 1440, height: 900 })
  app.say({ type: 'close' })
  expect(await app.ended).toEqual([0, null])
  expect(dialogs(app)).toEqual([])
  expect(JSON.parse(readFileSync(app.stateFile, 'utf8'))).toEqual({
    ...{ x: 40, y: 30, width: 1440, height: 900, isMaximised: false },
  })
})

test.each([
  ['on a screen that is gone', JSON.stringify({ x: 9000, y: 0, width: 1440, height: 900, isMaximised: false })],
  ['in a file that is damaged', '{"x": 1'],
])('a window that was %s opens at its usual size', async (_where, text) => {
  const app = await openInElectron(join(tempFolder(), 'library'), { state: text })
  await heading(app, shell.places.home)
  expect(await sizeOf(app)).toEqual({ width: 1280, height: 800 })
})

test('a second start brings the window forward and ends without one of its own', async () => {
  const app = await openInElectron(join(tempFolder(), 'library'))
  await heading(app, shell.places.home)
  const second = app.start()
  expect(await second.ended).toEqual([0, null])
  expect(second.told).toEqual([])
  await expect.poll(() => app.told, slowly).toContainEqual({ type: 'focus' })
  await heading(app, shell.places.home)
})

/** The app on a template of one's own, with a name that is not saved. */
async function openUnsaved(): Promise<Desktop> {
  const folder = tempFolder()
  const steps = [{ name: 'letter', prompt: 'Write to {persona}.' }]
  const recipe = { format: 'persona-loom/recipe@1', key: 'letters', name: 'Letters', steps }
  writeFileSync(join(folder, 'own.yaml'), JSON.stringify(recipe))
  const library = join(folder, 'library')
  expect((await loom(['templates', 'import', join(folder, 'own.yaml'), '--library', library])).code).toBe(0)
  const app = await openInElectron(library)
  await app.page.getByRole('link', { name: 'Templates' }).first().click()
  await app.page.getByRole('link', { name: /^Letters/ }).click()
  await nameField(app).fill('Long letters')
  await app.page.getByText(templates.edit.unsaved).waitFor()
  await hearPage(app)
  return app
}

const nameField = ({ page }: Desktop) => page.getByRole('textbox', { name: templates.edit.name })

test('a menu leads away from unsaved changes only when it is allowed to', async () => {
  const app = await openUnsaved()
  const { page } = app
  const press = (name: string) => page.getByRole('button', { name }).click()
  app.say({ type: 'menu', label: 'Models' })
  await press(templates.edit.stay)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await nameField(app).inputValue()).toBe('Long letters')
  expect(page.url()).toContain('#/templates/letters')

  app.say({ type: 'menu', label: 'Import personas…' })
  await press(templates.edit.leave)
  await heading(app, 'Personas')
  await page.getByRole('dialog').waitFor()
  expect(page.url()).toContain('#/personas?dialog=import')
})

test.each(['close', 'quit'] as const)('to %s with unsaved changes asks: staying keeps them', async (type) => {
  const app = await openUnsaved()
  answer(app, 0)
  app.say({ type })
  await expect.poll(() => dialogs(app), slowly).toHaveLength(1)
  expect(dialogs(app)[0]).toMatchObject({ options: { message: 'Leave without saving?', defaultId: 0, cancelId: 0 } })
  await app.page.getByRole('button', { name: templates.edit.undo }).waitFor()
  expect(await nameField(app).inputValue()).toBe('Long letters')

  answer(app, 1)
  app.say({ type })
  expect(await app.ended).toEqual([0, null])
  expect(dialogs(app)).toHaveLength(2)
})

test('nothing is asked once changes are saved, or gone with a page that crashed', async () => {
  const app = await openUnsaved()
  await app.page.getByRole('button', { name: templates.edit.save }).click()
  await app.page.getByText(templates.edit.saved, { exact: true }).waitFor()
  await hearPage(app)
  app.say({ type: 'close' })
  expect(await app.ended).toEqual([0, null])

  const other = await openUnsaved()
  other.say({ type: 'crash' })
  await expect.poll(() => other.findPage() !== undefined && other.findPage() !== other.page, slowly).toBe(true)
  await other.findPage()?.getByRole('heading', { level: 1 }).first().waitFor()
  other.say({ type: 'close' })
  expect(await other.ended).toEqual([0, null])
  expect([...dialogs(app), ...dialogs(other)]).toEqual([])
})

test('an edited persona and an edited row are asked about as well', async () => {
  const app = await openInElectron(await libraryWithRow())
  const { page } = app
  const asks = async (times: number) => {
    await hearPage(app)
    answer(app, 0)
    app.say({ type: 'close' })
    await expect.poll(() => dialogs(app), slowly).toHaveLength(times)
  }
  await page.getByRole('link', { name: 'Personas' }).first().click()
  const edit = page.getByRole('button', { name: /^Edit: / }).first()
  await edit.click()
  await page.getByRole('textbox', { name: personas.editing.label }).fill('A baker by the sea')
  await asks(1)
  // Closed without a word it is kept, and would be lost with the window.
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await asks(2)
  await edit.click()
  await page.getByRole('button', { name: personas.editing.takeBack }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await page.getByRole('link', { name: 'Datasets' }).first().click()
  await page.getByRole('link', { name: /rows/ }).first().click()
  await page.goto(page.url().replace(/\/$/, '').concat('/rows?row=1'))
  await page.getByRole('button', { name: rowsPage.detail.edit }).first().click()
  await page.getByRole('textbox', { name: rowsPage.editor.label }).fill('How much salt, and when?')
  await asks(3)
  await page.getByRole('button', { name: rowsPage.editor.cancel }).click()
  await hearPage(app)
  app.say({ type: 'close' })
  expect(await app.ended).toEqual([0, null])
  expect(dialogs(app)).toHaveLength(3)
})

test('a page can neither leave the app, nor open a window, nor read a file that nobody chose', async () => {
  const files = tempFolder()
  writeFileSync(join(files, 'private.jsonl'), '{"persona":"A secret"}\n')
  const app = await openInElectron(join(tempFolder(), 'library'), { files })
  const { page, told } = app
  await heading(app, shell.places.home)
  const leave = () => {
    window.location.href = 'http://127.0.0.1:9/steal'
  }
  await page.evaluate(leave).catch(() => {}) // The page that asked may be gone before it is answered.
  await expect.poll(() => told).toContainEqual({ type: 'stranger', url: 'http://127.0.0.1:9/steal', isStopped: true })
  await page.evaluate(() => void window.open('about:blank#other'))
  await expect.poll(() => told).toContainEqual({ type: 'stranger', url: 'about:blank#other', isStopped: true })
  await heading(app, shell.places.home)

  const refusals = [
    await ask(app, 'persona.inspect', { fileId: join(files, 'private.jsonl') }),
    await ask(app, 'persona.inspect', { fileId: 'upload:00000000-0000-4000-8000-000000000000' }),
    await ask(app, 'model.add', { fileId: '/etc/hostname' }),
    await ask(app, 'constructor', {}),
  ]
  expect(refusals.map(({ error }) => error?.code)).toEqual(['forbidden', 'not-found', 'forbidden', 'unknown-route'])
})

test('a page may copy to the clipboard and nothing more, and a page from elsewhere not even that', async () => {
  const app = await openInElectron(join(tempFolder(), 'library'))
  await heading(app, shell.places.home)
  const permissions = ['media', 'notifications', 'geolocation', 'clipboard-read', 'display-capture', 'openExternal']
  const own = 'app://loom/#/models'
  const strangers = ['https://evil.test/', 'app://loom.evil.test/', 'app://other/', 'http://app://loom/', '']
  const asked = [
    { permission: 'clipboard-sanitized-write', url: own, isAllowed: true },
    ...permissions.map((permission) => ({ permission, url: own, isAllowed: false })),
    ...strangers.map((url) => ({ permission: 'clipboard-sanitized-write', url, isAllowed: false })),
  ]
  for (const { permission, url } of asked) app.say({ type: 'permission', permission, url })
  for (const { permission, url, isAllowed } of asked) {
    const answered = { type: 'permission', permission, url, isChecked: isAllowed, isGranted: isAllowed }
    await expect.poll(() => app.told, slowly).toContainEqual(answered)
  }
})

test('what the app shows can be copied out of its window', async () => {
  const app = await openInElectron(join(tempFolder(), 'library'))
  await app.page.getByRole('link', { name: 'Settings' }).first().click()
  await app.page.getByRole('link', { name: settings.sections.folders }).click()
  await app.page.getByRole('button', { name: settings.folders.copy }).first().click()
  await app.page.getByRole('button', { name: common.copying.copied }).waitFor()
})

test('a frame inside the page gets no answer, whatever it asks', async () => {
  const app = await openInElectron(join(tempFolder(), 'library'))
  const { page } = app
  await heading(app, shell.places.home)
  await page.evaluate(() => document.body.append(document.createElement('iframe')))
  const [frame] = page.frames().slice(1)
  // What Electron itself would deliver: the way in that a page's own preload script hides from it.
  const replies = await frame?.evaluate(async () => {
    const { electronDoubleInvoke: invoke } = window as unknown as {
      electronDoubleInvoke(channel: string, args: unknown[]): Promise<{ reply: { error?: { code: string } } }>
    }
    const asked = [
      invoke('request', ['app.info', {}]),
      invoke('choose', ['/etc/hostname']),
      invoke('save', ['1']),
      invoke('save-text', ['a', 'b']),
    ]
    return (await Promise.all(asked)).map(({ reply }) => reply.error?.code)
  })
  expect(replies).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden'])
})

test('an export that cannot be written where the person wants it says so, and leaves no half file', async () => {
  const folder = tempFolder()
  const app = await openInElectron(await libraryWithRow())
  const { page } = app
  await page.getByRole('link', { name: 'Datasets' }).first().click()
  await page.getByRole('link', { name: /rows/ }).first().click()
  await page.getByRole('link', { name: runWords.export }).first().click()
  const target = join(folder, 'taken')
  mkdirSync(target)
  app.say({ type: 'answer', answer: { kind: 'save', result: { canceled: false, filePath: target } } })
  await page.getByRole('button', { name: /^Export 1 row/ }).click()
  await page.getByText(/could not be written/).waitFor()
  await page.getByText(/Choose another place/).waitFor()
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  expect(existsSync(target)).toBe(true)
})
