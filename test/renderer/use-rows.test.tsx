// @vitest-environment happy-dom
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { Input } from '#contract/index'
import type { Row } from '#contract/rows'
import { ApiProvider } from '../../src-renderer/client/api.tsx'
import { LiveCache } from '../../src-renderer/client/live-cache.tsx'
import { createQueryClient } from '../../src-renderer/client/query-client.ts'
import { createClient, type Transport } from '../../src-renderer/client/transport.ts'
import { useRows } from '../../src-renderer/client/use-rows.ts'

afterEach(cleanup)

const step = 8192
const usual = { runId: 1 }

/** A core with a list of rows in memory: the row at place n has the id n + 1, or twice that among those accepted. */
function coreWith(count: number) {
  /** `gone`: so many left the list's beginning. */
  const state = { count, gone: 0, isBroken: false, isSilent: false, isCounting: false }
  const pages: Input<'row.page'>[] = []
  let heard: (name: string, payload: unknown) => void = () => undefined
  const idAt = (place: number, filter: { states?: unknown }) => (place + 1) * (filter.states ? 2 : 1) + state.gone
  const rowOf = (id: number) => ({ id, runId: 1, text: `text ${id}`, persona: '', state: 'waiting' }) as unknown as Row
  const transport: Transport = {
    async request(name, input) {
      const filter = input as Input<'row.page'>
      if (state.isSilent && filter.states) await new Promise(() => undefined)
      if (name === 'row.outline') {
        if (state.isCounting) await new Promise(() => undefined)
        const places = Array.from({ length: Math.floor(state.count / step) }, (_, at) => (at + 1) * step)
        const landmarks = places.map((at) => ({ after: idAt(at - 1, filter), at }))
        return { ok: true, value: { total: state.count, landmarks, isPartial: false } }
      }
      pages.push(filter)
      if (state.isBroken) return { ok: false, error: { code: 'internal', message: 'The disk is gone.' } }
      const { after = 0, skip = 0, limit = 100 } = filter
      const from = Math.max(0, after - state.gone) / (filter.states ? 2 : 1) + skip
      const places = Array.from({ length: Math.max(0, Math.min(limit, state.count - from)) }, (_, at) => from + at)
      const rows = places.map((place) => rowOf(idAt(place, filter)))
      return { ok: true, value: { rows, next: rows.length === limit ? rows.at(-1)?.id : null } }
    },
    onEvent(listener) {
      heard = listener
      return () => undefined
    },
  }
  return { state, pages, transport, rowOf, tell: (name: string, payload: unknown) => act(() => heard(name, payload)) }
}

async function showRows(count: number, options: Parameters<typeof useRows>[1] = {}) {
  const core = coreWith(count)
  const cache: QueryClient = createQueryClient()
  let drawings = 0
  const client = createClient(core.transport)
  const { result, rerender } = renderHook(
    ({ filter }) => {
      drawings++
      return useRows(filter, options)
    },
    {
      initialProps: { filter: usual as Input<'row.outline'> },
      wrapper: ({ children }: { children: ReactNode }) => (
        <ApiProvider client={client}>
          <QueryClientProvider client={cache}>
            <LiveCache />
            {children}
          </QueryClientProvider>
        </ApiProvider>
      ),
    },
  )
  await waitFor(() => expect(result.current.at(0)).toBeDefined())
  return {
    ...core,
    list: () => result.current,
    look: (first: number, last = first + 20) => act(() => result.current.look(first, last)),
    filterBy: (filter: Input<'row.outline'>) => rerender({ filter }),
    drawings: () => drawings,
    pagesHere: () => cache.getQueryCache().findAll({ queryKey: ['row.page'] }).length,
  }
}

const idAt = (shown: { list: () => ReturnType<typeof useRows> }, place: number) => shown.list().at(place)?.id

