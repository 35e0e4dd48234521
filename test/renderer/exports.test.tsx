// @vitest-environment happy-dom
import { cleanNotifications } from '@mantine/notifications'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { Reply } from '#contract/errors'
import type { ExportedFile } from '#contract/exports'
import type { RowFilter } from '#contract/rows'
import { ExportDialog } from '../../src-renderer/features/export/export-dialog.tsx'
import { ExportNotices } from '../../src-renderer/features/shell/export-notices.tsx'
import { common } from '../../src-renderer/locales/en/common.ts'
import { exporting as words } from '../../src-renderer/locales/en/export.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { renderPages } from '../support/render-pages.tsx'
import { answerWith, roadOf } from '../support/road-of.ts'

afterEach(() => {
  cleanup()
  cleanNotifications()
  vi.useRealTimers()
  window.localStorage.clear()
})

const result = {
  ...{ exportId: 'a', path: '/library/exports/Choir.jsonl', fileName: 'Choir.jsonl', rows: 7, leftOut: 2 },
  ...{ sizeBytes: 900, sha256: 'f00d', guardedCells: 0 },
}
const notKnown: Reply = { ok: false, error: { code: 'not-found', message: 'Nobody knows how it ended. Export again.' } }

type Opened = {
  rows?: number
  filter?: RowFilter
  files?: Partial<ExportedFile>[]
  download?: () => Promise<Reply<null>>
}

function Dataset({ filter }: Pick<Opened, 'filter'>) {
  const { dialog } = useSearch({ strict: false })
  const navigate = useNavigate()
  const onClose = () => void navigate({ to: '.', search: {} as never })
  return <ExportDialog runId={3} {...(filter && { filter })} opened={dialog === 'export'} onClose={onClose} />
}

/** A dataset's page with its dialog, another page, and the notices above both. */
function openDialog({ rows = 7, filter, files = [], download }: Opened = {}) {
  const shown: { end: Reply } = { end: answerWith({ end: null }) }
  const answers: Record<string, unknown> = {
    'run.show': { id: 3, name: 'Choir', exported: files.length > 0 ? { count: files.length } : null },
    'export.list': files,
    'export.preview': { text: '{}\n', rows, leftOut: 2 },
    'export.start': { exportId: 'a' },
  }
  const { transport, downloads, tell, become } = roadOf((name) =>
    name === 'export.show' ? shown.end : answerWith(answers[name]),
  )
  const { goTo } = renderPages({
    transport: { ...transport, ...(download && { download }) },
    pages: { '/': () => <h1>Home</h1>, '/datasets/$runId': () => <Dataset {...(filter && { filter })} /> },
    at: '/datasets/3?dialog=export',
    above: ExportNotices,
  })
  const button = (name: string) => screen.findByRole('button', { name })
  return {
    ...{ downloads, become, goTo, button },
    end: (end: object) => tell('export.done', { exportId: 'a', ...end }),
    answer: (reply: Reply) => {
      shown.end = reply
    },
    async start() {
      fireEvent.click(await button(words.do(rows)))
      await screen.findByText(words.starting)
    },
  }
}

test('an export that ends in its dialog is handed out at once', async () => {
  const { start, end, downloads } = openDialog()
  await start()
  await end({ result, problem: null })
  await screen.findByText(words.doneTitle(7))
  expect(downloads).toEqual(['a'])
  expect(screen.queryByText(shell.exported.show)).toBeNull()
})

test('the button that an export was begun with leaves the focus to the one that closes its result, and has it again where it is refused', async () => {
  const { end, button } = openDialog()
  const begin = async () => {
    const submit = await button(words.do(7))
    submit.focus()
    fireEvent.click(submit)
    await screen.findByText(words.starting)
    // As browsers do with a button that is switched off.
    submit.blur()
  }
  const hasFocus = async (name: string) => {
    const wanted = await button(name)
    await waitFor(() => expect(document.activeElement).toBe(wanted))
  }
  await begin()
  await end({ result: null, problem: { code: 'disk-full', message: 'The disk is full.' } })
  await hasFocus(words.do(7))
  await begin()
  await end({ result, problem: null })
  await hasFocus(words.done)
})

test('an export goes on when its page is left, and its end is told there, where the file is handed out', async () => {
  const { start, end, goTo, downloads, button } = openDialog()
  await start()
  await goTo('/')
  await end({ result, problem: null })
  await screen.findByText(shell.exported.done('Choir', 7))
  expect(downloads).toEqual([])
  screen.getByText(result.path)
  fireEvent.click(screen.getByText(shell.exported.show))
  await button(words.downloadAgain)
  within(screen.getByRole('dialog')).getByText(result.path)
  screen.getByText(words.folderToo)
  expect(downloads).toEqual(['a'])
})

