import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPacer } from '../../src-main/inference/pacer.ts'

function recorded() {
  const rests: { ms: number; woken: AbortSignal; end: () => void }[] = []
  let beats = 0
  const pacer = createPacer({
    beforeStep: () => {},
    onRest: () => void beats++,
    rest: (ms, woken) => new Promise((resolve) => rests.push({ ms, woken, end: resolve })),
  })
  return { pacer, rests, beats: () => beats }
}

const goesOn = () => false

test('a step at half pace is followed by a rest as long as it took, which the watchdog hears of', async () => {
  const { pacer, rests, beats } = recorded()
  pacer.setPace('half')
  let isOver = false
  const step = pacer
    .step(async () => {
      await delay(50)
      return 'done'
    }, goesOn)
    .finally(() => {
      isOver = true
    })
  await expect.poll(() => rests.length).toBe(1)
  expect(rests[0]?.ms).toBeGreaterThanOrEqual(45)
  expect(rests[0]?.ms).toBeLessThan(5_000)
  expect(beats()).toBe(1)
  expect(isOver).toBe(false)
  rests[0]?.end()
  expect(await step).toBe('done')
})

test('at full pace nothing rests, nor does the last step of the last row', async () => {
  const { pacer, rests } = recorded()
  await pacer.step(async () => {}, goesOn)
  pacer.setPace('half')
  await pacer.step(
    async () => {},
    () => true,
  )
  expect(rests).toEqual([])
})

test('a rest ends at once when the pace goes back to full, and when it is woken', async () => {
  const pacer = createPacer({ beforeStep: () => {}, onRest: () => {} })
  for (const end of [() => pacer.setPace('full'), pacer.wake]) {
    pacer.setPace('half')
    const startedAt = performance.now()
    // Rows and vectors rest beside each other.
    const steps = [1_500, 1_500].map((ms) => pacer.step(() => delay(ms), goesOn))
    await delay(1_600)
    end()
    await Promise.all(steps)
    expect(performance.now() - startedAt).toBeLessThan(2_600)
  }
})

test('a machine that slept in the middle of a step is not rested for as long', async () => {
  const { pacer, rests } = recorded()
  pacer.setPace('half')
  const now = performance.now
  const step = pacer.step(async () => {
    performance.now = () => now.call(performance) + 3_600_000
  }, goesOn)
  await expect.poll(() => rests.length).toBe(1)
  performance.now = now
  expect(rests[0]?.ms).toBe(30_000)
  rests[0]?.end()
  await step
})
