// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Output } from '#contract/index'
import { home } from '../../src-renderer/locales/en/home.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'
import { fakeDataset } from '../support/fake-dataset.ts'
import { type Answers, showPage } from '../support/show-page.tsx'

afterEach(cleanup)

test('the start page says of a paused dataset what is to do, without the rows that are written and in line', async () => {
  const counts = {
    planned: 60,
    waiting: 54,
    running: 4,
    accepted: 2,
    rejected: 0,
    duplicate: 0,
    failed: 0,
    cancelled: 0,
  }
  const paused = fakeDataset([1], { status: 'paused', notice: null, noticeCode: null, counts })
  const run = await (paused['run.show'] as NonNullable<Answers['run.show']>)({ runId: 1 })
  showPage('/', {
    'app.info': () => ({ runCount: 1 }) as Output<'app.info'>,
    'model.list': () => [{ problem: null }] as Output<'model.list'>,
    'run.list': () => ({ runs: [run], next: null }),
    'template.list': () => [],
  })
  await screen.findByText(home.waiting.goOnText(54, 60))
  expect(screen.getByText('2 of 60')).toBeTruthy()
})

test('rows of the dataset that is being written which are not compared yet are told beside those that are ready', async () => {
  const ended = { rejected: 0, duplicate: 0, failed: 0, cancelled: 0 }
  const counts = { planned: 60, waiting: 40, running: 15, accepted: 5, ...ended }
  const running = fakeDataset([1], { status: 'running', counts, parallel: 8, wantedParallel: null })
  const run = await (running['run.show'] as NonNullable<Answers['run.show']>)({ runId: 1 })
  const unknown = { tokensPerSecond: null, rowsPerMinute: null, eta: null, tokens: 0, seconds: 0 }
  const atOnce = { parallel: 8, wantedParallel: null }
  showPage('/', {
    'app.info': () => ({ runCount: 1 }) as Output<'app.info'>,
    'model.list': () => [{ problem: null }] as Output<'model.list'>,
    'run.list': () => ({ runs: [run], next: null }),
    'run.progress': () => ({
      ...{ runId: 1, status: 'running', counts, written: 9, hasBegun: true, ...atOnce, ...unknown },
    }),
    'template.list': () => [],
  })
  await screen.findByText(runWords.heldToo(4))
  expect(screen.getByText(runWords.readySoFar(60)).previousElementSibling?.textContent).toBe('5')
})
