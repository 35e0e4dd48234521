// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { cleanNotifications, Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Reply } from '#contract/errors'
import type { RowFilter } from '#contract/rows'
import { ApiProvider } from '../../src-renderer/client/api.tsx'
import { ExportsProvider } from '../../src-renderer/client/exports.tsx'
import { createQueryClient } from '../../src-renderer/client/query-client.ts'
import { type Connection, createClient, type Transport } from '../../src-renderer/client/transport.ts'
import { ExportDialog } from '../../src-renderer/features/export/export-dialog.tsx'
import { ExportNotices } from '../../src-renderer/features/shell/export-notices.tsx'
import { common } from '../../src-renderer/locales/en/common.ts'
import { exporting as words } from '../../src-renderer/locales/en/export.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'

afterEach(() => {
  cleanup()
  cleanNotifications()
})

const result = {
  ...{ exportId: 'a', path: '/library/exports/choir-3.jsonl', fileName: 'choir-3.jsonl', rows: 7, leftOut: 2 },
  ...{ sizeBytes: 900, sha256: 'f00d', guardedCells: 0 },
}
const notKnown: Reply = { ok: false, error: { code: 'not-found', message: 'Nobody knows how it ended. Export again.' } }

/** A road on which the test decides when an export ends, and what is heard of it. */
function handMadeRoad(rows: number) {
  const heard = new Set<(name: string, payload: unknown) => void>()
  const watchers = new Set<(state: Connection) => void>()
  const downloads: string[] = []
  let shown: Reply = { ok: true, value: { end: null } }
  const answers: Record<string, unknown> = {
    'run.show': { id: 3, name: 'Choir' },
    'export.preview': { text: '{}\n', rows, leftOut: 2 },
    'export.start': { exportId: 'a' },
  }
  const transport: Transport = {
    request: async (name) => (name === 'export.show' ? shown : { ok: true, value: answers[name] }),
    onEvent(listener) {
      heard.add(listener)
      return () => void heard.delete(listener)
    },
    onConnection(watcher) {
      watchers.add(watcher)
      watcher('open')
      return () => void watchers.delete(watcher)
    },
    async download(exportId) {
      downloads.push(exportId)
      return { ok: true, value: null }
    },
  }
  return {
    ...{ transport, downloads },
    end: (end: object) =>
      act(() => Array.from(heard).map((listener) => listener('export.done', { exportId: 'a', ...end }))),
    become: (state: Connection) => act(() => Array.from(watchers).map((watcher) => watcher(state))),
    answer(reply: Reply) {
      shown = reply
    },
  }
}

/** A dataset's page with its dialog, another page, and the notices above both. */
async function openDialog({ rows = 7, filter }: { rows?: number; filter?: RowFilter } = {}) {
  const road = handMadeRoad(rows)
  const root = createRootRoute({
    component: () => (
      <>
        <Notifications />
        <ExportNotices />
        <Outlet />
      </>
    ),
  })
  const dataset = createRoute({
    getParentRoute: () => root,
    path: '/datasets/$runId',
    component: function DatasetRoute() {
      const { dialog } = dataset.useSearch() as { dialog?: string }
      const navigate = dataset.useNavigate()
      const onClose = () => void navigate({ search: {} as never })
      return <ExportDialog runId={3} {...(filter && { filter })} opened={dialog === 'export'} onClose={onClose} />
    },
  })
  const home = createRoute({ getParentRoute: () => root, path: '/', component: () => <h1>Home</h1> })
  const router = createRouter({
    routeTree: root.addChildren([home, dataset]),
    history: createMemoryHistory({ initialEntries: ['/datasets/3?dialog=export'] }),
  })
  render(
    <MantineProvider env="test">
      <ApiProvider client={createClient(road.transport)}>
        <QueryClientProvider client={createQueryClient()}>
          <ExportsProvider>
            <RouterProvider router={router as never} />
          </ExportsProvider>
        </QueryClientProvider>
      </ApiProvider>
    </MantineProvider>,
  )
  const button = (name: string) => screen.findByRole('button', { name })
  return {
    ...road,
    button,
    goTo: (path: string) => act(() => router.navigate({ to: path as never })),
    async start() {
      fireEvent.click(await button(words.do(rows)))
      await screen.findByText(words.starting)
    },
  }
}

test('an export that ends in its dialog is handed out at once', async () => {
  const { start, end, downloads } = await openDialog()
  await start()
  await end({ result, problem: null })
  await screen.findByText(words.doneTitle(7))
  expect(downloads).toEqual(['a'])
  expect(screen.queryByText(shell.exported.show)).toBeNull()
})

test('an export goes on when its page is left, and its end is told there with the way to the file', async () => {
  const { start, end, goTo, downloads, button } = await openDialog()
  await start()
  await goTo('/')
  await end({ result, problem: null })
  await screen.findByText(shell.exported.done('Choir', 7))
  expect(downloads).toEqual([])
  fireEvent.click(screen.getByText(shell.exported.show))
  await screen.findByText('/library/exports/choir-3.jsonl')
  fireEvent.click(await button(words.download))
  await waitFor(() => expect(downloads).toEqual(['a']))
})

test('a dialog that is closed while its file is written cancels nothing and says so, and a failure is told', async () => {
  const { start, end, button } = await openDialog()
  await start()
  expect(screen.queryByRole('button', { name: common.cancel })).toBeNull()
  const close = (await screen.findAllByRole('button', { name: common.close })).at(-1)
  fireEvent.click(close as HTMLElement)
  await waitFor(() => expect(screen.queryByText(words.starting)).toBeNull())
  await end({ result: null, problem: { code: 'disk-full', message: 'The disk is full.' } })
  await screen.findByText(shell.exported.failed('Choir'))
  fireEvent.click(screen.getByText(shell.exported.why))
  await screen.findByText('The disk is full.')
  await button(words.do(7))
})

test('an export of which nobody knows any more does not run for ever, and one that ended meanwhile shows its file', async () => {
  const { start, answer, become, button } = await openDialog()
  await start()
  answer(notKnown)
  become('reconnecting')
  become('open')
  await screen.findByText('Nobody knows how it ended.')

  fireEvent.click(await button(words.do(7)))
  answer({ ok: true, value: { end: { result, problem: null } } })
  become('reconnecting')
  become('open')
  await screen.findByText(words.doneTitle(7))
})

test('a dialog that finds no row says what was looked for', async () => {
  await openDialog({ rows: 0, filter: { runId: 3, query: 'nothing like it' } })
  await screen.findByText(words.nothingText.good)
  fireEvent.click(screen.getByText(words.rowsOf.found))
  await screen.findByText(words.nothingText.found)
  expect(screen.queryByText(words.nothingText.good)).toBeNull()
})
