import type { Figures } from '../bench.ts'

export type Target = { atLeast: number; tie?: readonly [number, number] } | { atMost: number }

/** What each figure of the engine must reach. */
const engineTargets: Record<string, Target> = {
  ratioToServer8: { atLeast: 1, tie: [0.97, 1.03] },
  setsToServer8: { atLeast: 1 },
  ratioToPlain8: { atLeast: 2 },
  ratioToSerial: { atLeast: 3.2 },
  prefixToServer: { atLeast: 2.2 },
  prefixGain: { atLeast: 4.8 },
  jsonToServer: { atLeast: 1 },
  jsonValid: { atLeast: 1 },
  busyShare: { atLeast: 0.9 },
  replayShare: { atLeast: 0.99 },
  overheadShare: { atMost: 0.03 },
  lagP99Ms: { atMost: 20 },
}

/** A line for each wanted figure: reached, missed, a tie, or not measured. */
export function judge(figures: Figures, wanted: readonly string[], targets = engineTargets): string[] {
  return wanted.map((name) => {
    const target = targets[name]
    const value = figures[name]
    if (!target) return `${name}: no target`
    const goal = 'atLeast' in target ? `at least ${target.atLeast}` : `at most ${target.atMost}`
    if (value === undefined) return `${name}: not measured (${goal})`
    return `${name}: ${Number(value.toFixed(3))} (${goal}): ${verdict(value, target)}`
  })
}

function verdict(value: number, target: Target): string {
  if ('atMost' in target) return value <= target.atMost ? 'reached' : 'missed'
  const [low, high] = target.tie ?? [Number.NaN, Number.NaN]
  if (value >= low && value <= high) return 'a tie'
  return value >= target.atLeast ? 'reached' : 'missed'
}
