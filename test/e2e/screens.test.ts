import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { common } from '../../src-renderer/locales/en/common.ts'
import { exporting } from '../../src-renderer/locales/en/export.ts'
import { models } from '../../src-renderer/locales/en/models.ts'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { personas } from '../../src-renderer/locales/en/personas.ts'
import { review } from '../../src-renderer/locales/en/review.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { settings } from '../../src-renderer/locales/en/settings.ts'
import { templates } from '../../src-renderer/locales/en/templates.ts'
import { loom, tempFolder } from './loom.ts'
import { type OpenApp, openApp } from './open-app.ts'
import { click, type Screen, sees, visit } from './visit.ts'

const rowCount = 400

const screens: Screen[] = [
  { name: 'home', path: '/' },
  { name: 'personas', path: '/personas' },
  { name: 'personas-none', path: '/personas?query=xylophonist', act: (page) => sees(page, personas.nothingTitle) },
  { name: 'personas-selections-empty', path: '/personas?view=selections' },
  { name: 'personas-import', path: '/personas?dialog=import' },
  { name: 'personas-add', path: '/personas?dialog=add' },
  { name: 'personas-save', path: '/personas', act: (page) => click(page, personas.save) },
  {
    name: 'personas-filtered',
    path: '/personas?language=en&length=long&used=no&query=a',
    act: (page) => sees(page, personas.chips.language('English')),
  },
  {
    name: 'personas-none-archived',
    path: '/personas?archived=yes&language=de',
    act: (page) => sees(page, personas.noneArchivedTitle),
  },
  {
    name: 'personas-chosen',
    path: '/personas',
    act: async (page) => {
      await page
        .getByRole('checkbox', { name: personas.choose('') })
        .first()
        .click()
      await page.keyboard.press('Control+a')
      await sees(page, personas.chosen.archive(900))
    },
  },
  {
    name: 'personas-edit',
    path: '/personas',
    act: async (page) => {
      await click(page, new RegExp(`^${personas.edit('')}`))
      await page.getByRole('textbox', { name: personas.editing.label }).waitFor()
    },
  },
  { name: 'personas-facets-failure', path: '/personas', answers: { route: 'persona.facets', as: 'failure' } },
  { name: 'personas-failure', path: '/personas', answers: { route: 'persona.page', as: 'failure' } },
  { name: 'personas-info-failure', path: '/personas', answers: { route: 'app.info', as: 'failure' } },
  { name: 'personas-loading', path: '/personas', answers: { route: 'persona.page', as: 'silence' } },
  { name: 'templates', path: '/templates' },
  { name: 'templates-loading', path: '/templates', answers: { route: 'template.list', as: 'silence' } },
  { name: 'templates-failure', path: '/templates', answers: { route: 'template.list', as: 'failure' } },
  { name: 'template-new', path: '/templates', act: (page) => click(page, templates.new) },
  { name: 'template-draft', path: '/templates', act: (page) => click(page, templates.draft.open) },
  { name: 'template-built-in', path: '/templates/instruction', act: (page) => sees(page, templates.examplesTitle) },
  {
    name: 'template-models-failure',
    path: '/templates/tool',
    answers: { route: 'model.list', as: 'failure' },
  },
  { name: 'template-json', path: '/templates/tool', act: (page) => sees(page, templates.examplesTitle) },
  {
    name: 'template-copy',
    path: '/templates/questions',
    act: async (page) => {
      await page.getByRole('button', { name: templates.edit.original }).waitFor()
      await sees(page, templates.examplesTitle)
    },
  },
  { name: 'datasets', path: '/datasets' },
  { name: 'datasets-loading', path: '/datasets', answers: { route: 'run.list', as: 'silence' } },
  { name: 'datasets-failure', path: '/datasets', answers: { route: 'run.list', as: 'failure' } },
  { name: 'new-dataset', path: '/datasets/new' },
  {
    name: 'new-dataset-advanced',
    path: '/datasets/new?template=npc',
    act: (page) => page.locator('summary', { hasText: newDataset.advanced.title }).first().click(),
  },
  {
    name: 'new-dataset-own-world',
    path: '/datasets/new?template=npc',
    async act(page) {
      await page.getByRole('combobox', { name: 'Game world' }).or(page.locator('#variable-world')).first().click()
      await page.getByRole('option', { name: newDataset.variables.own }).click()
      await page.getByLabel(newDataset.variables.ownOf('Game world')).waitFor()
    },
  },
  {
    name: 'new-dataset-template-failure',
    path: '/datasets/new?template=npc',
    answers: { route: 'template.show', as: 'failure' },
  },
  { name: 'new-dataset-no-persona', path: '/datasets/new?query=xylophonist' },
  { name: 'new-dataset-failure', path: '/datasets/new', answers: { route: 'model.list', as: 'failure' } },
  { name: 'new-dataset-lists-failure', path: '/datasets/new', answers: { route: 'selection.list', as: 'failure' } },
  { name: 'new-dataset-loading', path: '/datasets/new', answers: { route: 'model.list', as: 'silence' } },
  { name: 'run-imported', path: '/datasets/1' },
  { name: 'run-failure', path: '/datasets/1', answers: { route: 'run.show', as: 'failure' } },
  { name: 'run-loading', path: '/datasets/1', answers: { route: 'run.show', as: 'silence' } },
  {
    name: 'run-unknown',
    path: '/datasets/99',
    act: async (page) => {
      await sees(page, 'There is no dataset 99 in this library.')
      await page.getByRole('button', { name: runWords.unknownAction }).waitFor()
    },
  },
  { name: 'rows', path: '/datasets/1/rows', act: (page) => sees(page, /Question 1:/) },
  {
    name: 'rows-open',
    path: '/datasets/1/rows',
    act: async (page) => {
      await page
        .getByText(/Question 3:/)
        .first()
        .click()
      await sees(page, rowsPage.detail.title(3))
    },
  },
  { name: 'review', path: '/datasets/1/review', act: (page) => sees(page, /Question 1:/) },
  { name: 'review-none', path: '/datasets/1/review?queue=duplicate', act: (page) => sees(page, review.emptyTitle) },
  { name: 'review-unknown', path: '/datasets/99/review' },
  { name: 'review-failure', path: '/datasets/1/review', answers: { route: 'row.page', as: 'failure' } },
  { name: 'review-queues-failure', path: '/datasets/1/review', answers: { route: 'row.tally', as: 'failure' } },
  { name: 'review-loading', path: '/datasets/1/review', answers: { route: 'row.page', as: 'silence' } },
  {
    name: 'review-similar',
    path: '/datasets/1/review',
    act: async (page) => {
      await sees(page, /Question 1:/)
      await page.keyboard.press('f')
      await sees(page, /of the words are shared/)
    },
  },
  { name: 'rows-none', path: '/datasets/1/rows?query=xylophonist', act: (page) => sees(page, rowsPage.nothingTitle) },
  { name: 'rows-failure', path: '/datasets/1/rows', answers: { route: 'row.page', as: 'failure' } },
  { name: 'rows-loading', path: '/datasets/1/rows', answers: { route: 'row.page', as: 'silence' } },
  { name: 'export', path: '/datasets/1?dialog=export', act: (page) => sees(page, exporting.preview) },
  {
    name: 'export-parquet-pack',
    path: '/datasets/1?dialog=export',
    act: async (page) => {
      await page.getByRole('radio', { name: exporting.shapes.messages }).check()
      await page.getByText(exporting.formats.parquet, { exact: true }).click()
      await page.getByRole('checkbox', { name: exporting.pack }).check()
    },
  },
  {
    name: 'export-failure',
    path: '/datasets/1?dialog=export',
    answers: { route: 'export.preview', as: 'failure' },
  },
  {
    name: 'export-loading',
    path: '/datasets/1?dialog=export',
    answers: { route: 'export.preview', as: 'silence' },
  },
  { name: 'models', path: '/models', act: (page) => sees(page, /SmolLM2/) },
  { name: 'models-add', path: '/models', act: (page) => click(page, models.add) },
  { name: 'models-remove', path: '/models', act: (page) => click(page, /^Remove SmolLM2/) },
  { name: 'models-stronger-failure', path: '/models', answers: { route: 'model.suggestions', as: 'failure' } },
  { name: 'home-another-failure', path: '/', answers: { route: 'template.list', as: 'failure' } },
  { name: 'home-computer-failure', path: '/', answers: { route: 'model.list', as: 'failure' } },
  { name: 'models-loading', path: '/models', answers: { route: 'model.list', as: 'silence' } },
  { name: 'models-failure', path: '/models', answers: { route: 'model.list', as: 'failure' } },
  ...(['look', 'work', 'folders', 'computer', 'network', 'about'] as const).map((section) => ({
    ...{ name: `settings-${section}`, path: `/settings?section=${section}` },
    act: (page: Page) => sees(page, settings.sections[section]),
  })),
  { name: 'no-such-page', path: '/nowhere', act: (page) => sees(page, common.error.notFoundTitle) },
  { name: 'palette', path: '/', act: (page) => page.keyboard.press('Control+k') },
]

