import type { Pace } from '#contract/settings'

/** Longer than this no step is rested for: it shares the watchdog's least patience of 60 s with a step. */
const mostRestMs = 30_000

/** Waits, and can be woken. */
type Rest = (ms: number, woken: AbortSignal) => Promise<void>

export type Pacer = {
  setPace(pace: Pace): void
  /** Does a step, and rests as long as it took when the pace is half, unless nothing is left to rest for. */
  step<T>(work: () => Promise<T>, isOver: () => boolean): Promise<T>
  /** Ends a rest at once. */
  wake(): void
}

type Deps = {
  beforeStep: () => void
  /** Called when a rest begins, so that its silence is told apart from that of the step. */
  onRest: () => void
  rest?: Rest
}

/** Leaves the processor to other programs half of the time, while that is asked for. */
export function createPacer({ beforeStep, onRest, rest = sleep }: Deps): Pacer {
  let pace: Pace = 'full'
  /** Rows and vectors are made beside each other, each with rests of their own. */
  const resting = new Set<AbortController>()

  function wake(): void {
    for (const each of resting) each.abort()
  }

  return {
    setPace(next) {
      pace = next
      if (next === 'full') wake()
    },
    async step(work, isOver) {
      beforeStep()
      const startedAt = performance.now()
      const result = await work()
      if (pace === 'full' || isOver()) return result
      onRest()
      const own = new AbortController()
      resting.add(own)
      try {
        await rest(Math.min(performance.now() - startedAt, mostRestMs), own.signal)
      } finally {
        resting.delete(own)
      }
      return result
    },
    wake,
  }
}

function sleep(ms: number, woken: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    woken.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
