export type WatchdogLimits = {
  tickMs: number
  /** Silence that is borne at least, and before the first beat, when a model may still warm up. */
  leastMs: number
  firstMs: number
}

type Expected = 'steps' | 'answer'

const usualLimits: WatchdogLimits = { tickMs: 1_000, leastMs: 60_000, firstMs: 600_000 }
/** So many times the usual gap is no longer usual. */
const gapFactor = 20
const gapsKept = 100

/**
 * Notices a process that lives but makes no step any more. Silence is counted in ticks, so that a machine that slept
 * does not count as one; `onStuck` gets the silence in milliseconds, once.
 */
export function createWatchdog(onStuck: (silentMs: number) => void, limits = usualLimits) {
  let timer: NodeJS.Timeout | undefined
  let silentMs = 0
  let gaps: number[] = []
  let expected: Expected | undefined

  function limitMs(): number {
    if (expected === 'answer') return limits.firstMs
    const usual = gaps.toSorted((left, right) => left - right)[Math.floor(gaps.length * 0.95)]
    return usual === undefined ? limits.firstMs : Math.max(limits.leastMs, usual * gapFactor)
  }

  function stop(): void {
    clearInterval(timer)
    timer = undefined
  }

  function start(): void {
    silentMs = 0
    let tickedAt = performance.now()
    timer = setInterval(() => {
      const now = performance.now()
      silentMs += Math.min(now - tickedAt, 2 * limits.tickMs)
      tickedAt = now
      if (silentMs < limitMs()) return
      stop()
      onStuck(silentMs)
    }, limits.tickMs)
    timer.unref()
  }

  return {
    /** The process made a step. */
    beat(): void {
      gaps = [...gaps.slice(1 - gapsKept), silentMs]
      silentMs = 0
    },
    /** What the process owes: steps while rows are written, else the answer to a call, which has more time. */
    watch(owed: Expected | undefined): void {
      if (owed !== expected) silentMs = 0
      expected = owed
      if (owed && !timer) start()
      else if (!owed) stop()
    },
  }
}
