// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '#contract/errors'
import type { Output } from '#contract/index'
import type { Run } from '#contract/runs'
import { common } from '../../src-renderer/locales/en/common.ts'
import { datasets } from '../../src-renderer/locales/en/datasets.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { fakeDataset, refuse } from '../support/fake-dataset.ts'
import { type Answers, showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const words = datasets.bin
const name = 'Workshop maths'

/** One dataset of twelve rows, which goes into the bin and out of it as a core would have it. */
async function libraryOf(more: Partial<Run> = {}) {
  const answers = fakeDataset(
    Array.from({ length: 12 }, (_, at) => at + 1),
    more,
  )
  let run: Run | undefined = await (answers['run.show'] as NonNullable<Answers['run.show']>)({ runId: 1 })
  const set = (change: Partial<Run>) => {
    run = run && { ...run, ...change }
  }
  Object.assign(answers, {
    'run.show': () => run ?? Promise.reject(new AppError('not-found', 'There is no dataset 1. Nothing was changed.')),
    'run.list': ({ isRemoved = false }) => ({
      runs: run && (run.removedAt !== null) === isRemoved ? [run] : [],
      next: null,
    }),
    'run.templates': () => [],
    'run.reasons': () => [],
    'app.info': () =>
      ({ runCount: run?.removedAt === null ? 1 : 0, removedRunCount: run?.removedAt ? 1 : 0 }) as Output<'app.info'>,
    'run.remove': () => set({ removedAt: 5 }),
    'run.restore': () => set({ removedAt: null }),
    'run.erase': () => {
      run = undefined
    },
  } satisfies Answers)
  return { answers, set }
}

const commandsOf = ({ asked }: ReturnType<typeof showPage>) =>
  asked
    .filter((each) => ['run.remove', 'run.restore', 'run.erase'].includes(each.name))
    .map((each) => [each.name, each.input])

test.each(['', '/rows', '/review'])(
  'at /datasets/1%s a dataset goes into the bin without a question, and the notice on the list brings it back',
  async (view) => {
    const { answers } = await libraryOf()
    const page = showPage(`/datasets/1${view}`, answers)
    fireEvent.click(await screen.findByRole('button', { name: words.putNamed(name) }))
    await screen.findByText(words.isIn(name))
    await waitFor(() => expect(window.location.hash).toBe('#/datasets'))
    await screen.findByRole('link', { name: words.link(1) })
    fireEvent.click(screen.getByRole('button', { name: words.undo }))
    await screen.findByRole('link', { name })
    expect(screen.queryByRole('link', { name: words.link(1) })).toBeNull()
    await waitFor(() => expect(screen.queryByText(words.isIn(name))).toBeNull())
    expect(commandsOf(page)).toEqual([
      ['run.remove', { runId: 1 }],
      ['run.restore', { runId: 1 }],
    ])
  },
)

test('a dataset that is being written has the button quietly off, and a press does nothing', async () => {
  const { answers } = await libraryOf({ status: 'running' })
  const page = showPage('/datasets/1', answers)
  const button = await screen.findByRole('button', { name: words.putNamed(name) })
  expect(button.getAttribute('aria-disabled')).toBe('true')
  fireEvent.mouseEnter(button)
  await screen.findByText(words.putOff)
  fireEvent.click(button)
  // Whatever it had asked for would be known by now.
  fireEvent.click(screen.getByRole('button', { name: datasets.rename.open(name) }))
  await screen.findByRole('textbox', { name: datasets.rename.label })
  expect(commandsOf(page)).toEqual([])
})

test('a refusal is told where the button is, and the dataset stays in sight', async () => {
  const { answers } = await libraryOf()
  answers['run.remove'] = refuse('Dataset 1 is being written. It stays where it is.')
  showPage('/datasets/1', answers)
  fireEvent.click(await screen.findByRole('button', { name: words.putNamed(name) }))
  await screen.findByText('Dataset 1 is being written.')
  expect(window.location.hash).toBe('#/datasets/1')
})

/** Two datasets, which go into the bin from their list; `gone` are those that lie there. */
async function libraryOfTwo() {
  const { answers } = await libraryOf()
  const one = await (answers['run.show'] as NonNullable<Answers['run.show']>)({ runId: 1 })
  const runs = [one, { ...one, id: 2, name: 'Workshop tools' }]
  const gone = new Set<number>()
  answers['run.list'] = () => ({ runs: runs.filter(({ id }) => !gone.has(id)), next: null })
  answers['run.remove'] = ({ runId }) => void gone.add(runId)
  return { answers, runs, gone }
}

test('in the list a dataset goes into the bin from its line: the list stays as it was narrowed, and the keys go on', async () => {
  const { answers } = await libraryOfTwo()
  const page = showPage('/datasets?query=workshop', answers)
  const button = await screen.findByRole('button', { name: words.putNamed(name) })
  button.focus()
  fireEvent.click(button, { detail: 0 })
  await screen.findByText(words.isIn(name))
  await waitFor(() => expect(screen.queryByRole('link', { name })).toBeNull())
  expect(document.activeElement).toBe(screen.getByRole('link', { name: 'Workshop tools' }))
  expect(window.location.hash).toBe('#/datasets?query=workshop')

  answers['run.remove'] = refuse('The library is busy. It stays in the list.')
  fireEvent.click(screen.getByRole('button', { name: words.putNamed('Workshop tools') }))
  const dialog = await screen.findByRole('dialog', { name: 'Workshop tools' })
  within(dialog).getByText('The library is busy.')
  expect(commandsOf(page)).toEqual([
    ['run.remove', { runId: 1 }],
    ['run.remove', { runId: 2 }],
  ])
})

test('in the list, U takes back what went into the bin last, one step each, and does nothing in a field', async () => {
  const { answers, runs, gone } = await libraryOfTwo()
  answers['run.restore'] = ({ runId }) => void gone.delete(runId)
  const page = showPage('/datasets?query=workshop', answers)
  const press = (key: string, more = {}) => fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more })
  for (const each of runs) {
    fireEvent.click(await screen.findByRole('button', { name: words.putNamed(each.name) }))
    const notice = await screen.findByText(words.isIn(each.name))
    within(notice).getByText('U')
  }
  screen.getByRole('searchbox', { name: datasets.search }).focus()
  press('u')
  press('z', { ctrlKey: true })
  ;(document.activeElement as HTMLElement).blur()
  press('u', { repeat: true })
  expect(commandsOf(page).map(([command]) => command)).toEqual(['run.remove', 'run.remove'])

  press('u')
  await screen.findByText(words.isBack('Workshop tools'))
  await waitFor(() => expect(screen.queryByText(words.isIn('Workshop tools'))).toBeNull())
  answers['run.restore'] = refuse('The disk is full.')
  press('z', { ctrlKey: true })
  await screen.findByText('The disk is full.')
  answers['run.restore'] = ({ runId }) => void gone.delete(runId)
  press('u')
  await screen.findByRole('link', { name })
  expect(commandsOf(page).slice(2)).toEqual([2, 1, 1].map((runId) => ['run.restore', { runId }]))
  // What another window put back is no step any more: the key is for the one before.
  for (const each of runs) {
    fireEvent.click(await screen.findByRole('button', { name: words.putNamed(each.name) }))
    await screen.findByText(words.isIn(each.name))
  }
  gone.delete(2)
  page.tell('run.removed', { runId: 2, removedAt: null })
  press('u')
  await screen.findByRole('link', { name })
  expect(commandsOf(page).at(-1)).toEqual(['run.restore', { runId: 1 }])
})

