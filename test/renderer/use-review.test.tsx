// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { ErrorCode } from '#contract/errors'
import type { Input, Output } from '#contract/index'
import type { Row } from '#contract/rows'
import { ApiProvider } from '../../src-renderer/client/api.tsx'
import { createQueryClient } from '../../src-renderer/client/query-client.ts'
import { createClient, type Transport } from '../../src-renderer/client/transport.ts'
import { requestKey } from '../../src-renderer/client/use-request.ts'
import { useReview } from '../../src-renderer/client/use-review.ts'
import { en } from '../../src-renderer/locales/en.ts'

afterEach(cleanup)

const rowOf = (id: number) => ({ id, verdict: null, discardReason: null, editedText: null, note: null }) as Row

/** Of these rows the texts are edited as in the core. */
function coreWithTexts() {
  const texts = new Map<number, string | null>()
  const notes = new Map<number, string | null>()
  const there = (id: number) =>
    ({ ...rowOf(id), text: `Text ${id}`, editedText: texts.get(id) ?? null, note: notes.get(id) ?? null }) as Row
  const transport: Transport = {
    async request(_, input) {
      const { rowId, editedText, editedFrom, note, noteFrom } = input as Input<'row.judge'>
      const { text, editedText: shown, note: noted } = there(rowId)
      const isOvertaken =
        (editedFrom !== undefined && editedFrom !== (shown ?? text)) ||
        (noteFrom !== undefined && noteFrom !== (noted ?? ''))
      if (isOvertaken) return { ok: false, error: { code: 'changed-elsewhere', message: 'Save it all the same.' } }
      if (editedText !== undefined) texts.set(rowId, editedText)
      if (note !== undefined) notes.set(rowId, note)
      return { ok: true, value: there(rowId) }
    },
    onEvent: () => () => undefined,
  }
  return { texts, notes, there, client: createClient(transport) }
}

test('an edit or a note that another window changed since is not undone, and bars no step before it', async () => {
  const { texts, notes, there, client } = coreWithTexts()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <ApiProvider client={client}>
      <QueryClientProvider client={createQueryClient()}>{children}</QueryClientProvider>
    </ApiProvider>
  )
  const page = renderHook(() => useReview(9), { wrapper }).result
  await act(() => page.current.change(there(1), { editedText: 'Mine' }))
  await act(() => page.current.change(there(1), { editedText: 'Mine again' }))
  await act(() => page.current.change(there(1), { note: 'Look at this' }))
  notes.set(1, 'Seen')
  await act(() => page.current.undo())
  expect(page.current).toMatchObject({ undoable: 2, error: { message: en.common.error.undoOvertaken } })
  expect(await act(() => page.current.undo())).toMatchObject({ row: { id: 1 }, what: 'edit' })
  expect(texts.get(1)).toBe('Mine')
  texts.set(1, 'Theirs')
  await act(() => page.current.undo())
  expect(page.current).toMatchObject({ undoable: 0, error: { message: en.common.error.undoOvertaken } })
  expect([texts.get(1), notes.get(1)]).toEqual(['Theirs', 'Seen'])
})

/** A core that keeps verdicts, and refuses everything for as long as it has a reason to. */
function coreWithVerdicts() {
  const state: { refusal?: { code: ErrorCode; message: string } } = {}
  const verdicts = new Map<number, string | null | undefined>()
  const asked: string[] = []
  const transport: Transport = {
    async request(name, input) {
      asked.push(name)
      // As long as an answer takes: the next key may come before it.
      await new Promise((resolve) => setTimeout(resolve, 5))
      if (state.refusal) return { ok: false, error: state.refusal }
      if (name === 'row.undo') return { ok: true, value: { changed: 2 } }
      if (name === 'row.judgeMany') return { ok: true, value: { changed: 2, skipped: 0, undoId: 7 } }
      const { rowId, verdict } = input as Input<'row.judge'>
      verdicts.set(rowId, verdict)
      return { ok: true, value: { ...rowOf(rowId), verdict } }
    },
    onEvent: () => () => undefined,
  }
  const client = createClient(transport)
  const cache = createQueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <ApiProvider client={client}>
      <QueryClientProvider client={cache}>{children}</QueryClientProvider>
    </ApiProvider>
  )
  return { state, verdicts, asked, cache, openPage: (runId: number) => renderHook(() => useReview(runId), { wrapper }) }
}

