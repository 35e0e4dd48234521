import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { getLlama } from 'node-llama-cpp'
import { afterAll, expect, test } from 'vitest'
import type { GenerateRequest } from '../../src-main/core/engine.ts'
import { forkChild } from '../../src-main/hosts/node/fork-child.ts'
import { createLockStep } from '../../src-main/inference/lock-step.ts'
import { openContext } from '../../src-main/inference/open-context.ts'
import { createPacer } from '../../src-main/inference/pacer.ts'
import { createProcessEngine } from '../../src-main/inference/process-engine.ts'
import type { ToChild } from '../../src-main/inference/wire.ts'
import { ask, sampling } from '../support/start-engine.ts'
import { tinyModels } from '../support/tiny-model.ts'

const models = tinyModels()
const tiny = models.make()
const room = { contextSize: 700, slots: 4 }

/** The engine with its process, and what that process was told of the pace. */
function startWatched() {
  const told: string[] = []
  const fork = forkChild(join(import.meta.dirname, '../../src-main/inference/inference.ts'))
  const engine = createProcessEngine({
    spawn() {
      const child = fork()
      const post = (message: unknown) => {
        const sent = message as ToChild
        if (sent.type === 'pace') told.push(sent.pace)
        child.post(message)
      }
      return { ...child, post }
    },
    log: () => {},
    // Shorter than a long row at half pace, so that a rest without a beat would be found out.
    watchdogLimits: { tickMs: 50, leastMs: 3_000, firstMs: 60_000 },
  })
  return { engine, told }
}

const { engine } = startWatched()
afterAll(async () => {
  await engine.close()
  models.remove()
})

const requests: GenerateRequest[] = Array.from({ length: 10 }, (_, at) =>
  ask(`${'How many people work in the town? '.repeat(1 + (at % 4) * 6)}${at}`, {
    seed: at,
    sampling: { ...sampling, temperature: 2, maxTokens: 60 + at * 20 },
  }),
)

async function texts(): Promise<string[]> {
  return (await Promise.all(requests.map((request) => engine.generate(request)))).map(({ text }) => text)
}

test('rows say the same at half pace, and when the pace changes while they are written', async () => {
  await engine.load(tiny)
  await engine.open(room)
  const full = await texts()
  expect(new Set(full).size).toBe(requests.length)
  engine.setPace('half')
  expect(await texts()).toEqual(full)

  const changing = texts()
  for (const pace of ['full', 'half', 'full', 'half'] as const) {
    engine.setPace(pace)
    await delay(30)
  }
  expect(await changing).toEqual(full)
})

test('a pace is kept for a process that does not exist yet, and for the next one', async () => {
  const other = startWatched()
  other.engine.setPace('half')
  expect(other.told).toEqual([])
  await other.engine.load(tiny)
  expect(other.told).toEqual(['half'])
  await other.engine.close()
  await other.engine.load(tiny)
  expect(other.told).toEqual(['half', 'half'])
  other.engine.setPace('full')
  expect(other.told).toEqual(['half', 'half', 'full'])
  await other.engine.close()
  await other.engine.load(tiny)
  expect(other.told).toHaveLength(3)
  await other.engine.close()
})

// By the clock, as a rest in another process leaves no other trace; half of the time is far from a fifth.
test('half pace reaches the process of the model: the same row takes longer', { retry: 2 }, async () => {
  const request = ask('Tell me everything.', { sampling: { ...sampling, temperature: 3, maxTokens: 400 } })
  engine.setPace('full')
  await engine.generate(request)
  const { durationMs: full } = await engine.generate(request)
  engine.setPace('half')
  const { durationMs: half } = await engine.generate(request)
  engine.setPace('full')
  expect(half).toBeGreaterThan(full * 1.2)
})

test('every step and every piece of a prompt is rested for, and an aborted row ends without waiting for the rest', async () => {
  const llama = await getLlama({ gpu: false, build: 'never' })
  const model = await llama.loadModel({ modelPath: tiny.path })
  const context = await openContext(model, { contextSize: 700, slots: 2, threads: 1 })
  let rests = 0
  let long = false
  const pacer = createPacer({
    beforeStep: () => {},
    onRest: () => {},
    async rest(_ms, woken) {
      rests++
      if (long) await new Promise((resolve) => woken.addEventListener('abort', resolve))
    },
  })
  pacer.setPace('half')
  const lockStep = createLockStep(context, 2, pacer)
  const tokens = model.tokenize('the '.repeat(600)).slice(0, 600)
  let taken = 0
  const row = (signal: AbortSignal, most: number) =>
    lockStep.write(
      { tokens, sharedLength: 0, options: { temperature: 0 }, signal, take: () => ++taken === most },
      () => {},
    )
  await row(new AbortController().signal, 5)
  // Two pieces of at most 512 tokens and five steps; nobody rests after the last.
  expect([taken, rests]).toEqual([5, 2 + 4])
  await lockStep.idle()

  taken = 0
  long = true
  const controller = new AbortController()
  const reason = new Error('enough')
  const endless = row(controller.signal, 1_000)
  await expect.poll(() => rests).toBeGreaterThan(6)
  controller.abort(reason)
  await expect(endless).rejects.toBe(reason)
  await lockStep.idle()

  // A row that still waits for a slot: the rest of those before it is over for it too.
  const writers = new AbortController()
  const rows = [0, 1, 2].map(() => row(writers.signal, 1_000).catch((error: unknown) => error))
  const soFar = rests
  await expect.poll(() => rests).toBeGreaterThan(soFar)
  writers.abort(reason)
  expect(await Promise.all(rows)).toEqual([reason, reason, reason])
  await lockStep.idle()
  await lockStep.dispose()
  await model.dispose()
})
