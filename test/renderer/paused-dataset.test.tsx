// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { RunCounts, RunStatus } from '#contract/runs'
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
