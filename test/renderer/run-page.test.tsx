// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { Reason, Run, RunCounts, RunStatus } from '#contract/runs'
import { usualSampling } from '#contract/sampling'
import { common } from '../../src-renderer/locales/en/common.ts'
import { datasets } from '../../src-renderer/locales/en/datasets.ts'
import { format } from '../../src-renderer/locales/en/format.ts'
import { personas } from '../../src-renderer/locales/en/personas.ts'
import { reasons } from '../../src-renderer/locales/en/reasons.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { run as words } from '../../src-renderer/locales/en/run.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { fakeDataset, fakeRow, refuse } from '../support/fake-dataset.ts'
import { showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const counts: RunCounts = {
  ...{ planned: 3, waiting: 0, running: 0, accepted: 2, rejected: 1, duplicate: 0, failed: 0, cancelled: 0 },
}

const threeBegun: RunCounts = { ...counts, waiting: 0, running: 3, accepted: 0, rejected: 0 }

const rates = { tokensPerSecond: null, rowsPerMinute: null, eta: null }

test('newest rows that cannot be read are not told to be none', async () => {
  const answers = fakeDataset([1, 2])
  const read = answers['row.newest']
  let refuseIt: () => void = () => undefined
  const untilRefused = new Promise<void>((resolve) => {
    refuseIt = resolve
  })
  answers['row.newest'] = async (input) => {
    await untilRefused.then(refuse('The rows cannot be read.'))
    return read?.(input) as never
  }
  showPage('/datasets/1', answers)
  await screen.findByRole('listbox', { name: words.cloth.label })
  screen.getByRole('heading', { name: words.newest.title })
  expect(screen.queryByText(words.newest.none)).toBeNull()
  refuseIt()
  await screen.findByText('The rows cannot be read.')
  expect(screen.queryByText(words.newest.none)).toBeNull()

  Object.assign(answers, { 'row.newest': read })
  fireEvent.click(screen.getByRole('button', { name: common.error.retry }))
  await screen.findByRole('link', { name: 'Question 2?' })
})

test('newest rows that the keyboard holds stand still when the mouse leaves them', async () => {
  const { tell } = showPage('/datasets/1', fakeDataset([1, 2], { status: 'running' }))
  const link = await screen.findByRole('link', { name: 'Question 2?' })
  const list = link.closest('ul') as HTMLElement
  fireEvent.mouseEnter(list)
  link.focus()
  fireEvent.mouseLeave(list)
  tell('row.changed', fakeRow(3))
  await screen.findByText(words.newest.waiting(1))
  expect(screen.queryByRole('link', { name: 'Question 3?' })).toBeNull()
  link.blur()
  await screen.findByRole('link', { name: 'Question 3?' })
  fireEvent.mouseEnter(list)
  tell('row.changed', fakeRow(4))
  await screen.findByText(words.newest.waiting(1))
  fireEvent.mouseLeave(list)
  await screen.findByRole('link', { name: 'Question 4?' })
})

test('A and R judge the newest row that is marked: under the mouse or with the focus, and are printed only then', async () => {
  const { asked } = showPage('/datasets/1', fakeDataset([1, 2, 3]))
  const line = async (id: number) =>
    (await screen.findByRole('link', { name: `Question ${id}?` })).closest('li') as HTMLElement
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
  const point = (at: HTMLElement, movementX = 1) => fireEvent.mouseMove(at, { movementX })
  const marked = () =>
    [...document.querySelectorAll<HTMLElement>('[data-marked="true"]')].map(({ dataset }) => dataset['row'])
  const printed = () => screen.getByText(words.newest.keeps, { exact: false }).style.visibility !== 'hidden'
  const judged = () => asked.filter(({ name }) => name === 'row.judge').map(({ input }) => input)
  const first = await line(3)
  let seen: Element | null = first
  Object.defineProperty(document, 'elementFromPoint', { configurable: true, value: () => seen })
  expect(printed()).toBe(false)
  press('r')

  point(first)
  expect([marked(), printed()]).toEqual([['3'], true])
  press('r')
  await waitFor(() => expect(judged()).toEqual([{ rowId: 3, verdict: 'discarded' }]))

  // The list slid under a mouse that rests: what it shows there now was not chosen.
  fireEvent.mouseOver(await line(2))
  expect([marked(), printed()]).toEqual([[], false])
  press('r')

  const focused = await line(1)
  act(() => focused.querySelector('a')?.focus())
  expect(marked()).toEqual(['1'])
  // Scrolled away it is shown again first.
  seen = null
  const shown = vi.spyOn(focused, 'scrollIntoView')
  press('a')
  expect(shown).toHaveBeenCalledTimes(1)
  seen = focused
  press('a')
  await waitFor(() => expect(judged()).toHaveLength(2))
  expect(judged()[1]).toEqual({ rowId: 1, verdict: 'kept' })
  point(await line(2))
  expect(marked()).toEqual(['2'])
  fireEvent.mouseLeave(first.parentElement as HTMLElement)
  expect(marked()).toEqual(['1'])
  act(() => focused.querySelector('a')?.blur())
  expect(marked()).toEqual([])
  press('a')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(judged()).toHaveLength(2)
})

test('rows to be made again that cannot be counted are no reason to be silent about them', async () => {
  const answers = fakeDataset([1, 2, 3], { counts })
  answers['row.tally'] = refuse('The rows cannot be counted.')
  showPage('/datasets/1', answers)
  await screen.findByText('The rows cannot be counted.')
  answers['row.tally'] = () => [{ state: 'rejected', verdict: null, edited: false, count: 1 }]
  fireEvent.click(screen.getByRole('button', { name: common.error.retry }))
  await screen.findByRole('button', { name: words.retryOne })
  await waitFor(() => expect(screen.queryByText('The rows cannot be counted.')).toBeNull())
})

test('what a person decided stands beside the counts, and as soon as it is decided', async () => {
  const answers = fakeDataset([1, 2, 3], { counts })
  const good = { state: 'accepted', edited: false } as const
  const bad = { state: 'rejected', edited: false, count: 1 } as const
  answers['row.tally'] = () => [
    { ...good, verdict: null, count: 2 },
    { ...bad, verdict: null },
  ]
  const { tell } = showPage('/datasets/1', answers)
  await screen.findByText(words.finished(2, 3, 0))
  expect(screen.queryByText(/by you/)).toBeNull()
  answers['row.tally'] = () => [
    { ...good, verdict: null, count: 1 },
    { ...good, verdict: 'discarded', count: 1 },
    { ...bad, verdict: 'kept' },
  ]
  tell('row.judged', {
    runId: 1,
    overruled: { discarded: 1, kept: 1, keptFrom: { rejected: 1 } },
    edited: 0,
    exported: null,
  })
  await screen.findByText(words.handled(1, 0))
  screen.getByText('Finished: 2 of 3 rows passed the checks, 1 of them discarded by you')
  screen.getByRole('img', { name: /^2 ready, 1 discarded by you, 0 rejected, / })
  // Of those that passed, one is discarded: no number of this page that leaves it out may be called so.
  const legend = Array.from(document.querySelectorAll('section[aria-labelledby="progress"] li'), (entry) =>
    entry.textContent?.trim(),
  )
  expect(legend.slice(0, 3)).toEqual(['Ready 2', 'Discarded by you 1', 'Rejected 0'])
  screen.getByText(common.run.finishedLeftOut(1))
})

test('the picture of all rows shows a discarded row no longer as accepted, and one that was kept as such', async () => {
  const answers = fakeDataset([1, 2, 3], { counts })
  const rows = [
    fakeRow(1),
    fakeRow(2, { verdict: 'discarded' }),
    fakeRow(3, { state: 'rejected', reasons: ['too-short'], verdict: 'kept' }),
  ]
  answers['row.page'] = () => ({ rows, next: null })
  showPage('/datasets/1', answers)
  const drawn = async (name: string) => (await screen.findByRole('option', { name })).dataset['state']
  expect(await drawn(words.cloth.cell(1, common.state.accepted))).toBe('accepted')
  expect(await drawn(words.cloth.cell(2, common.state.accepted, rowsPage.verdict.discarded))).toBe('discarded')
  expect(await drawn(words.cloth.cell(3, common.state.rejected, rowsPage.verdict.kept))).toBe('accepted')
})

test('tokens are told with the first finished row, and time as it goes', async () => {
  const { planned } = counts
  const begun = { ...counts, waiting: planned - 1, running: 1, accepted: 0, rejected: 0 }
  const atOnce = { parallel: 1, wantedParallel: null }
  const standing = { status: 'running', counts: begun, tokens: 0, seconds: 0, ...atOnce } as const
  const { tell } = showPage('/datasets/1', fakeDataset([1], standing))
  await screen.findByText(words.recipe.writtenLater)
  tell('run.progress', { ...standing, ...rates, runId: 1, written: 0, hasBegun: true, seconds: 20 })
  await screen.findByText(format.duration(20))
  screen.getByText(words.recipe.writtenLater)
  tell('run.progress', { ...standing, ...rates, runId: 1, written: 1, hasBegun: true, tokens: 50, seconds: 21 })
  await screen.findByText(words.recipe.tokens(50))
})

test('the longest answer is told as the form tells it, in words with the tokens behind', async () => {
  showPage('/datasets/1', fakeDataset([1], { sampling: { ...usualSampling, maxTokens: 2048 } }))
  await screen.findByText(common.answerRoom(1500, 2048))
})

test('what a dataset was made of tells its personas and the texts that were given', async () => {
  const answers = fakeDataset([1, 2])
  const text = `A town on a hill.\n\n${'Nobody there has a clock. '.repeat(20)}`.trim()
  answers['run.recipe'] = () => ({
    personas: { count: 2, sourceId: 4, query: 'nurse' },
    listName: 'my people',
    variables: [
      { label: 'Game world', choice: null, text },
      { label: 'Tone', choice: 'calm', text: '' },
    ],
  })
  showPage('/datasets/1', answers)
  const value = (name: string) => screen.getByText(name, { selector: 'dt' }).nextElementSibling as HTMLElement
  await screen.findByText('Game world')
  expect(value(words.recipe.personas).textContent).toBe(`my people, ${personas.chips.words('nurse')}, first 2`)
  expect(value('Tone').textContent).toBe('calm')
  const world = within(value('Game world'))
  expect(world.getByText(/…$/).textContent).toMatch(/^A town on a hill. ↵ Nobody/)
  expect(world.getByText(/clock\.$/).textContent).toBe(text)
})

test('rows at once that memory is not free for when a run goes on are told as soon as it does', async () => {
  const standing = { status: 'running', counts, tokens: 0, seconds: 0, parallel: 4, wantedParallel: null } as const
  const { tell } = showPage('/datasets/1', fakeDataset([1], standing))
  await screen.findByText(words.recipe.begun)
  const fewer = { parallel: 2, wantedParallel: 4 }
  tell('run.progress', { ...standing, ...rates, ...fewer, runId: 1, written: 0, hasBegun: false })
  await screen.findByText(words.recipe.parallelFewer(2, 4))
})

test('that the model is being loaded is said until the first words come', async () => {
  const begun = { ...counts, waiting: 2, running: 1, accepted: 0, rejected: 0 }
  const standing = {
    status: 'running',
    counts: begun,
    tokens: 0,
    seconds: 0,
    parallel: 1,
    wantedParallel: null,
  } as const
  const { tell } = showPage('/datasets/1', fakeDataset([1], standing))
  await screen.findByText(new RegExp(shell.island.leftUnknown))
  tell('run.progress', { ...standing, ...rates, runId: 1, written: 0, hasBegun: false })
  await screen.findByText(new RegExp(common.loadingModel))
  expect(screen.queryByText(new RegExp(shell.island.leftUnknown))).toBeNull()
  tell('run.progress', { ...standing, ...rates, runId: 1, written: 0, hasBegun: true })
  await screen.findByText(new RegExp(shell.island.leftUnknown))
  expect(screen.queryByText(new RegExp(common.loadingModel))).toBeNull()
})

test('a row that is written and in line looks other than one that is being written, and the legend tells both all along', async () => {
  const counts = { planned: 3, waiting: 3, running: 0, accepted: 0, rejected: 0, duplicate: 0, failed: 0, cancelled: 0 }
  const standing = { status: 'running', tokens: 0, seconds: 0, parallel: 2, wantedParallel: null } as const
  const answers = fakeDataset([1, 2, 3], { ...standing, counts })
  const rows = [
    fakeRow(1, { state: 'waiting', finishReason: null }),
    fakeRow(2, { state: 'waiting', finishReason: null }),
    // Known from an earlier sitting.
    fakeRow(3, { state: 'running' }),
  ]
  answers['row.page'] = ({ states }) => ({ rows: states ? [] : rows, next: null })
  const { tell } = showPage('/datasets/1', answers)
  const cell = (number: number, state: 'running' | 'held' | 'accepted') =>
    screen.findByRole('option', { name: words.cloth.cell(number, common.state[state]) })
  const legend = () =>
    Array.from(document.querySelectorAll('section[aria-labelledby="progress"] li'), (entry) => ({
      word: entry.firstChild?.nextSibling?.textContent,
      sign: entry.querySelector('svg')?.innerHTML,
      room: entry.querySelector('b')?.style.minWidth,
    }))
  await cell(3, 'held')
  const before = legend()
  const { held } = common.readyState
  expect(before.map(({ word }) => word)).toEqual(expect.arrayContaining([held, common.state.running]))
  expect(new Set(before.map(({ sign }) => sign)).size).toBe(before.length)
  expect(new Set(before.map(({ room }) => room))).toEqual(new Set(['1ch']))

  const piece = { persona: 'A baker', text: 'Once' }
  tell('row.delta', { runId: 1, rows: [1, 2].map((rowId) => ({ ...piece, rowId, position: rowId - 1 })) })
  await cell(2, 'running')
  tell('row.written', { runId: 1, rowId: 2 })
  await cell(2, 'held')
  await cell(1, 'running')
  const moved = { ...counts, waiting: 0, running: 3 }
  tell('run.progress', { ...standing, ...rates, counts: moved, runId: 1, written: 2, hasBegun: true })
  await screen.findByText(words.written(2, 3), { exact: false })
  expect(legend()).toEqual(before)
  tell('row.changed', fakeRow(2))
  await cell(2, 'accepted')
})

function goTo(place: string): void {
  act(() => {
    window.location.hash = place
    window.dispatchEvent(new PopStateEvent('popstate'))
  })
}

test('a row that was written while another page was looked at stands in line on the way back, here and among the rows', async () => {
  const counts = { planned: 2, waiting: 2, running: 0, accepted: 0, rejected: 0, duplicate: 0, failed: 0, cancelled: 0 }
  const answers = fakeDataset([1, 2], { status: 'running', counts, tokens: 0, seconds: 0, parallel: 2 })
  const rows = [1, 2].map((id) => fakeRow(id, { state: 'waiting', finishReason: null }))
  answers['row.page'] = ({ states }) => ({ rows: states ? [] : rows, next: null })
  const { tell } = showPage('/datasets/1', answers)
  const cell = (number: number, state: 'waiting' | 'held') =>
    screen.findByRole('option', { name: words.cloth.cell(number, common.state[state]) })
  await cell(2, 'waiting')
  goTo('/settings')
  await waitFor(() => expect(screen.queryByRole('listbox', { name: words.cloth.label })).toBeNull())
  tell('row.written', { runId: 1, rowId: 2 })
  // The page of rows that is here stays good for a while, and is not asked for again.
  await new Promise((resolve) => setTimeout(resolve, 300))
  goTo('/datasets/1')
  await cell(2, 'held')
  await cell(1, 'waiting')
  // As the core tells it to whoever asks anew.
  rows[1] = fakeRow(2, { state: 'running' })
  goTo('/datasets/1/rows')
  await screen.findByRole('grid')
  await screen.findByText(common.heldShort, { selector: '[role="gridcell"] *' })
})

test.each([
  ['a person', null, null],
  ['the disk', 'The disk is full.', 'disk-full'],
])('a pause by %s is told where it moves nothing that need not move', async (_who, notice, noticeCode) => {
  const standing = { ...counts, planned: 20, accepted: 4, rejected: 0, running: 8, waiting: 8 }
  const more = { tokens: 0, seconds: 0, parallel: 8, wantedParallel: null } as const
  const answers = fakeDataset([1, 2], { status: 'running', counts: standing, ...more })
  const { tell } = showPage('/datasets/1', answers)
  await screen.findByRole('button', { name: words.pause })
  const atRest = { ...standing, running: 0, waiting: 16 }
  const stands = fakeDataset([1, 2], { ...more, status: 'paused', counts: atRest, notice, noticeCode })
  Object.assign(answers, { 'run.show': stands['run.show'] })
  tell('run.done', (await answers['run.show']?.({ runId: 1 })) as Run)
  const toldOf = `${words.pausedKept(4, 20)} ${words.recovered.again(8)}`
  const told = await screen.findByText(notice === null ? toldOf : `${toldOf} ${words.recovered.waits}`)
  expect(told.closest('section')?.getAttribute('aria-labelledby') === 'progress').toBe(notice === null)
})

test('the large number is that of the legend, and of these it tells how many wait to be compared with earlier ones', async () => {
  const begun = { ...counts, planned: 20, accepted: 2, rejected: 1, running: 10, waiting: 7 }
  const standing = { status: 'running', tokens: 0, seconds: 0, parallel: 8, wantedParallel: null } as const
  const { tell } = showPage('/datasets/1', fakeDataset([1, 2], { ...standing, counts: begun }))
  await screen.findByRole('button', { name: words.pause })
  tell('run.progress', { ...standing, ...rates, counts: begun, runId: 1, written: 8, hasBegun: true })
  await screen.findByText(words.written(8, 20), { exact: false })
  const number = screen.getByText(words.readySoFar(20)).previousElementSibling
  const legend = [...document.querySelectorAll('section[aria-labelledby="progress"] li')].map((li) => li.textContent)
  expect(number?.textContent).toBe('7')
  expect(legend.slice(0, 2)).toEqual([`${common.readyState.accepted} 7`, `${common.readyState.held} 5`])
})

test('a finished dataset leads on to its rows and tells its mean pace as tokens over the time of writing', async () => {
  const whole = { ...counts, accepted: 3, rejected: 0 }
  const answers = fakeDataset([1, 2, 3], { counts: whole, tokens: 900, seconds: 10 })
  const point = (at: number, tokensPerSecond: number) => ({ at, tokensPerSecond })
  answers['run.pace'] = () => [point(0, 20), point(1000, 40)]
  showPage('/datasets/1', answers)
  const next = await screen.findByRole('link', { name: words.reviewThem })
  expect(next.getAttribute('href')).toContain('/datasets/1/review')
  await screen.findByText(words.paceLine.mean(format.tokensPerSecond(90)))
})

test('while rows are made again no reason of an earlier try stands beside the words that there is none', async () => {
  const again = { ...counts, rejected: 0, running: 1 }
  const answers = fakeDataset([1, 2, 3], { counts: again, status: 'running', parallel: 2 })
  answers['run.reasons'] = () => [{ reason: 'copied-example', state: 'rejected', count: 2 }]
  showPage('/datasets/1', answers)
  await screen.findByRole('heading', { name: words.reasons.noneYet })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(screen.queryByText(reasons['copied-example'].word)).toBeNull()
  expect(screen.queryByText(words.reasons.several)).toBeNull()
})

test('a pause tells how many rows were mid-sentence and are made again', async () => {
  const begun = { ...counts, planned: 20, accepted: 2, rejected: 0, running: 10, waiting: 8 }
  const standing = {
    status: 'running',
    counts: begun,
    tokens: 0,
    seconds: 0,
    parallel: 8,
    wantedParallel: null,
  } as const
  const answers = fakeDataset([1, 2], standing)
  const { tell } = showPage('/datasets/1', answers)
  await screen.findByRole('button', { name: words.pause })
  tell('run.progress', { ...standing, ...rates, runId: 1, written: 3, hasBegun: true })
  await screen.findByText(new RegExp(words.written(3, 20)))
  const atRest = { status: 'paused', counts: { ...begun, running: 1, waiting: 17 } } as const
  Object.assign(answers, fakeDataset([1, 2], { ...standing, ...atRest }))
  tell('run.done', (await answers['run.show']?.({ runId: 1 })) as Run)
  await screen.findByText('3 of 20 rows are finished and safe. 8 were mid-sentence and will be made again.')
})

test('what is in line at a pause is not denied, and a row is begun in the picture once it has words', async () => {
  const answers = fakeDataset([1, 2, 3], { status: 'running', counts: threeBegun, tokens: 0, seconds: 0, parallel: 2 })
  const rows = [fakeRow(1, { state: 'running' }), fakeRow(2, { state: 'running', finishReason: null })]
  answers['row.page'] = () => ({ rows, next: null })
  answers['row.newest'] = () => rows
  const { tell } = showPage('/datasets/1', answers)
  const cell = (number: number, state: 'running' | 'waiting' | 'held') =>
    screen.findByRole('option', { name: words.cloth.cell(number, common.state[state]) })
  await cell(1, 'held')
  await cell(2, 'waiting')
  tell('row.delta', { runId: 1, rows: [{ rowId: 2, position: 1, persona: 'A baker', text: 'Once' }] })
  await cell(2, 'running')
  const atRest = { ...threeBegun, running: 1, waiting: 2 }
  Object.assign(answers, {
    'run.show': fakeDataset([1], { status: 'paused', counts: atRest, notice: null })['run.show'],
  })
  tell('run.done', (await answers['run.show']?.({ runId: 1 })) as Run)
  await screen.findByRole('link', { name: 'Question 1?' })
  expect(screen.queryByRole('link', { name: 'Question 2?' })).toBeNull()
  expect(screen.queryByText(words.newest.none)).toBeNull()
})

test('a row that is written is read and judged at once, while it waits for earlier ones, and keeps its place when its turn comes', async () => {
  const answers = fakeDataset([1, 2, 3], { status: 'running', counts: threeBegun, tokens: 0, seconds: 0, parallel: 3 })
  answers['row.newest'] = () => []
  answers['row.show'] = ({ rowId }) => ({ row: fakeRow(rowId, { state: 'running' }), attempts: [] })
  const { tell, asked } = showPage('/datasets/1', answers)
  const links = () => screen.getAllByRole('link', { name: /^Question/ }).map(({ textContent }) => textContent)
  await screen.findByText(words.newest.empty)
  tell('row.written', { runId: 1, rowId: 2 })
  const line = (await screen.findByRole('link', { name: 'Question 2?' })).closest('li') as HTMLElement
  within(line).getByText(words.newest.toCompare)
  fireEvent.click(within(line).getByRole('button', { name: words.newest.judge.kept(2) }))
  await waitFor(() => expect(asked).toContainEqual({ name: 'row.judge', input: { rowId: 2, verdict: 'kept' } }))
  tell('row.written', { runId: 1, rowId: 3 })
  await screen.findByRole('link', { name: 'Question 3?' })
  tell('row.changed', fakeRow(2))
  await waitFor(() => expect(within(line).queryByText(words.newest.toCompare)).toBeNull())
  expect(links()).toEqual(['Question 3?', 'Question 2?'])
  // So many at once nobody reads; they come when their turn does.
  const before = asked.length
  for (const rowId of [11, 12, 13, 14, 15]) tell('row.written', { runId: 1, rowId })
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(asked.slice(before).filter(({ name }) => name === 'row.show').length).toBeLessThan(2)
})

test('the newest rows stand by when they ended, on each visit alike, and one that is made again comes on top', async () => {
  const answers = fakeDataset([1, 2, 3], { status: 'running', counts: { ...threeBegun, planned: 4 } })
  const stored = [fakeRow(2, { endedBy: 7 }), fakeRow(1, { endedBy: 5, state: 'rejected', reasons: ['too-short'] })]
  answers['row.newest'] = () => [...stored]
  const { tell } = showPage('/datasets/1', answers)
  const links = () => screen.getAllByRole('link', { name: /^Question/ }).map(({ textContent }) => textContent)
  await screen.findByRole('link', { name: 'Question 1?' })
  expect(links()).toEqual(['Question 2?', 'Question 1?'])
  // Told in planned order, as their turn comes.
  tell('row.changed', fakeRow(3, { endedBy: 9 }))
  tell('row.changed', fakeRow(4, { endedBy: 8 }))
  await screen.findByRole('link', { name: 'Question 4?' })
  expect(links()).toEqual(['Question 3?', 'Question 4?', 'Question 2?', 'Question 1?'])
  const again = fakeRow(1, { endedBy: 10 })
  tell('row.changed', again)
  await waitFor(() => expect(links()[0]).toBe('Question 1?'))
  const last = links()

  goTo('/settings')
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Question 3?' })).toBeNull())
  stored.splice(0, 2, again, fakeRow(3, { endedBy: 9 }), fakeRow(4, { endedBy: 8 }), fakeRow(2, { endedBy: 7 }))
  goTo('/datasets/1')
  await screen.findByRole('link', { name: 'Question 3?' })
  expect(links()).toEqual(last)
})

test('a row that goes back in line is no newest row any more, until it is written again', async () => {
  const answers = fakeDataset([1, 2, 3], { status: 'running', counts: { ...counts, waiting: 1, rejected: 0 } })
  const rejected = fakeRow(3, { state: 'rejected', reasons: ['copied-example'] })
  answers['row.newest'] = () => [fakeRow(2)]
  const { tell } = showPage('/datasets/1', answers)
  await screen.findByRole('link', { name: 'Question 2?' })
  tell('row.changed', rejected)
  await screen.findByRole('link', { name: 'Question 3?' })
  answers['row.show'] = ({ rowId }) => ({ row: { ...rejected, id: rowId, state: 'running' }, attempts: [] })
  tell('row.judged', { runId: 1, overruled: { discarded: 0, kept: 0, keptFrom: {} }, edited: 0, exported: null })
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Question 3?' })).toBeNull())
  expect(screen.queryByText(reasons['copied-example'].word)).toBeNull()
})

test('another try stands with the reasons and not where Pause stood, and a stopped run says what it lacks instead', async () => {
  const answers = fakeDataset([1, 2, 3], { counts })
  answers['row.tally'] = () => [{ state: 'rejected', verdict: null, edited: false, count: 1 }]
  showPage('/datasets/1', answers)
  const retry = await screen.findByRole('button', { name: words.retryOne })
  expect(retry.closest('section')?.getAttribute('aria-labelledby')).toBe('why')
  cleanup()
  const stopped = fakeDataset([1, 2, 3], { counts: { ...counts, cancelled: 1 }, status: 'stopped' })
  showPage('/datasets/1', { ...stopped, 'row.tally': answers['row.tally'] })
  await screen.findByRole('button', { name: words.makeMissing(1) })
  expect(screen.queryByRole('button', { name: words.retryOne })).toBeNull()
})

test('the notice at the end says of rows that a person keeps that they go into the export', async () => {
  const ended = { ...counts, planned: 5, accepted: 3, rejected: 2 }
  const ends = async (kept: number) => {
    const answers = fakeDataset([1, 2, 3], {
      counts: ended,
      overruled: { discarded: 0, kept, keptFrom: { rejected: kept } },
    })
    showPage('/datasets/1', { ...answers, 'run.reasons': () => [] })
    const said = await screen.findByText(/^2 rejected\./)
    cleanup()
    return said.textContent
  }
  expect(await ends(0)).toContain('are left out of the export.')
  expect(await ends(1)).toContain('1 is left out of the export: you keep the other.')
  expect(await ends(2)).toContain('They stay here to be read and go into the export, as you keep them.')
})

test('a row that was not accepted for two reasons is one row, and the list of reasons says that there may be several', async () => {
  const answers = fakeDataset([1, 2, 3], { counts })
  const reason = (name: Reason) => ({ reason: name, state: 'rejected', count: 1 }) as const
  answers['run.reasons'] = () => [reason('repetition'), reason('copied-example')]
  showPage('/datasets/1', answers)
  await screen.findByText(words.reasons.several)
  screen.getByRole('heading', { name: 'Why 1 row was set aside' })
  screen.getByText(/^1 rejected\. It stays here to be read and is left out of the export\./)
  cleanup()
  answers['run.reasons'] = () => [reason('repetition')]
  showPage('/datasets/1', answers)
  await screen.findByText(reasons.repetition.word)
  expect(screen.queryByText(words.reasons.several)).toBeNull()
})

test('rows that were recovered are counted among those that had been begun', () => {
  expect(words.recovered.title(17, 8)).toBe('Recovered 17 of 25 rows begun before an unexpected stop')
})

test('a double click on Resume resumes once, and does not pause what it resumed', async () => {
  const answers = fakeDataset([1], { status: 'paused' })
  answers['run.resume'] = (run) => {
    Object.assign(answers, fakeDataset([1], { status: 'running' }))
    return answers['run.show']?.(run) as Run
  }
  const { asked } = showPage('/datasets/1', answers)
  const resume = await screen.findByRole('button', { name: words.resume })
  fireEvent.click(resume, { detail: 1 })
  fireEvent.click(resume, { detail: 2 })
  fireEvent.click(await screen.findByRole('button', { name: words.pause }), { detail: 2 })
  const sent = () => asked.map(({ name }) => name).filter((name) => name === 'run.resume' || name === 'run.pause')
  await waitFor(() => expect(sent()).toEqual(['run.resume']))
  fireEvent.click(screen.getByRole('button', { name: words.pause }), { detail: 1 })
  await waitFor(() => expect(sent()).toEqual(['run.resume', 'run.pause']))
})

test('what takes the place of Pause and of Resume has the focus that they had', async () => {
  const answers = fakeDataset([1], { status: 'running' })
  const turnTo = (status: RunStatus) => Object.assign(answers, fakeDataset([1], { status }))
  answers['run.pause'] = () => void turnTo('paused')
  answers['run.resume'] = (run) => {
    turnTo('running')
    return answers['run.show']?.(run) as Run
  }
  showPage('/datasets/1', answers)
  const hasFocus = (button: HTMLElement) => waitFor(() => expect(document.activeElement).toBe(button))
  const press = (button: HTMLElement) => {
    button.focus()
    fireEvent.click(button, { detail: 0 })
  }
  press(await screen.findByRole('button', { name: words.pause }))
  const resume = await screen.findByRole('button', { name: words.resume })
  await hasFocus(resume)
  await waitFor(() => expect(resume.getAttribute('aria-disabled')).toBe('false'))
  press(resume)
  await hasFocus(await screen.findByRole('button', { name: words.pause }))
})

test('what begins work takes no press in the second in which it came to stand where Pause stood', async () => {
  const answers = fakeDataset([1, 2, 3], { counts, status: 'running' })
  const tally = () => [{ state: 'rejected', verdict: null, edited: false, count: 1 } as const]
  Object.assign(answers, { 'row.tally': tally, 'run.retry': () => undefined, 'run.resume': () => undefined })
  const { asked, tell } = showPage('/datasets/1', answers)
  const sent = () => asked.map(({ name }) => name).filter((name) => name === 'run.resume' || name === 'run.retry')
  async function become(status: 'running' | 'paused' | 'stopped', button: string): Promise<HTMLElement> {
    const cancelled = status === 'stopped' ? 1 : 0
    Object.assign(answers, {
      'run.show': fakeDataset([1, 2, 3], { counts: { ...counts, cancelled }, status })['run.show'],
    })
    tell('run.done', (await answers['run.show']?.({ runId: 1 })) as Run)
    return screen.findByRole('button', { name: button })
  }
  const isReady = (button: HTMLElement) => waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('false'))

  await screen.findByRole('button', { name: words.pause })
  const resume = await become('paused', words.resume)
  fireEvent.click(resume, { detail: 1 })
  await isReady(resume)
  expect(sent()).toEqual([])
  fireEvent.click(resume, { detail: 1 })
  await waitFor(() => expect(sent()).toEqual(['run.resume']))

  await become('running', words.pause)
  const retry = await become('stopped', words.makeMissing(1))
  fireEvent.click(retry)
  await isReady(retry)
  expect(sent()).toEqual(['run.resume'])
  fireEvent.click(retry)
  await waitFor(() => expect(sent()).toEqual(['run.resume', 'run.retry']))
})

