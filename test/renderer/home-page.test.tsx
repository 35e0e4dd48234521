// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Output } from '#contract/index'
import { home } from '../../src-renderer/locales/en/home.ts'
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
  expect(screen.getByText('6 of 60')).toBeTruthy()
})
