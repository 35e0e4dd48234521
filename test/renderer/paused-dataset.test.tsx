// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Run, RunCounts, RunStatus } from '#contract/runs'
import { review } from '../../src-renderer/locales/en/review.ts'
import { run as words } from '../../src-renderer/locales/en/run.ts'
import { fakeDataset, refuse } from '../support/fake-dataset.ts'
import { type Answers, showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const bare: RunCounts = {
  ...{ planned: 3, waiting: 3, running: 0, accepted: 0, rejected: 0, duplicate: 0, failed: 0, cancelled: 0 },
}

const atRest = (status: RunStatus, counts: RunCounts, more: Answers = {}): Answers => ({
  ...fakeDataset([], { status, counts }),
  ...more,
})

test.each(['rows', 'review'])('a paused dataset is resumed on its page of %s', async (view) => {
  const asked: number[] = []
  const answers = atRest('paused', bare)
  answers['run.resume'] = ({ runId }) => {
    asked.push(runId)
    return answers['run.show']?.({ runId }) as never
  }
  showPage(`/datasets/1/${view}`, answers)
  fireEvent.click(await screen.findByRole('button', { name: words.resume }))
  await waitFor(() => expect(asked).toEqual([1]))
})

test('why a dataset cannot be resumed there is said', async () => {
  showPage('/datasets/1/rows', atRest('paused', bare, { 'run.resume': refuse('Another dataset is being written.') }))
  fireEvent.click(await screen.findByRole('button', { name: words.resume }))
  await screen.findByText('Another dataset is being written.')
})

/** A dataset at rest, while another one is written until it is paused. */
function besideAnother(status: RunStatus, counts: RunCounts) {
  const other = {
    ...fakeDataset([], { id: 4, name: 'Harbour letters', status: 'running' })['run.show']?.({ runId: 4 }),
  } as Run
  const answers = atRest(status, counts)
  answers['run.list'] = () => ({ runs: [{ ...other }], next: null })
  answers['run.pause'] = () => {
    other.status = 'paused'
  }
  answers['run.resume'] = answers['run.retry'] = ({ runId }) => answers['run.show']?.({ runId }) as never
  return { answers, other }
}

test('while another dataset is written a paused one waits for it, which is named and can be paused there', async () => {
  const { answers, other } = besideAnother('paused', bare)
  const { asked } = showPage('/datasets/1', answers)
  const sent = () =>
    asked.filter(({ name }) => /^run\.(pause|resume)$/.test(name)).map(({ name, input }) => [name, input])
  expect((await screen.findByRole('link', { name: other.name })).getAttribute('href')).toContain('/datasets/4')
  await screen.findByText(words.heldUp.oneAtATime)
  const resume = screen.getByRole('button', { name: words.resume })
  expect(resume.getAttribute('aria-disabled')).toBe('true')
  fireEvent.click(resume, { detail: 1 })
  fireEvent.click(screen.getByRole('button', { name: words.heldUp.pause }))
  await waitFor(() => expect(screen.queryByText(words.heldUp.oneAtATime)).toBeNull())
  await waitFor(() => expect(resume.getAttribute('aria-disabled')).toBe('false'))
  fireEvent.click(resume, { detail: 1 })
  await waitFor(() =>
    expect(sent()).toEqual([
      ['run.pause', { runId: 4 }],
      ['run.resume', { runId: 1 }],
    ]),
  )
})

test.each([
  ['paused', '/datasets/1/rows', words.resume],
  ['paused', '/datasets/1/review', words.resume],
  ['stopped', '/datasets/1', words.makeMissing(3)],
  ['finished', '/datasets/1', words.retry(2)],
] as const)('a %s dataset cannot go on from %s meanwhile: %s says why', async (status, path, name) => {
  const counts = { ...bare, waiting: 0, ...(status === 'finished' ? { accepted: 1, rejected: 2 } : { cancelled: 3 }) }
  const { answers, other } = besideAnother(status, status === 'paused' ? bare : counts)
  const state = status === 'stopped' ? 'cancelled' : 'rejected'
  answers['row.tally'] = () => [{ state, verdict: null, edited: false, count: status === 'stopped' ? 3 : 2 }]
  const { asked } = showPage(path, answers)
  const button = await screen.findByRole('button', { name })
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'))
  fireEvent.click(button, { detail: 1 })
  fireEvent.mouseEnter(button)
  await screen.findByText(words.otherIsWritten(other.name))
  expect(asked.filter((each) => /^run\.(resume|retry)$/.test(each.name))).toEqual([])
})

test('the review of a paused dataset tells how many rows wait to be compared', async () => {
  showPage('/datasets/1/review', atRest('paused', { ...bare, waiting: 0, running: 2, accepted: 1 }))
  await screen.findByText(review.held(2))
})

test('a dataset that is not paused has nothing to resume', async () => {
  showPage('/datasets/1/rows', fakeDataset([1]))
  await screen.findByRole('grid')
  expect(screen.queryByRole('button', { name: words.resume })).toBeNull()
})

test.each(['paused', 'stopped'] as const)('a %s dataset without a row is not told to be judged', async (status) => {
  const counts = status === 'stopped' ? { ...bare, waiting: 0, cancelled: 3 } : bare
  showPage('/datasets/1/review', atRest(status, counts))
  await screen.findByText(review.noneTitle)
  screen.getByText(review.more[status])
  expect(screen.queryByText(review.emptyTitle)).toBeNull()
  // The one of the head, which says itself that there is nothing to export.
  expect(screen.getAllByRole('link', { name: review.toExport })).toHaveLength(1)
  expect(screen.getByRole('link', { name: review.toRun }).getAttribute('href')).toContain('/datasets/1')
})

test('a paused dataset whose rows are judged says that more are to come', async () => {
  showPage('/datasets/1/review', atRest('paused', { ...bare, waiting: 1, accepted: 2 }))
  await screen.findByText(review.emptyTitle)
  screen.getByText(review.more.paused)
})

test.each(['paused', 'running'] as const)('a %s dataset brings no rows to what a person has kept', async (status) => {
  showPage('/datasets/1/review?queue=kept', atRest(status, { ...bare, waiting: 1, accepted: 2 }))
  await screen.findByText(review.emptyText.kept())
  expect(screen.queryByText(review.more[status])).toBeNull()
})
