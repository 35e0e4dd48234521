import { expect, onTestFinished, test, vi } from 'vitest'
import { withSignsOfLife } from '../../scripts/lib/signs-of-life.mjs'

/** Plays work that takes so long, and gives what a terminal was shown. */
async function shownOf(ms: number, work: () => Promise<unknown> = () => Promise.resolve()) {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const shown: string[] = []
  const terminal = { isTTY: true, write: (text: string) => shown.push(text) }
  const slow = () => new Promise((resolve) => setTimeout(resolve, ms)).then(work)
  const ended = withSignsOfLife('Building', slow, { terminal }).catch((error: Error) => error.message)
  await vi.advanceTimersByTimeAsync(ms)
  const end = await ended
  await vi.advanceTimersByTimeAsync(60_000)
  return { shown, end }
}

test('long work in a terminal tells its time on one line, which ends with it', async () => {
  const { shown } = await shownOf(25_000)
  expect(shown).toEqual(['Building, 10 s so far.\r', 'Building, 20 s so far.\r', '\n'])
})

test('short work in a terminal is not spoken of', async () => {
  expect((await shownOf(5_000)).shown).toEqual([])
})

test('work that fails says so, and its time is told no more', async () => {
  const { shown, end } = await shownOf(15_000, () => Promise.reject(new Error('the disk is full')))
  expect({ shown, end }).toEqual({ shown: ['Building, 10 s so far.\r', '\n'], end: 'the disk is full' })
})
