// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Progress, Run } from '#contract/runs'
import { ApiProvider } from '../../src-renderer/client/api.tsx'
import { LiveCache } from '../../src-renderer/client/live-cache.tsx'
import { createQueryClient } from '../../src-renderer/client/query-client.ts'
import { createClient } from '../../src-renderer/client/transport.ts'
import { forget, useRequest } from '../../src-renderer/client/use-request.ts'
import { openRuns } from '../../src-renderer/client/use-running-run.ts'
import { answerWith, roadOf } from '../support/road-of.ts'

afterEach(cleanup)

const counts = {
  ...{ planned: 10, waiting: 9, running: 1, accepted: 0, rejected: 0, duplicate: 0, failed: 0, cancelled: 0 },
}
const overruled = { discarded: 0, kept: 0, keptFrom: {} }
const run = {
  id: 3,
  name: 'Workshop maths',
  status: 'running',
  counts,
  overruled,
  tokens: 0,
  seconds: 0,
} as unknown as Run
const progress: Progress = {
  ...{
    runId: 3,
    status: 'running',
    counts: { ...counts, accepted: 4 },
    written: 5,
    hasBegun: true,
    parallel: 2,
    wantedParallel: 4,
    tokens: 200,
    seconds: 9,
  },
  ...{ tokensPerSecond: 20, rowsPerMinute: 12, eta: null },
}

/** The names of what was asked for, in order, are all that these tests look at. */
function handMadeRoad() {
  const { transport, tell, become, asked } = roadOf(() => answerWith({ runs: [run], next: null }))
  return {
    ...{ transport, tell, become },
    get asked() {
      return asked.map(([name]) => name)
    },
  }
}

function List() {
  const { data } = useRequest('run.list', {})
  return data?.runs.map(({ id, name, counts: { accepted } }) => <p key={id}>{`${name}: ${accepted}`}</p>)
}

async function showList() {
  const road = handMadeRoad()
  render(
    <ApiProvider client={createClient(road.transport)}>
      <QueryClientProvider client={createQueryClient()}>
        <LiveCache />
        <List />
      </QueryClientProvider>
    </ApiProvider>,
  )
  await screen.findByText('Workshop maths: 0')
  return road
}

test('a list keeps up with events, without asking again', async () => {
  const road = await showList()
  road.tell('run.progress', progress)
  await screen.findByText('Workshop maths: 4')
  expect(road.asked).toEqual(['run.list'])
})

test.each([
  ['one that it holds', 3],
  ['one that it lacks', 99],
])('a list that lacks a new dataset is asked for when it is shown again, whatever is told of %s', async (_, runId) => {
  const road = handMadeRoad()
  const cache = createQueryClient()
  const page = (isShown: boolean) => (
    <ApiProvider client={createClient(road.transport)}>
      <QueryClientProvider client={cache}>
        <LiveCache />
        {isShown && <List />}
      </QueryClientProvider>
    </ApiProvider>
  )
  const { rerender } = render(page(true))
  await screen.findByText('Workshop maths: 0')
  rerender(page(false))
  forget(cache, ['run.list'])
  for (let count = 0; count < 5; count++) road.tell('run.progress', { ...progress, runId })
  rerender(page(true))
  await waitFor(() => expect(road.asked).toEqual(['run.list', 'run.list']))
})

test('progress of a run that no list holds, as a try is, asks for the list once and not with every event', async () => {
  const road = await showList()
  for (let count = 0; count < 5; count++) road.tell('run.progress', { ...progress, runId: 99 })
  await waitFor(() => expect(road.asked).toEqual(['run.list', 'run.list']))
})

test('after a break in the events everything in sight is asked for again', async () => {
  const road = await showList()
  road.become('reconnecting')
  expect(road.asked).toHaveLength(1)
  road.become('open')
  await waitFor(() => expect(road.asked).toHaveLength(2))
})

function Open() {
  const [run] = useRequest('run.list', openRuns).data?.runs ?? []
  return run && <p>{`open: ${run.overruled.discarded} discarded`}</p>
}

test('a verdict given in another window shows in every list, and nothing is asked for again', async () => {
  const road = handMadeRoad()
  render(
    <ApiProvider client={createClient(road.transport)}>
      <QueryClientProvider client={createQueryClient()}>
        <LiveCache />
        <List />
        <Open />
      </QueryClientProvider>
    </ApiProvider>,
  )
  await screen.findByText('open: 0 discarded')
  await screen.findByText('Workshop maths: 0')
  expect(road.asked).toEqual(['run.list', 'run.list'])
  road.tell('row.judged', { runId: 3, overruled: { discarded: 2, kept: 1, keptFrom: { rejected: 1 } } })
  await screen.findByText('open: 2 discarded')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(road.asked).toHaveLength(2)
})

function PaceShown() {
  const { data } = useRequest('settings.show', {})
  return <p>{`pace: ${(data as { pace?: string } | undefined)?.pace}`}</p>
}

test('half speed switched on in one place shows in all', async () => {
  const road = handMadeRoad()
  render(
    <ApiProvider client={createClient(road.transport)}>
      <QueryClientProvider client={createQueryClient()}>
        <LiveCache />
        <PaceShown />
      </QueryClientProvider>
    </ApiProvider>,
  )
  await waitFor(() => expect(road.asked).toContain('settings.show'))
  road.tell('settings.changed', { pace: 'half', onBattery: 'low' })
  expect(await screen.findByText('pace: half')).toBeTruthy()
})
