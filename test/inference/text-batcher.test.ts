import { afterEach, expect, test, vi } from 'vitest'
import { createTextBatcher } from '../../src-main/inference/text-batcher.ts'
import type { TextPiece } from '../../src-main/inference/wire.ts'

afterEach(() => void vi.useRealTimers())

function start() {
  vi.useFakeTimers()
  const sent: TextPiece[][] = []
  return { sent, batcher: createTextBatcher((pieces) => void sent.push(pieces)) }
}

test('however fast the tokens of eight rows come, at most twenty messages a second carry them, in order', () => {
  const { sent, batcher } = start()
  for (let ms = 0; ms < 1_000; ms++) {
    batcher.add((ms % 8) + 1, `${ms} `)
    vi.advanceTimersByTime(1)
  }
  vi.advanceTimersByTime(50)
  expect(sent.length).toBeGreaterThan(15)
  expect(sent.length).toBeLessThanOrEqual(20)
  const ofOne = sent.flat().flatMap(({ id, text }) => (id === 1 ? text.trim().split(' ') : []))
  expect(ofOne).toEqual(Array.from({ length: 125 }, (_, at) => String(at * 8)))
})

test('what came to a row is sent before its end is told, once', () => {
  const { sent, batcher } = start()
  batcher.add(1, 'Why')
  batcher.flushOf(2)
  expect(sent).toEqual([])
  batcher.flushOf(1)
  vi.advanceTimersByTime(100)
  expect(sent).toEqual([[{ id: 1, text: 'Why' }]])
})
