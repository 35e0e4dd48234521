// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { ExportedFile } from '#contract/exports'
import type { Output } from '#contract/index'
import type { Progress, Run, RunCounts } from '#contract/runs'
import { datasets } from '../../src-renderer/locales/en/datasets.ts'
import { exporting } from '../../src-renderer/locales/en/export.ts'
import { run as words } from '../../src-renderer/locales/en/run.ts'
import { fakeDataset, refuse } from '../support/fake-dataset.ts'
import { type Answers, showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const now = Date.now()
const longAgo = new Date(2024, 10, 25).getTime()
const exported: NonNullable<Run['exported']> = {
  ...{ count: 1, rows: 2, fileName: 'rows.jsonl', madeAt: now, isCurrent: true },
}

const fileOf = (id: number, more: Partial<ExportedFile> = {}): ExportedFile => ({
  ...{ id, path: `/library/exports/rows-${id}.jsonl`, fileName: `rows-${id}.jsonl`, rows: 2, leftOut: 0 },
  ...{ sizeBytes: 1, sha256: '', shape: 'messages', format: 'jsonl', pack: false, narrowed: {} },
  ...{ madeAt: longAgo, isCurrent: true, standing: 'there', ...more },
})

async function showList(more: Partial<Run>) {
  const run = await (fakeDataset([1, 2], more)['run.show'] as NonNullable<Answers['run.show']>)({ runId: 1 })
  return showPage('/datasets', {
    'app.info': () => ({ runCount: 1 }) as Output<'app.info'>,
    'run.templates': () => [],
    'run.list': () => ({ runs: [run], next: null }),
  })
}

test('the list of datasets says how many rows were edited, beside what was overruled', async () => {
  await showList({ edited: 3, overruled: { discarded: 1, kept: 0, keptFrom: {} } })
  await screen.findByText('1 discarded, 3 edited')
  expect(screen.queryByText(/^Exported/)).toBeNull()
})

test('the list of datasets says when each was exported, and that rows changed since as soon as one does', async () => {
  const { tell } = await showList({ exported })
  await screen.findByText('Exported today')
  tell('row.judged', {
    ...{ runId: 1, overruled: { discarded: 1, kept: 0, keptFrom: {} }, edited: 0 },
    exported: { ...exported, isCurrent: false },
  })
  await screen.findByText('Exported today, changed since')
})

test('a day of another year is named with its year', async () => {
  await showList({ exported: { ...exported, madeAt: longAgo } })
  await screen.findByText(datasets.exported('Nov 25, 2024', true, 1))
})

const counts: RunCounts = {
  ...{ planned: 2, waiting: 0, running: 1, accepted: 1, rejected: 0, duplicate: 0, failed: 0, cancelled: 0 },
}
const beat: Omit<Progress, 'tokens'> = {
  ...{ runId: 1, status: 'running', counts, written: 1, hasBegun: true, parallel: 1, wantedParallel: null },
  ...{ seconds: 1, tokensPerSecond: null, rowsPerMinute: null, eta: null },
}

test('a row that is written makes the file old at once, and a beat in which nothing was written does not', async () => {
  const { tell } = await showList({ exported, tokens: 40, status: 'running', counts })
  await screen.findByText('Exported today')
  tell('run.progress', { ...beat, tokens: 40 })
  await new Promise((resolve) => setTimeout(resolve, 50))
  screen.getByText('Exported today')
  tell('run.progress', { ...beat, tokens: 80 })
  await screen.findByText('Exported today, changed since')
})

async function showCard(files: ExportedFile[], more: Partial<Run> = {}) {
  const answers = fakeDataset([1, 2], { exported, ...more })
  answers['export.list'] = () => files
  const page = showPage('/datasets/1', answers)
  const card = within(await screen.findByRole('region', { name: words.exported.title }))
  return { ...page, answers, card }
}

test('a dataset tells of each file what it is, with the words of the export, and copies its path', async () => {
  const copied: string[] = []
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text: string) => void copied.push(text) },
  })
  const { card } = await showCard([fileOf(2), fileOf(1, { shape: 'seed', rows: 1, narrowed: { query: 'tar' } })])
  await card.findByText('rows-2.jsonl')
  card.getByText(`2 rows as “${exporting.shapes.messages}”`)
  card.getByText(`1 row found by filters, as “${exporting.shapes.seed}”`)
  expect(card.getAllByText('Nov 25, 2024')).toHaveLength(2)
  expect(card.queryByText(/older than/)).toBeNull()
  fireEvent.click(card.getByRole('button', { name: words.exported.copyOf('rows-1.jsonl') }))
  await waitFor(() => expect(copied).toEqual(['/library/exports/rows-1.jsonl']))
})

