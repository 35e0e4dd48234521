// @vitest-environment happy-dom
import { cleanNotifications } from '@mantine/notifications'
import { act, cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Reply } from '#contract/errors'
import { DroppedFileProvider } from '../../src-renderer/client/dropped-file.tsx'
import { PersonaImportProvider } from '../../src-renderer/client/persona-import.tsx'
import { Shell } from '../../src-renderer/features/shell/shell.tsx'
import { common } from '../../src-renderer/locales/en/common.ts'
import { shell as words } from '../../src-renderer/locales/en/shell.ts'
import { renderPages } from '../support/render-pages.tsx'
import { answerWith, roadOf } from '../support/road-of.ts'

afterEach(() => {
  cleanup()
  cleanNotifications()
})

const refused: Reply = { ok: false, error: { code: 'internal', message: 'The app does not answer.' } }

const nothingSent = answerWith({ outside: 0, entries: [] })

function showShell(log: Reply, { at = '/', runs = [] }: { at?: string; runs?: object[] } = {}) {
  const { transport, become, tell } = roadOf((name) => {
    if (name === 'network.log') return log
    return answerWith(name === 'run.list' ? { runs, next: null } : name === 'model.list' ? [] : {})
  })
  const above = () => (
    <DroppedFileProvider>
      <PersonaImportProvider>
        <Shell>A page</Shell>
      </PersonaImportProvider>
    </DroppedFileProvider>
  )
  const { goTo } = renderPages({ transport, pages: { '/$': () => null }, at, above })
  return { become, tell, goTo }
}

test('the seal says that nothing is sent only while nothing was counted', async () => {
  showShell(nothingSent)
  await screen.findByText(words.sealMore(0))
  cleanup()

  showShell(answerWith({ outside: 2, entries: [] }))
  await screen.findByText(words.sealMore(2))
  expect(screen.queryByText(words.seal(0))).toBeNull()
  cleanup()

  showShell(refused)
  await screen.findByText(words.sealMore(undefined))
})

test('a lost connection is told for as long as it is lost, and takes no room from the page', async () => {
  const { become } = showShell(nothingSent)
  const page = await screen.findByRole('main')
  const { reconnecting } = words
  become('reconnecting')
  const [title] = await screen.findAllByText(reconnecting.title)
  expect(title?.closest('[role="status"]')?.textContent).toContain(reconnecting.text)
  expect(page.parentElement?.contains(title as HTMLElement)).toBe(false)
  become('open')
  await waitFor(() => expect(screen.queryByText(reconnecting.title)).toBeNull())
})

const harbourLetters = <C extends object>(counts: C) => ({
  ...{ id: 4, name: 'Harbour letters', status: 'running', counts },
  overruled: { discarded: 0, kept: 0, keptFrom: {} },
})

test('the dataset that is being written has its name and its count also where the side has no room for words, and says that its model is being loaded', async () => {
  const counts = { planned: 200, waiting: 180, running: 8, accepted: 12, rejected: 0, duplicate: 0, failed: 0 }
  const run = harbourLetters(counts)
  const { tell } = showShell(nothingSent, { at: '/personas', runs: [run] })
  const link = await screen.findByRole('link', { name: run.name })
  act(() => link.focus())
  const tip = await screen.findByRole('tooltip')
  expect(tip.textContent).toBe('Harbour letters: 12 of 200 rows ready')

  screen.getByText(words.island.leftUnknown)
  tell('run.progress', { runId: 4, status: 'running', counts, hasBegun: false })
  await screen.findByText(common.loadingModel)
  expect(screen.queryByText(words.island.leftUnknown)).toBeNull()
})

test('that a dataset ended is told on other pages, at its end too after its pause, and no longer once its own is opened', async () => {
  const counts = { planned: 200, waiting: 0, running: 0, accepted: 190, rejected: 10, duplicate: 0, failed: 0 }
  const run = harbourLetters(counts)
  const { tell, goTo } = showShell(nothingSent, { at: '/personas', runs: [run] })
  await screen.findByRole('link', { name: run.name })
  tell('run.done', { ...run, status: 'paused' })
  await screen.findAllByText(words.done.paused(run.name))
  tell('run.done', { ...run, status: 'finished' })
  const finished = words.done.finished(run.name, 190, 200)
  await screen.findAllByText(finished)
  await goTo('/datasets/5')
  await screen.findAllByText(finished)
  await goTo('/datasets/4/rows')
  // Sooner than it goes by itself.
  await waitFor(() => expect(screen.queryAllByText(finished)).toEqual([]), { timeout: 3000 })

  // The page itself tells its pause there.
  await goTo('/datasets/new')
  tell('run.done', { ...run, status: 'paused' })
  expect(screen.queryAllByText(words.done.paused(run.name))).toEqual([])
})
