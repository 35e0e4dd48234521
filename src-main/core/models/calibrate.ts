import { AppError } from '#contract/errors'
import type { Calibration } from '#contract/models'
import { usualSampling } from '#contract/sampling'
import type { Engine } from '../engine.ts'

export type Rate = Calibration['rates'][number]

const slotSteps = [1, 2, 4, 8, 16]
const contextSize = 512
const tokensOfRow = 64
/** The next step takes about as long as the last one: its rows are twice as many, but written together. */
const budgetMs = 60_000
/** Fewer threads that are slower by less than this leave the rest of the machine usable at hardly any price. */
const cheapShare = 0.05
/** Rows that try out speed: long, and no two alike. */
const subjects = [
  'a harbour',
  'a train ride',
  'an orchard',
  'a lighthouse',
  'a market',
  'a winter',
  'a bridge',
  'a school',
]

/**
 * Measures how fast the loaded model writes, within a minute: with 1, 2, 4, 8 and 16 rows at once on the engine's usual
 * threads, then with fewer threads at the best number of rows. At least one step.
 */
export async function calibrate(engine: Engine, usualThreads: number, onRate: (rate: Rate) => void): Promise<Rate[]> {
  const rates: Rate[] = []
  const startedAt = performance.now()
  let lastMs = 0

  /** What does not fit beside the first step ends no measuring; the first has to. */
  async function fits(slots: number, threads: number): Promise<boolean> {
    try {
      await engine.open({ contextSize, slots, threads })
      return true
    } catch (error) {
      if (rates.length === 0 || !(error instanceof AppError) || error.code !== 'model-unusable') throw error
      return false
    }
  }

  async function step(slots: number, threads: number): Promise<void> {
    if (rates.length > 0 && performance.now() - startedAt + lastMs > budgetMs) return
    const stepAt = performance.now()
    if (!(await fits(slots, threads))) return
    const rate = { slots, threads, tokensPerSecond: await measure(engine, slots) }
    rates.push(rate)
    onRate(rate)
    lastMs = performance.now() - stepAt
  }

  for (const slots of slotSteps) await step(slots, usualThreads)
  const { slots } = bestRate(rates)
  for (const threads of fewerThreads(usualThreads)) await step(slots, threads)
  return rates
}

/** The fastest; among those hardly slower with as many rows, the one with the fewest threads. */
export function bestRate(rates: readonly Rate[]): Rate {
  const fastest = rates.reduce((most, rate) => (rate.tokensPerSecond > most.tokensPerSecond ? rate : most))
  const enough = fastest.tokensPerSecond * (1 - cheapShare)
  return rates
    .filter(({ slots, tokensPerSecond }) => slots === fastest.slots && tokensPerSecond >= enough)
    .reduce((least, rate) => (rate.threads < least.threads ? rate : least))
}

/** One less, as one core then stays free for everything else, and half: some processors have cores of two kinds. */
function fewerThreads(usual: number): number[] {
  return [...new Set([usual - 1, Math.ceil(usual / 2)])].filter((threads) => threads >= 1 && threads < usual)
}

async function measure(engine: Engine, slots: number): Promise<number> {
  const { signal } = new AbortController()
  const startedAt = performance.now()
  const rows = await Promise.all(
    Array.from({ length: slots }, (_, seed) =>
      engine.generate({
        prompt: {
          messages: [
            { role: 'user', parts: [{ text: `Tell a long story about ${subjects[seed % subjects.length]}.` }] },
          ],
          start: '',
        },
        form: { kind: 'text' },
        sampling: { ...usualSampling, temperature: 1, repeatPenalty: 1.1, maxTokens: tokensOfRow },
        seed,
        signal,
      }),
    ),
  )
  const tokens = rows.reduce((sum, row) => sum + row.tokens, 0)
  return (tokens / (performance.now() - startedAt)) * 1000
}
