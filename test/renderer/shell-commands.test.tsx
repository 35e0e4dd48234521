// @vitest-environment happy-dom
import { cleanNotifications } from '@mantine/notifications'
import { useLocation } from '@tanstack/react-router'
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { AppError } from '#contract/errors'
import type { Run, RunStatus } from '#contract/runs'
import { LiveCache } from '../../src-renderer/client/live-cache.tsx'
import { RunNotices } from '../../src-renderer/features/shell/run-notices.tsx'
import { ShellCommands } from '../../src-renderer/features/shell/shell-commands.tsx'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { renderPages } from '../support/render-pages.tsx'
import { answerWith, roadOf } from '../support/road-of.ts'

afterEach(() => {
  cleanup()
  cleanNotifications()
})

const counts = {
  ...{ planned: 10, waiting: 9, running: 1, accepted: 0, rejected: 0, duplicate: 0, failed: 0, cancelled: 0 },
}
/** Says where it stands. */
function Page() {
  return (
    <>
      <h1>Page</h1>
      <p>{useLocation().pathname}</p>
    </>
  )
}

function Above({ pathname }: { pathname: string }) {
  const [finds, setFinds] = useState(false)
  return (
    <>
      <LiveCache />
      <RunNotices pathname={pathname} />
      <ShellCommands finds={finds} onFinds={setFinds} />
    </>
  )
}

const busy: Pick<AppError, 'code' | 'message'> = { code: 'busy', message: 'Another dataset has the model.' }

const overruled = { discarded: 0, kept: 0, keptFrom: {} }

/** A core that pauses and resumes, or refuses both; `newest` are those that the first page of datasets holds. */
async function openShell(stands: Record<number, RunStatus>, { at = '/personas', newest = [1, 2] } = {}) {
  const core = { refuses: false }
  const runOf = (id: number) => ({ id, name: `Dataset ${id}`, status: stands[id], counts, overruled }) as Run
  const { transport, tell, sentTo } = roadOf(async (name, input) => {
    const { runId = 0, isOpen } = input as { runId?: number; isOpen?: boolean }
    if (name === 'run.list') {
      const ids = Object.keys(stands).map(Number).toReversed()
      const isIn = (id: number) => (isOpen ? ['running', 'paused'].includes(stands[id] ?? '') : newest.includes(id))
      return answerWith({ runs: ids.filter(isIn).map(runOf), next: null })
    }
    if (name === 'settings.show') return answerWith({ pace: 'full' })
    if (name.endsWith('.list')) return answerWith([])
    if (core.refuses) return { ok: false, error: busy }
    stands[runId] = name === 'run.pause' ? 'paused' : 'running'
    if (name === 'run.pause') tell('run.done', runOf(runId))
    return answerWith(runOf(runId))
  })
  const { cache } = renderPages({
    transport,
    pages: { '/$': Page },
    at,
    above: () => <Above pathname={at} />,
  })
  await waitFor(() => expect(sentTo('run.list').length).toBeGreaterThan(0))
  await screen.findByText('Page')
  return {
    ...{ core, stands, runOf, tell, sentTo },
    press: (key: string) => fireEvent.keyDown(window, { key, ctrlKey: true }),
    isListed: () => waitFor(() => expect(cache.isFetching()).toBe(0)),
  }
}

test('pressed twice, the key goes on with the dataset that it paused, also beside a newer one that is paused', async () => {
  const { press, sentTo, isListed } = await openShell({ 1: 'running', 2: 'paused' })
  await isListed()
  press('.')
  await waitFor(() => expect(sentTo('run.pause')).toEqual([{ runId: 1 }]))
  await isListed()
  press('.')
  await waitFor(() => expect(sentTo('run.resume')).toEqual([{ runId: 1 }]))
})

test('the key does what is right as the core stands, also before the page knows it', async () => {
  const { press, stands, sentTo, isListed } = await openShell({ 1: 'running' })
  await isListed()
  stands[1] = 'paused'
  press('.')
  await waitFor(() => expect(sentTo('run.resume')).toEqual([{ runId: 1 }]))
  expect(sentTo('run.pause')).toEqual([])

  stands[1] = 'finished'
  press('.')
  await screen.findByText(shell.keys.nothingToPause)
})

test('a refusal is said where a key or the palette asked for it, in the words it was refused with', async () => {
  const { press, core, isListed } = await openShell({ 1: 'paused' })
  await isListed()
  core.refuses = true
  press('.')
  await screen.findByText(busy.message)
  cleanNotifications()
  await waitFor(() => expect(screen.queryByText(busy.message)).toBeNull())

  press('k')
  fireEvent.click(await screen.findByText(shell.palette.halfSpeed))
  await screen.findByText(busy.message)
})

test('a dataset that is written is known however many newer ones there are, and its end is told', async () => {
  const { press, sentTo, tell, runOf, isListed } = await openShell({ 1: 'running', 12: 'finished' }, { newest: [12] })
  await isListed()
  await tell('run.done', { ...runOf(1), status: 'finished' })
  await screen.findByText(shell.done.finished('Dataset 1', 0, 10))
  await isListed()
  press('.')
  await waitFor(() => expect(sentTo('run.pause')).toEqual([{ runId: 1 }]))
})

test('a dataset that goes on in another window becomes known again with every sitting', async () => {
  const { tell, sentTo, isListed } = await openShell({ 1: 'finished' })
  await isListed()
  const asked = () => sentTo('run.list').filter((input) => 'isOpen' in (input as object)).length
  for (const times of [1, 2]) {
    const before = asked()
    await tell('run.progress', { runId: 1, status: 'running', counts, tokens: 0, seconds: 0 })
    await waitFor(() => expect(asked(), `sitting ${times}`).toBe(before + 1))
    await tell('run.done', { id: 1, name: 'Dataset 1', status: 'finished', counts, overruled })
    await isListed()
  }
})

test('the palette leads to the pages of the dataset that is shown, and names none where none is shown', async () => {
  const find = async (typed: string) => {
    fireEvent.change(await screen.findByPlaceholderText(shell.palette.placeholder), { target: { value: typed } })
    return screen.queryAllByRole('option').map(({ textContent }) => textContent)
  }
  const { run, rows, review } = shell.palette.ofDataset
  const shown = await openShell({ 12: 'finished' }, { at: '/datasets/12', newest: [12] })
  shown.press('k')
  for (const [typed, label] of Object.entries({ run, rows, review })) expect((await find(typed))[0]).toContain(label)
  await find('rows')
  fireEvent.click(screen.getByText(rows))
  await screen.findByText('/datasets/12/rows')
  cleanup()

  const elsewhere = await openShell({ 12: 'finished' }, { newest: [12] })
  elsewhere.press('k')
  expect(await find('of this dataset')).toEqual([])
})

test('the end of a dataset is told on the page of another one whose number begins alike', async () => {
  const { tell, runOf, isListed } = await openShell({ 1: 'running', 12: 'finished' }, { at: '/datasets/12' })
  await isListed()
  await tell('run.done', { ...runOf(1), status: 'finished' })
  await screen.findByText(shell.done.finished('Dataset 1', 0, 10))
})