test('on another page the notice of the bin prints no key, as U takes back another step there', async () => {
  const { answers } = await libraryOf()
  const page = showPage('/datasets', answers)
  fireEvent.click(await screen.findByRole('button', { name: words.putNamed(name) }))
  const notice = await screen.findByText(words.isIn(name))
  fireEvent.click(screen.getByRole('link', { name: new RegExp(shell.places.personas) }))
  await waitFor(() => expect(within(notice).queryByText('U')).toBeNull())
  fireEvent.keyDown(document.body, { key: 'u' })
  expect(commandsOf(page)).toEqual([['run.remove', { runId: 1 }]])
})

test.each(['', '/rows', '/review'])(
  'at /datasets/1%s one that is in the bin says so in place of its views, and comes back where it is',
  async (view) => {
    const { answers } = await libraryOf({ removedAt: 5 })
    showPage(`/datasets/1${view}`, answers)
    await screen.findByRole('heading', { name: words.isIn(name) })
    expect(screen.queryByRole('navigation', { name: runWords.tabs.label })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: words.restore }))
    await screen.findByRole('navigation', { name: runWords.tabs.label })
  },
)

test('the bin lists what lies in it, asks before anything goes for good, and is empty afterwards', async () => {
  const { answers } = await libraryOf({ removedAt: 5 })
  const page = showPage('/datasets', answers)
  fireEvent.click(await screen.findByRole('link', { name: words.link(1) }))
  await screen.findByRole('link', { name })
  fireEvent.click(screen.getByRole('button', { name: words.eraseNamed(name) }))
  const dialog = await screen.findByRole('dialog', { name: words.eraseTitle(name) })
  within(dialog).getByText(words.eraseGoes(12))
  within(dialog).getByText(words.eraseStays)
  fireEvent.click(within(dialog).getByRole('button', { name: common.cancel }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(commandsOf(page)).toEqual([])
  fireEvent.click(screen.getByRole('button', { name: words.eraseNamed(name) }))
  fireEvent.click(await screen.findByRole('button', { name: words.eraseDo(12) }))
  await screen.findByText(words.emptyTitle)
  screen.getByText(words.erased(name))
  expect(commandsOf(page)).toEqual([['run.erase', { runId: 1 }]])
})

test('from the list of the bin a dataset is put back, which is said, with the way to it, until it goes there again', async () => {
  const { answers, set } = await libraryOf({ removedAt: 5 })
  const { tell } = showPage('/datasets?bin=yes', answers)
  fireEvent.click(await screen.findByRole('button', { name: words.restoreNamed(name) }))
  await screen.findByText(words.isBack(name))
  await screen.findByText(words.emptyTitle)
  set({ removedAt: 6 })
  tell('run.removed', { runId: 1, removedAt: 6 })
  await waitFor(() => expect(screen.queryByText(words.isBack(name))).toBeNull())
  fireEvent.click(await screen.findByRole('button', { name: words.restoreNamed(name) }))
  await screen.findByText(words.isBack(name))
  fireEvent.click(screen.getByRole('link', { name: words.open }))
  await screen.findByRole('navigation', { name: runWords.tabs.label })
  await waitFor(() => expect(screen.queryByText(words.isBack(name))).toBeNull())
})

test('what cannot be put back says why, and nothing says that it is back', async () => {
  const { answers } = await libraryOf({ removedAt: 5 })
  answers['run.restore'] = refuse('The library is busy. It stays in the bin.')
  showPage('/datasets?bin=yes', answers)
  fireEvent.click(await screen.findByRole('button', { name: words.restoreNamed(name) }))
  await screen.findByText('The library is busy.')
  expect(screen.queryByText(words.isBack(name))).toBeNull()
})

test('what cannot be deleted says why in the dialog, and stays in the bin', async () => {
  const { answers } = await libraryOf({ removedAt: 5 })
  answers['run.erase'] = refuse('The disk is full. Nothing was deleted.')
  showPage('/datasets?bin=yes', answers)
  fireEvent.click(await screen.findByRole('button', { name: words.eraseNamed(name) }))
  fireEvent.click(await screen.findByRole('button', { name: words.eraseDo(12) }))
  const dialog = await screen.findByRole('dialog')
  await within(dialog).findByText('The disk is full.')
  screen.getByRole('link', { name })
})

test('from its own page a dataset is deleted for good, and the list comes next', async () => {
  const { answers } = await libraryOf({ removedAt: 5 })
  showPage('/datasets/1', answers)
  fireEvent.click(await screen.findByRole('button', { name: words.erase }))
  fireEvent.click(await screen.findByRole('button', { name: words.eraseDo(12) }))
  await waitFor(() => expect(window.location.hash).toBe('#/datasets'))
  await screen.findByText(datasets.emptyTitle)
})

test('another window’s step is followed: into the bin, back, and away for good', async () => {
  const { answers, set } = await libraryOf()
  const { tell } = showPage('/datasets/1', answers)
  await screen.findByRole('navigation', { name: runWords.tabs.label })
  set({ removedAt: 5 })
  tell('run.removed', { runId: 1, removedAt: 5 })
  await screen.findByRole('heading', { name: words.isIn(name) })
  set({ removedAt: null })
  tell('run.removed', { runId: 1, removedAt: null })
  await screen.findByRole('navigation', { name: runWords.tabs.label })
  answers['run.show'] = () => Promise.reject(new AppError('not-found', 'There is no dataset 1. Nothing was changed.'))
  tell('run.erased', { runId: 1 })
  await screen.findByText('There is no dataset 1.')
})

test('once a dataset is back or gone by other means, the notice offers no undo any more', async () => {
  const { answers } = await libraryOf()
  const { tell } = showPage('/datasets/1', answers)
  fireEvent.click(await screen.findByRole('button', { name: words.putNamed(name) }))
  await screen.findByRole('button', { name: words.undo })
  tell('run.erased', { runId: 1 })
  await waitFor(() => expect(screen.queryByRole('button', { name: words.undo })).toBeNull())
})

test('where the bin cannot be read it says so, with a second try', async () => {
  const { answers } = await libraryOf()
  answers['run.list'] = refuse('The library is busy.')
  showPage('/datasets?bin=yes', answers)
  await screen.findByText('The library is busy.')
  screen.getByRole('button', { name: common.error.retry })
})

test('that rows of a deleted dataset are not out of the library yet is told, and that they are needs no word', async () => {
  const { answers } = await libraryOf()
  const page = showPage('/datasets', answers)
  await screen.findByText(name)
  page.tell('run.swept', { problem: null })
  expect(screen.queryByRole('alert')).toBeNull()
  page.tell('run.swept', { problem: 'Deleting ended unexpectedly. It goes on at the next start.' })
  await screen.findByText('Deleting ended unexpectedly. It goes on at the next start.')
})