test('a list of a million begins with one page, and its middle is asked for by the landmark before it', async () => {
  const shown = await showRows(1_000_000)
  expect(shown.list().total).toBe(1_000_000)
  expect(shown.pages).toEqual([{ runId: 1, skip: 0, limit: 100 }])
  shown.look(500_140)
  await waitFor(() => expect(idAt(shown, 500_140)).toBe(500_141))
  await waitFor(() => expect(idAt(shown, 500_099)).toBe(500_100))
  expect(shown.list().at(0)).toBeUndefined()
  // The page in sight and its neighbours at once: a browser takes longer to ask than what is asked for.
  const landmark = Math.floor(500_000 / step) * step
  expect(shown.pages.slice(1)).toEqual([{ runId: 1, after: landmark, skip: 500_000 - landmark, limit: 300 }])
})

test('the first page stands there before the list is counted, where the list begins with it', async () => {
  const shown = await showRows(20_000, { startAt: 0 })
  expect(shown.list().isCounted).toBe(true)
  shown.state.isCounting = true
  shown.filterBy({ ...usual, states: ['accepted'] })
  await waitFor(() => expect(idAt(shown, 0)).toBe(2))
  expect(shown.list()).toMatchObject({ total: 100, isCounted: false, isStale: false, error: null })

  // A page that is not full is the whole list.
  shown.state.count = 3
  shown.filterBy({ ...usual, states: ['rejected'] })
  await waitFor(() => expect(shown.list()).toMatchObject({ total: 3, isCounted: true, isStale: false }))
  shown.state.count = 0
  shown.filterBy({ ...usual, states: ['failed'] })
  await waitFor(() => expect(shown.list()).toMatchObject({ total: 0, isCounted: true, isStale: false }))
})

test('a list that was left far from its beginning waits for its length, unless other lines stand', async () => {
  const options = { startAt: 0 }
  const shown = await showRows(20_000, options)
  const { state, list, filterBy } = shown
  state.count = 0
  filterBy({ ...usual, states: ['failed'] })
  await waitFor(() => expect(list()).toMatchObject({ total: 0, isCounted: true, isStale: false }))

  // Nothing stands, so the list would begin at its place, which a first page does not reach.
  Object.assign(state, { count: 20_000, isCounting: true })
  options.startAt = 5_000
  filterBy({ ...usual, states: ['accepted'] })
  await waitFor(() => expect(shown.pages).toHaveLength(3))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(list()).toMatchObject({ total: 0, isStale: true })

  // Near its beginning it does; and from there on lines stand, so that the next list begins at its top.
  options.startAt = 0
  filterBy({ ...usual, states: ['rejected'] })
  await waitFor(() => expect(list()).toMatchObject({ total: 100, isCounted: false, isStale: false }))
  options.startAt = 5_000
  filterBy({ ...usual, states: ['duplicate'] })
  await waitFor(() => expect(list()).toMatchObject({ total: 100, isCounted: false, isStale: false }))
})

test('a list that is not known to begin with its first page waits for its length', async () => {
  const shown = await showRows(20_000)
  shown.state.isCounting = true
  shown.filterBy({ ...usual, states: ['accepted'] })
  await waitFor(() => expect(shown.pages).toHaveLength(2))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(shown.list()).toMatchObject({ total: 20_000, isCounted: true, isStale: true })
})

test('what is only passed by is not asked for', async () => {
  const shown = await showRows(1_000_000)
  shown.look(0)
  for (let place = 50_000; place <= 900_000; place += 50_000) shown.look(place)
  await waitFor(() => expect(idAt(shown, 900_000)).toBe(900_001))
  const starts = shown.pages.map(({ after = 0, skip = 0 }) => after + skip)
  // First what is in sight.
  expect(starts).toEqual([0, 900_000])
  await waitFor(() => expect(idAt(shown, 899_999)).toBe(900_000))
})

test('whoever goes on finds the next page there, and no more than a dozen stay', async () => {
  const shown = await showRows(1_000_000)
  for (let place = 0; place < 4_000; place += 50) {
    shown.look(place)
    await waitFor(() => expect(idAt(shown, place + 60)).toBe(place + 61))
  }
  expect(shown.pagesHere()).toBeLessThanOrEqual(12)
})