test.each([
  [['old'], /after this file was written. Export again/],
  [['current', 'old'], /after one of these files was written/],
  [['old', 'current', 'old'], /after some of these files were written/],
])('of the files %s those that rows changed since say so, and one line what to do', async (ages, line) => {
  const files = ages.map((age, at) => fileOf(9 - at, { isCurrent: age === 'current' }))
  const { card } = await showCard(files, { exported: { ...exported, isCurrent: false } })
  await card.findByText(line)
  const told = card.getAllByRole('listitem').map(({ textContent }) => /older than/.test(textContent))
  expect(told).toEqual(ages.map((age) => age === 'old'))
})

test('old files that are gone or were written over are not called old, nor are they missed', async () => {
  const isCurrent = false
  const { card } = await showCard([
    fileOf(2, { standing: 'gone', isCurrent }),
    fileOf(1, { standing: 'replaced', isCurrent }),
  ])
  await card.findByText('rows-2.jsonl')
  expect(card.queryByText(/older than/)).toBeNull()
})

test('a file grows old in sight: as soon as a row is judged, and as soon as one is written', async () => {
  const { tell, answers, card } = await showCard([fileOf(1)], { status: 'paused', tokens: 40 })
  await card.findByText('rows-1.jsonl')
  answers['export.list'] = () => [fileOf(1, { isCurrent: false })]
  const handling = { overruled: { discarded: 1, kept: 0, keptFrom: {} }, edited: 0, exported }
  tell('row.judged', { runId: 1, ...handling })
  await card.findByText('Nov 25, 2024, older than the last changes')
  answers['export.list'] = () => [fileOf(1)]
  tell('row.judged', { runId: 1, ...handling })
  await card.findByText('Nov 25, 2024')
  tell('run.progress', { ...beat, tokens: 80 })
  await card.findByText('Nov 25, 2024, older than the last changes')
})

test('of several files the list of datasets says that one is out of date, not that the newest is', async () => {
  await showList({ exported: { ...exported, count: 2, isCurrent: false } })
  await screen.findByText('Exported today, a file is out of date')
})

test('a file that is gone or was written over says so, and its path is not offered', async () => {
  const { card } = await showCard([fileOf(2, { standing: 'gone' }), fileOf(1, { standing: 'replaced' })])
  await card.findByText('Nov 25, 2024, no longer where it was written')
  card.getByText('Nov 25, 2024, written over since')
  expect(card.queryByRole('button')).toBeNull()
})

test('three files are shown, and the earlier ones when they are asked for', async () => {
  const { card } = await showCard([5, 4, 3, 2, 1].map((id) => fileOf(id)))
  await card.findByText('rows-3.jsonl')
  expect(card.queryByText('rows-2.jsonl')).toBeNull()
  fireEvent.click(card.getByRole('button', { name: words.exported.earlier(2) }))
  card.getByText('rows-1.jsonl')
  expect(card.queryByRole('button', { name: words.exported.earlier(2) })).toBeNull()
})

test('a dataset that was never exported has no card and asks for no files; the first export brings it', async () => {
  const answers = fakeDataset([1, 2])
  answers['export.list'] = () => [fileOf(1)]
  const { asked, tell } = showPage('/datasets/1', answers)
  await screen.findByRole('heading', { name: words.newest.title })
  expect(screen.queryByRole('region', { name: words.exported.title })).toBeNull()
  expect(asked.some(({ name }) => name === 'export.list')).toBe(false)

  Object.assign(answers, fakeDataset([1, 2], { exported }))
  const problem = { code: 'disk-full', message: 'The disk is full.' }
  tell('export.done', { exportId: 'a', result: null, problem })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(screen.queryByRole('region', { name: words.exported.title })).toBeNull()
  const result = {
    ...{ exportId: 'b', path: '/a', fileName: 'a', rows: 2, leftOut: 0 },
    ...{ sizeBytes: 1, sha256: '', guardedCells: 0 },
  }
  tell('export.done', { exportId: 'b', result, problem: null })
  await screen.findByText('rows-1.jsonl')
})

test('files that cannot be read say why, and the rest of the page stays', async () => {
  const answers = fakeDataset([1, 2], { exported })
  answers['export.list'] = refuse('The disk is full.')
  showPage('/datasets/1', answers)
  await screen.findByText('The disk is full.')
  screen.getByRole('heading', { name: words.newest.title })
})