const theDiskIsFull = { code: 'disk-full', message: 'The disk is full. Nothing was changed.' } as const

test('a step that could not be undone is the next to be undone still, and what went wrong is told until then', async () => {
  const { state, verdicts, openPage } = coreWithVerdicts()
  const { current: first } = openPage(1).result
  const page = openPage(1).result
  await act(() => first.change(rowOf(4), { verdict: 'kept' }))
  state.refusal = theDiskIsFull
  expect(await act(() => page.current.undo())).toBeUndefined()
  expect(page.current).toMatchObject({ undoable: 1, error: { message: theDiskIsFull.message } })
  expect(verdicts.get(4)).toBe('kept')

  delete state.refusal
  expect(await act(() => page.current.undo())).toMatchObject({ row: { id: 4 }, what: 'verdict' })
  expect(page.current).toMatchObject({ undoable: 0, error: null })
  expect(verdicts.get(4)).toBeNull()
})

test('who leaves the page and comes back can undo what was done before, and nothing of another dataset', async () => {
  const { asked, verdicts, openPage } = coreWithVerdicts()
  const before = openPage(2)
  await act(() => before.result.current.change(rowOf(1), { verdict: 'discarded' }))
  act(() => void before.result.current.changeMany({ rowIds: [2, 3], verdict: 'kept' }))
  // Left before the answer is there.
  before.unmount()
  const other = openPage(3).result
  expect(await act(() => other.current.undo())).toBeUndefined()

  const back = openPage(2).result
  await waitFor(() => expect(back.current.undoable).toBe(2))
  expect(await act(() => back.current.undo())).toEqual({ changed: 2 })
  expect(asked.at(-1)).toBe('row.undo')
  expect(await act(() => back.current.undo())).toMatchObject({ row: { id: 1 } })
  expect(verdicts.get(1)).toBeNull()
})

test('keys that come faster than answers undo one step each', async () => {
  const { verdicts, openPage } = coreWithVerdicts()
  const page = openPage(4).result
  await act(() =>
    Promise.all([
      page.current.change(rowOf(1), { verdict: 'kept' }),
      page.current.change(rowOf(2), { verdict: 'kept' }),
      page.current.change(rowOf(3), { verdict: 'kept' }),
      page.current.undo(),
      page.current.undo(),
    ]),
  )
  expect([...verdicts]).toEqual([
    [1, 'kept'],
    [2, null],
    [3, null],
  ])
  expect(page.current.undoable).toBe(1)
})

test.each([
  ['not-found', 5],
  ['bad-input', 6],
] as const)(
  'a step that can never be undone (%s) is told once and leaves the way to the one before it',
  async (code, runId) => {
    const { state, openPage } = coreWithVerdicts()
    const page = openPage(runId).result
    await act(() => page.current.change(rowOf(1), { verdict: 'kept' }))
    act(() => void page.current.changeMany({ rowIds: [2, 3], verdict: 'kept' }))
    await waitFor(() => expect(page.current.undoable).toBe(2))
    state.refusal = { code, message: 'This can no longer be undone.' }
    await act(() => page.current.undo())
    expect(page.current).toMatchObject({ undoable: 1, error: { message: 'This can no longer be undone.' } })
    delete state.refusal
    expect(await act(() => page.current.undo())).toMatchObject({ row: { id: 1 } })
  },
)

test('a row that is judged again before its list was asked for anew goes back to the verdict between', async () => {
  const { verdicts, cache, openPage } = coreWithVerdicts()
  const page = openPage(6).result
  const listed = requestKey('row.page', { runId: 6 })
  const rowInList = () => cache.getQueryData<Output<'row.page'>>(listed)?.rows[0] as Row
  cache.setQueryData(listed, { rows: [rowOf(1)], next: null })
  await act(() => page.current.change(rowInList(), { verdict: 'kept' }))
  await act(() => page.current.change(rowInList(), { verdict: 'discarded' }))
  await act(() => page.current.undo())
  expect(verdicts.get(1)).toBe('kept')
})