test('another filter leaves the old list standing until its own comes, from its beginning', async () => {
  const shown = await showRows(20_000)
  shown.look(10_000)
  await waitFor(() => expect(idAt(shown, 10_000)).toBe(10_001))
  shown.state.isSilent = true
  shown.filterBy({ ...usual, states: ['accepted'] })
  await waitFor(() => expect(shown.list().isStale).toBe(true))
  expect(idAt(shown, 10_000)).toBe(10_001)
  shown.state.isSilent = false
  shown.filterBy({ ...usual, states: ['rejected'] })
  await waitFor(() => expect(idAt(shown, 0)).toBe(2))
  expect(shown.list().isStale).toBe(false)
  expect(shown.pages.at(-1)).toEqual({ runId: 1, states: ['rejected'], skip: 0, limit: 100 })
})

test('a run that grows makes the list longer, and its last page is asked for again', async () => {
  const shown = await showRows(50)
  const accepted = { ...usual, states: ['accepted' as const] }
  shown.filterBy(accepted)
  await waitFor(() => expect(idAt(shown, 49)).toBe(100))
  shown.state.count = 60
  shown.tell('row.changed', shown.rowOf(7))
  await waitFor(() => expect(shown.list().total).toBe(60))
  await waitFor(() => expect(idAt(shown, 59)).toBe(120))
})

test('a list that no event can change is not counted again while its rows are written', async () => {
  const shown = await showRows(50)
  shown.state.count = 60
  shown.tell('row.changed', shown.rowOf(7))
  await new Promise((resolve) => setTimeout(resolve, 2_300))
  expect(shown.list().total).toBe(50)
})

test('pages that were asked for by landmarks of before are asked for again once those are known anew', async () => {
  const shown = await showRows(20_000)
  shown.look(10_000)
  await waitFor(() => expect(idAt(shown, 10_000)).toBe(10_001))
  Object.assign(shown.state, { gone: 7, count: 19_993 })
  shown.tell('row.indexed', {})
  await waitFor(() => expect(idAt(shown, 10_000)).toBe(10_008))
  expect(shown.list().total).toBe(19_993)
})

test('a page that fails is told, and comes when it is asked for again', async () => {
  const shown = await showRows(1_000_000)
  shown.state.isBroken = true
  shown.look(700_000)
  await waitFor(() => expect(shown.list().error?.message).toBe('The disk is gone.'))
  expect(shown.list()).toMatchObject({ hasCome: true, total: 1_000_000 })
  expect(idAt(shown, 700_000)).toBeUndefined()
  shown.state.isBroken = false
  act(() => shown.list().refetch())
  await waitFor(() => expect(idAt(shown, 700_000)).toBe(700_001))
  expect(shown.list().error).toBeNull()
})

test('a row that changes is rewritten where it stands, also far down, without asking again', async () => {
  const shown = await showRows(1_000_000)
  shown.look(600_000)
  await waitFor(() => expect(idAt(shown, 600_000)).toBe(600_001))
  const asked = shown.pages.length
  shown.tell('row.changed', { ...shown.rowOf(600_001), state: 'accepted' })
  await waitFor(() => expect(shown.list().at(600_000)?.state).toBe('accepted'))
  expect(shown.pages).toHaveLength(asked)
})

test('changes that follow one another in a rush are drawn together, the last state of each', async () => {
  const shown = await showRows(1_000)
  const before = shown.drawings()
  for (let id = 1; id <= 100; id++) {
    shown.tell('row.changed', { ...shown.rowOf(id), state: 'running' })
    shown.tell('row.changed', { ...shown.rowOf(id), state: 'accepted' })
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await waitFor(() => {
    const states = Array.from({ length: 100 }, (_, place) => shown.list().at(place)?.state)
    expect(new Set(states)).toEqual(new Set(['accepted']))
  })
  expect(shown.drawings() - before).toBeLessThan(20)
})

test('what is read next is fetched where it has not come, and rows between two places are known without being here', async () => {
  const shown = await showRows(20_000)
  expect((await shown.list().fetchAt(19_999))?.id).toBe(20_000)
  const ids = await shown.list().idsBetween(9_000, 10_199)
  expect(ids).toEqual(Array.from({ length: 1_200 }, (_, at) => 9_001 + at))
  expect(shown.pages.slice(-3).map(({ cut }) => cut)).toEqual([0, 0, 0])
})
