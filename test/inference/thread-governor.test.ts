import { expect, test } from 'vitest'
import { createThreadGovernor } from '../../src-main/inference/thread-governor.ts'

/** A machine of two cores, on which others and the engine take shares of a core. */
function machine(most = 2) {
  const sample = { atMs: 0, cores: 2, busyMs: 0, ownMs: 0 }
  const applied: number[] = []
  const governor = createThreadGovernor(
    most,
    () => ({ ...sample }),
    (threads) => applied.push(threads),
  )
  return {
    applied,
    run(milliseconds: number, { others, own, stepMs = 50 }: { others: number; own: number; stepMs?: number }) {
      for (let passed = 0; passed < milliseconds; passed += stepMs) {
        governor.beforeStep(sample.atMs)
        sample.atMs += stepMs
        sample.ownMs += own * stepMs
        sample.busyMs += (own + others) * stepMs
      }
    },
  }
}

test('on a quiet machine all threads stay', () => {
  const { run, applied } = machine()
  run(10_000, { others: 0.2, own: 1.8 })
  expect(applied).toEqual([])
})

test('a thread is given up soon after others need the processor, and taken back when they are done', () => {
  const { run, applied } = machine()
  run(3_000, { others: 0, own: 2 })
  run(2_500, { others: 0.9, own: 1.1 })
  expect(applied).toEqual([1])
  run(5_000, { others: 1, own: 1 })
  expect(applied).toEqual([1])
  run(2_500, { others: 0, own: 1 })
  expect(applied).toEqual([1, 2])
})

test('the last thread is never given up', () => {
  const { run, applied } = machine()
  run(10_000, { others: 1.9, own: 0.1, stepMs: 900 })
  expect(applied).toEqual([1])
})

test('what happened while no row was written says nothing about now', () => {
  const { run, applied } = machine()
  run(2_000, { others: 0, own: 2 })
  run(60_000, { others: 2, own: 0, stepMs: 60_000 })
  run(3_000, { others: 0, own: 2 })
  expect(applied).toEqual([])
})