test('a dataset is renamed where its name stands, and one without a name is not asked for', async () => {
  const answers = fakeDataset([1, 2, 3], { counts, name: 'Math problems' })
  answers['run.rename'] = () => undefined
  const { asked, tell } = showPage('/datasets/1', answers)
  const renames = () => asked.filter(({ name }) => name === 'run.rename').map(({ input }) => input)
  fireEvent.click(await screen.findByRole('button', { name: datasets.rename.open('Math problems') }))
  const field = await screen.findByRole('textbox', { name: datasets.rename.label })
  const form = field.closest('form') as HTMLFormElement
  fireEvent.change(field, { target: { value: '  ' } })
  fireEvent.submit(form)
  await screen.findByText(datasets.rename.missing)
  fireEvent.change(field, { target: { value: ' Harbour sums ' } })
  fireEvent.submit(form)
  await waitFor(() => expect(renames()).toEqual([{ runId: 1, name: 'Harbour sums' }]))
  await waitFor(() => expect(screen.queryByRole('textbox', { name: datasets.rename.label })).toBeNull())
  // From here or another window.
  tell('run.renamed', { runId: 1, name: 'Harbour sums' })
  await screen.findByRole('heading', { level: 1, name: 'Harbour sums' })
})

test('a name that could not be stored stays in its field, with what hindered it', async () => {
  const answers = fakeDataset([1, 2, 3], { counts, name: 'Math problems' })
  answers['run.rename'] = refuse('The disk is full.')
  showPage('/datasets/1', answers)
  fireEvent.click(await screen.findByRole('button', { name: datasets.rename.open('Math problems') }))
  const field = await screen.findByRole('textbox', { name: datasets.rename.label })
  fireEvent.change(field, { target: { value: 'Harbour sums' } })
  fireEvent.submit(field.closest('form') as HTMLFormElement)
  await screen.findByText('The disk is full.')
  expect(field).toHaveProperty('value', 'Harbour sums')
})