test('the notice of an export stays until it is closed, or until its dialog was seen', async () => {
  const { start, end, goTo, button } = openDialog()
  await start()
  await goTo('/')
  const notice = () => screen.queryByText(shell.exported.done('Choir', 7))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await end({ result, problem: null })
  await act(() => vi.advanceTimersByTimeAsync(60_000))
  expect(notice()).not.toBeNull()
  vi.useRealTimers()
  await goTo('/datasets/3?dialog=export')
  screen.getByText(words.folder)
  await button(words.download)
  fireEvent.click(await button(words.done))
  await waitFor(() => expect(notice()).toBeNull())
})

test('a dialog that is closed while its file is written cancels nothing and says so, and a failure is told', async () => {
  const { start, end, button } = openDialog()
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

test('a file that could not be saved after its dialog was closed is told, with the way to why', async () => {
  const saved = Promise.withResolvers<Reply<null>>()
  const { start, end, button } = openDialog({ download: () => saved.promise })
  await start()
  await end({ result, problem: null })
  fireEvent.click(await button(words.done))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await act(async () => saved.resolve({ ok: false, error: { code: 'not-writable', message: 'The disk is full.' } }))
  await screen.findByText(shell.exported.unsaved('Choir'))
  fireEvent.click(screen.getByText(shell.exported.why))
  await screen.findByText('The disk is full.')
  screen.getByText(words.folder)
})

test('an export of which nobody knows any more does not run for ever, and one that ended meanwhile shows its file', async () => {
  const { start, answer, become, button } = openDialog()
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

test('the next export begins with the choices of the last one, and with the usual ones where those are damaged', async () => {
  const opened = openDialog()
  const radio = (name: string) => screen.findByRole('radio', { name })
  fireEvent.click(await radio(words.shapes.alpaca))
  fireEvent.click(await radio(words.formats.csv))
  fireEvent.click(screen.getByRole('checkbox', { name: words.pack }))
  await opened.start()
  cleanup()

  openDialog()
  const chosen = async (name: string) => expect(await radio(name)).toHaveProperty('checked', true)
  await chosen(words.shapes.alpaca)
  await chosen(words.formats.csv)
  expect(screen.getByRole('checkbox', { name: words.pack })).toHaveProperty('checked', true)
  cleanup()

  window.localStorage.setItem('persona-loom.export', '{"shape":"messages","format":"csv","mapping":[null]}')
  openDialog()
  await chosen(words.shapes.messages)
  await chosen(words.formats.jsonl)
  fireEvent.click(await radio(words.shapes.custom))
  await screen.findByRole('textbox', { name: words.fieldNameOf(2) })
})

test('what a model learns from a shape for training stands beside the shapes, where it moves none of them', async () => {
  openDialog()
  const radio = (shape: keyof typeof words.shapes) => screen.findByRole('radio', { name: words.shapes[shape] })
  const { writing, nothing } = words.teaches
  const taught = () => screen.queryAllByText((text) => text === writing || text === nothing)
  await radio('seed')
  expect(taught()).toEqual([])
  for (const [shape, taughtWords] of [
    ['alpaca', writing],
    ['prompt-only', nothing],
  ] as const) {
    fireEvent.click(await radio(shape))
    expect(taught().map((each) => each.textContent)).toEqual([taughtWords])
    expect(screen.getByRole('region', { name: new RegExp(words.preview) }).contains(taught()[0] ?? null)).toBe(true)
  }
  fireEvent.click(await radio('raw'))
  expect(taught()).toEqual([])
})

test('a dialog that finds no row says what was looked for', async () => {
  openDialog({ rows: 0, filter: { runId: 3, query: 'nothing like it' } })
  await screen.findByText(words.nothingText.good)
  fireEvent.click(screen.getByText(words.rowsOf.found))
  await screen.findByText(words.nothingText.found)
  expect(screen.queryByText(words.nothingText.good)).toBeNull()
})

test('what was exported last is said before the next export, and whether it lacks what changed since', async () => {
  const old = { rows: 3, shape: 'seed', narrowed: {}, madeAt: new Date(2024, 10, 25).getTime() } as const
  const opened = openDialog()
  await opened.button(words.do(7))
  expect(screen.queryByText(/^Last exported/)).toBeNull()
  cleanup()

  openDialog({ files: [{ ...old, rows: 40, shape: 'alpaca', madeAt: Date.now(), isCurrent: false }, old] })
  await screen.findByText('Last exported today, 40 rows as “Alpaca”; rows changed since.')
  cleanup()

  const again = openDialog({ files: [{ ...old, rows: 1, narrowed: { query: 'tar' }, isCurrent: true }] })
  await screen.findByText('Last exported Nov 25, 2024, 1 row found by filters, as “Four fields”; no row changed since.')
  await again.start()
  expect(screen.queryByText(/^Last exported/)).toBeNull()
})
