import { expect, test } from 'vitest'
import { frameWork, mainThreadOf, type TraceEvent } from './frame-work.ts'

const at = (name: string, ts: number, dur?: number, tid = 1): TraceEvent => ({
  ...{ name, ts, tid, pid: 9, ph: dur === undefined ? 'I' : 'X' },
  ...(dur === undefined ? {} : { dur }),
})
const main = (tid: number): TraceEvent => ({
  ...at('thread_name', 0, undefined, tid),
  ph: 'M',
  args: { name: 'CrRendererMain' },
})
const frames = [0, 16_000, 32_000, 48_000].map((ts) => at('WebFrameWidgetImpl::BeginMainFrame', ts))

test('work belongs to the frame in which it begins, and what lies within other work counts once', () => {
  const trace = [
    ...[main(1), ...frames],
    at('FunctionCall', 1_000, 4_000),
    at('Layout', 2_000, 2_000),
    at('UpdateLayoutTree', 6_000, 1_000),
    at('FunctionCall', 33_000, 2_000),
    at('TimerFire', 34_000, 3_000),
  ]
  expect(frameWork(trace)).toEqual([5, 0, 4])
})

test('painting, other threads and what came before the first frame are no work of a frame', () => {
  const trace = [
    ...[main(1), ...frames],
    at('Paint', 1_000, 9_000),
    at('FunctionCall', 1_000, 9_000, 2),
    at('FunctionCall', -5_000, 2_000),
  ]
  expect(frameWork(trace)).toEqual([0, 0, 0])
})

test('of several main threads the page’s own is the one with the frames', () => {
  expect(mainThreadOf([main(4), main(1), ...frames])).toMatchObject({ tid: 1 })
  expect(() => mainThreadOf(frames)).toThrow('no main thread')
})
