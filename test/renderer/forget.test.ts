import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { forget } from '../../src-renderer/client/use-request.ts'

test('a first answer that was asked for before something changed is asked for once more', async () => {
  const cache = new QueryClient()
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  const asked = vi.fn(() => (answers[asked.mock.calls.length - 1] as (typeof answers)[0]).promise)
  const shown = new QueryObserver(cache, { queryKey: ['run.list', {}], queryFn: asked })
  const stop = shown.subscribe(() => undefined)
  expect(asked).toHaveBeenCalledTimes(1)
  forget(cache, ['run.list'])
  answers[0]?.resolve('as it was')
  answers[1]?.resolve('as it is')
  await vi.waitFor(() => expect(shown.getCurrentResult().data).toBe('as it is'))
  expect(asked).toHaveBeenCalledTimes(2)
  stop()
})

test('an answer that stands is asked for once', async () => {
  const cache = new QueryClient()
  const asked = vi.fn(async () => asked.mock.calls.length)
  const shown = new QueryObserver(cache, { queryKey: ['run.list', {}], queryFn: asked })
  const stop = shown.subscribe(() => undefined)
  await vi.waitFor(() => expect(shown.getCurrentResult().data).toBe(1))
  forget(cache, ['run.list'])
  await vi.waitFor(() => expect(shown.getCurrentResult().data).toBe(2))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(asked).toHaveBeenCalledTimes(2)
  stop()
})
