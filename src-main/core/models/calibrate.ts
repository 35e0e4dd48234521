import { usualSampling } from '#contract/sampling'
import type { Engine } from '../engine.ts'

/** Tokens written a second with so many rows at once. */
export type Rate = { slots: number; tokensPerSecond: number }

const steps = [1, 2, 4, 8, 16]
const contextSize = 512
const tokensOfRow = 64
/** The next step takes about as long as the last one: its rows are twice as many, but written together. */
const budgetMs = 60_000
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

/** Measures how fast the loaded model writes with 1, 2, 4, 8 and 16 rows at once, within a minute; at least one step. */
export async function calibrate(engine: Engine, onRate: (rate: Rate) => void): Promise<Rate[]> {
  const rates: Rate[] = []
  const startedAt = performance.now()
  let lastMs = 0
  for (const slots of steps) {
    if (rates.length > 0 && performance.now() - startedAt + lastMs > budgetMs) break
    const stepAt = performance.now()
    await engine.open({ contextSize, slots })
    const rate = { slots, tokensPerSecond: await measure(engine, slots) }
    rates.push(rate)
    onRate(rate)
    lastMs = performance.now() - stepAt
  }
  return rates
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
