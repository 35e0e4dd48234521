// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { ApiProvider } from '../../src-renderer/client/api.tsx'
import { type Connection, createClient, type Transport } from '../../src-renderer/client/transport.ts'
import { useWriting } from '../../src-renderer/client/use-writing.ts'

afterEach(cleanup)

function watchRun(runId: number) {
  const heard = new Set<(name: string, payload: unknown) => void>()
  const watchers = new Set<(state: Connection) => void>()
  const transport: Transport = {
    request: async () => ({ ok: true, value: null }),
    onConnection(watcher) {
      watchers.add(watcher)
      watcher('open')
      return () => void watchers.delete(watcher)
    },
    onEvent(listener) {
      heard.add(listener)
      return () => void heard.delete(listener)
    },
  }
  const client = createClient(transport)
  const { result } = renderHook(() => useWriting(runId), {
    wrapper: ({ children }) => <ApiProvider client={client}>{children}</ApiProvider>,
  })
  const tell = (name: string, payload: unknown) =>
    act(() => Array.from(heard).map((listener) => listener(name, payload)))
  const become = (state: Connection) => act(() => Array.from(watchers).map((watcher) => watcher(state)))
  const piece = (rowId: number, text: string) => ({ rowId, position: rowId - 1, persona: 'A baker', text })
  return { tell, become, piece, shown: () => result.current.map(({ rowId, text }) => `${rowId} ${text}`) }
}

test('a row that is written and waits for an earlier one is not shown as being written any more', async () => {
  const { tell, piece, shown } = watchRun(7)
  tell('row.delta', { runId: 7, rows: [piece(2, 'How much'), piece(1, 'Why')] })
  tell('row.delta', { runId: 7, rows: [piece(2, ' salt?')] })
  await waitFor(() => expect(shown()).toEqual(['1 Why', '2 How much salt?']))
  tell('row.written', { runId: 7, rowId: 2 })
  await waitFor(() => expect(shown()).toEqual(['1 Why']))
})

test('a try that failed a check begins again from nothing, and what another run writes is not shown', async () => {
  const { tell, piece, shown } = watchRun(7)
  tell('row.delta', { runId: 7, rows: [piece(1, 'Why')] })
  tell('row.delta', { runId: 8, rows: [piece(4, 'Else')] })
  await waitFor(() => expect(shown()).toEqual(['1 Why']))
  tell('row.changed', { id: 1, state: 'running' })
  // Nobody writes it until a place is free.
  await waitFor(() => expect(shown()).toEqual([]))
  tell('row.delta', { runId: 7, rows: [piece(1, 'Who')] })
  await waitFor(() => expect(shown()).toEqual(['1 Who']))
  tell('row.changed', { id: 1, state: 'accepted' })
  await waitFor(() => expect(shown()).toEqual([]))
})

test('what was known before events were lost is shown no longer, and nothing is written on to it', async () => {
  const { tell, become, piece, shown } = watchRun(7)
  tell('row.delta', { runId: 7, rows: [piece(1, 'Why'), piece(2, 'How')] })
  await waitFor(() => expect(shown()).toEqual(['1 Why', '2 How']))
  become('reconnecting')
  expect(shown()).toEqual(['1 Why', '2 How'])
  become('open')
  await waitFor(() => expect(shown()).toEqual([]))
  tell('row.delta', { runId: 7, rows: [piece(2, ' long?')] })
  await waitFor(() => expect(shown()).toEqual(['2  long?']))
})