test('a press right after a run has moved the newest rows judges none of them', async () => {
  const answers = fakeDataset([1, 2], { status: 'running', counts, tokens: 0, seconds: 0, parallel: 2 })
  const { tell, asked } = showPage('/datasets/1', answers)
  const keep = await screen.findByRole('button', { name: words.newest.judge.kept(2) })
  const judged = () => asked.filter(({ name }) => name === 'row.judge')
  const paused = { ...((await answers['run.show']?.({ runId: 1 })) as Run), status: 'paused' as const }
  answers['run.show'] = () => paused
  tell('run.done', paused)
  await screen.findByRole('button', { name: words.resume })
  fireEvent.click(keep)
  // A verdict would be on its way by now.
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(judged()).toEqual([])
  await waitFor(
    () => {
      fireEvent.click(screen.getByRole('button', { name: words.newest.judge.kept(2) }))
      expect(judged()).not.toEqual([])
    },
    { interval: 300 },
  )
})

test('while rows are written a verdict adds neither a line nor an entry above them, so that nothing moves under the hand', async () => {
  const answers = fakeDataset([1, 2, 3], { status: 'running', counts, tokens: 0, seconds: 0, parallel: 2 })
  const kept = { state: 'accepted', verdict: 'kept', edited: false, count: 1 } as const
  answers['row.tally'] = () => [{ ...kept, verdict: null }]
  const { tell } = showPage('/datasets/1', answers)
  await screen.findByText(common.state.discarded)
  await screen.findByRole('listbox', { name: words.cloth.label })
  const parts = () => document.querySelectorAll('section[aria-labelledby="progress"] :is(p, li)').length
  const before = parts()
  answers['row.tally'] = () => [kept, { ...kept, verdict: 'discarded' }]
  const overruled = { discarded: 1, kept: 0, keptFrom: {} }
  tell('row.judged', { runId: 1, overruled, edited: 0, exported: null })
  await screen.findByText(new RegExp(words.handled(1, 0)))
  tell('row.judged', { runId: 1, overruled, edited: 3, exported: null })
  await screen.findByText(new RegExp(words.handled(1, 3)))
  expect(parts()).toBe(before)
})