/** Somebody who has just begun, without a model. */
const bareScreens: Screen[] = [
  { name: 'bare-home', path: '/' },
  { name: 'bare-home-failure', path: '/', answers: { route: 'model.list', as: 'failure' } },
  { name: 'bare-datasets', path: '/datasets' },
  { name: 'bare-models', path: '/models', act: (page) => sees(page, models.emptyTitle) },
  { name: 'bare-new-dataset', path: '/datasets/new', act: (page) => sees(page, newDataset.model.none) },
]

async function fullLibrary(): Promise<string> {
  const folder = tempFolder()
  const rows = Array.from({ length: rowCount }, (_, at) => ({
    prompt: `Write question ${at + 1}.`,
    'input persona': `A ${at % 2 ? 'baker in Lyon who gets up at three' : 'sailor on a ferry to Bergen'}, number ${at + 1}`,
    finish_reason: at % 9 === 8 ? 'length' : 'stop',
    'synthesized text': `Question ${at + 1}: how much salt is in ${at + 2} loaves, if each takes ${at % 7} grams more?`,
  }))
  writeFileSync(join(folder, 'questions.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const library = join(folder, 'library')
  await loom(['import', join(folder, 'questions.jsonl'), '--rows', '--library', library])
  const copy = { format: 'persona-loom/recipe@1', key: 'questions', origin: 'instruction', name: 'Questions' }
  const steps = [{ name: 'question', prompt: 'Write a question for {persona}.' }]
  writeFileSync(join(folder, 'questions.yaml'), JSON.stringify({ ...copy, steps }))
  await loom(['templates', 'import', join(folder, 'questions.yaml'), '--library', library])
  return library
}

async function visitAll(app: OpenApp, these: readonly Screen[]): Promise<string[]> {
  const problems: string[] = []
  for (const screen of these) problems.push(...(await visit(app, screen)))
  return problems
}

test('every screen in its states is free of axe violations, fits from 80 to 200 %, and shows the focus', async () => {
  // Much of a visit is waiting: two apps beside each other take little more than half as long.
  const apps = [await openApp('browser', await fullLibrary()), await openApp('browser', await fullLibrary())]
  const problems = await Promise.all(
    apps.map((app, turn) =>
      visitAll(
        app,
        screens.filter((_, at) => at % apps.length === turn),
      ),
    ),
  )
  expect(problems.flat()).toEqual([])
  for (const { strangers } of apps) expect(strangers).toEqual([])
}, 900_000)

test('so is every screen of somebody who has just begun and has no model', async () => {
  const folder = tempFolder()
  mkdirSync(join(folder, 'models'))
  const app = await openApp('browser', join(folder, 'library'), { modelsDir: join(folder, 'models') })
  expect(await visitAll(app, bareScreens)).toEqual([])
}, 300_000)
