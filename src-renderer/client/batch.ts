/** Nobody reads faster than this, and keys are answered between. */
const usualPauseMs = 100

/** Gathers what comes and passes it on together: the first at once, what follows a moment later. */
export function createBatch<T>(pass: (all: readonly T[]) => void, pauseMs = usualPauseMs) {
  let waiting: T[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    timer = undefined
    if (waiting.length === 0) return
    const all = waiting
    waiting = []
    timer = setTimeout(flush, pauseMs)
    pass(all)
  }

  return {
    add(one: T): void {
      waiting.push(one)
      if (timer === undefined) flush()
    },
    /** What waits is dropped. */
    close: () => clearTimeout(timer),
  }
}