test('an answer about a row in line that comes after its turn does not bring back that it waits', async () => {
  const answers = fakeDataset([1, 2, 3], { status: 'running', counts: threeBegun, tokens: 0, seconds: 0, parallel: 3 })
  let answer: () => void = () => undefined
  const untilAnswered = new Promise<void>((resolve) => {
    answer = resolve
  })
  answers['row.newest'] = () => []
  answers['row.show'] = async ({ rowId }) => {
    await untilAnswered
    return { row: fakeRow(rowId, { state: 'running' }), attempts: [] }
  }
  const { tell, asked } = showPage('/datasets/1', answers)
  await screen.findByText(words.newest.empty)
  tell('row.written', { runId: 1, rowId: 2 })
  await waitFor(() => expect(asked.some(({ name }) => name === 'row.show')).toBe(true))
  tell('row.changed', fakeRow(2))
  await screen.findByRole('link', { name: 'Question 2?' })
  answer()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(screen.queryByText(words.newest.toCompare)).toBeNull()
})

test('every state that a legend and rows may tell is explained beside what the dataset was made with', async () => {
  showPage('/datasets/1', fakeDataset([1, 2, 3]))
  const about = within((await screen.findByText(words.recipe.meant)).closest('details') as HTMLElement)
  const { held, rejected, duplicate, failed } = common.state
  for (const word of [common.readyState.accepted, held, rejected, duplicate, failed]) about.getByText(word)
})
