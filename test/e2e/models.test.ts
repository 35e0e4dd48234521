import { existsSync, mkdirSync, readdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { models } from '../../src-renderer/locales/en/models.ts'
import { writeTinyGguf } from '../support/tiny-gguf.ts'
import { lookWell } from './look.ts'
import { tempFolder } from './loom.ts'
import { openApp } from './open-app.ts'

test('an uploaded model is told in words, removed with its file, and one that is cut short leaves nothing', async () => {
  const folder = tempFolder()
  const modelsDir = join(folder, 'models')
  mkdirSync(modelsDir)
  for (const name of ['tiny.gguf', 'cut.gguf']) writeTinyGguf(join(folder, name))
  truncateSync(join(folder, 'cut.gguf'), 4000)
  const { page, problems } = await openApp('browser', join(folder, 'library'), { modelsDir })
  await page.getByRole('link', { name: 'Models' }).first().click()
  await page.getByRole('button', { name: models.add }).first().click()
  const dialog = page.getByRole('dialog')
  const upload = (name: string) => page.locator('input[type=file]').setInputFiles(join(folder, name))

  await upload('cut.gguf')
  await dialog.getByText(/the uploaded copy was deleted/).waitFor()
  expect(readdirSync(modelsDir)).toEqual([])
  expect(existsSync(join(folder, 'cut.gguf'))).toBe(true)

  await upload('tiny.gguf')
  await dialog.getByRole('heading', { name: models.dialog.facts.label }).waitFor()
  for (const fact of Object.values(models.dialog.facts)
    .filter((word) => typeof word === 'string')
    .slice(1, 8))
    await dialog.getByText(fact, { exact: true }).waitFor()
  await lookWell(page, 'models-added')
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await dialog.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: new RegExp(`^${models.remove.named('')}`) }).click()
  await dialog.getByText(join(modelsDir, 'tiny.gguf')).waitFor()
  await lookWell(page, 'models-remove-own')
  await dialog.getByRole('button', { name: /^Delete the file, / }).click()
  await page.getByText(models.emptyTitle).waitFor()
  expect(readdirSync(modelsDir)).toEqual([])
  expect(problems).toEqual([])
})

test('the desktop app uses a model where it lies: a cut one is refused, and a removed one keeps its file', async () => {
  const folder = tempFolder()
  const modelsDir = join(folder, 'models')
  mkdirSync(modelsDir)
  for (const name of ['tiny.gguf', 'cut.gguf']) writeTinyGguf(join(folder, name))
  truncateSync(join(folder, 'cut.gguf'), 4000)
  const { page, problems } = await openApp('electron', join(folder, 'library'), { modelsDir, files: folder })
  await page.getByRole('link', { name: 'Models' }).first().click()
  await page.getByRole('button', { name: models.add }).first().click()
  const dialog = page.getByRole('dialog')
  const choose = (name: string) => page.locator('input[type=file]').setInputFiles(join(folder, name))

  await choose('cut.gguf')
  await dialog.getByText(/^cut\.gguf/).waitFor()
  await choose('tiny.gguf')
  await dialog.getByRole('heading', { name: models.dialog.facts.label }).waitFor()
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await dialog.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: new RegExp(`^${models.remove.named('')}`) }).click()
  await dialog.getByText(models.remove.elsewhere).waitFor()
  await dialog.getByText(join(folder, 'tiny.gguf')).waitFor()
  await dialog.getByRole('button', { name: models.remove.forget }).click()
  await page.getByText(models.emptyTitle).waitFor()
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['cut.gguf', 'tiny.gguf']))
  expect(readdirSync(modelsDir)).toEqual([])
  expect(problems).toEqual([])
})
