/** Nobody reads faster than this, and keys are answered between. */
const usualPauseMs = 100

/** Calls what wants to be called in the same moment, so that the page is drawn once for all of it. */
type Beat = { want: (flush: () => void) => void; forget: (flush: () => void) => void }

/** One for each pause: batches with the same pause pass on together. */
const beats = new Map<number, Beat>()

function createBeat(pauseMs: number): Beat {
  const wanted = new Set<() => void>()
  let isResting = false

  function strike(): void {
    isResting = wanted.size > 0
    if (!isResting) return
    setTimeout(strike, pauseMs)
    for (const flush of [...wanted]) {
      // Before the call: one that fails keeps nobody else from being called with the next beat.
      wanted.delete(flush)
      flush()
    }
  }

  return {
    want(flush) {
      wanted.add(flush)
      if (isResting) return
      isResting = true
      // Behind what else hears of the same event.
      queueMicrotask(strike)
    },
    forget: (flush) => void wanted.delete(flush),
  }
}

function beatOf(pauseMs: number): Beat {
  const beat = beats.get(pauseMs) ?? createBeat(pauseMs)
  beats.set(pauseMs, beat)
  return beat
}

/** Gathers what comes and passes it on together: the first at once, what follows a moment later, all batches as one. */
export function createBatch<T>(pass: (all: readonly T[]) => void, pauseMs = usualPauseMs) {
  const beat = beatOf(pauseMs)
  let waiting: T[] = []

  function flush(): void {
    const all = waiting
    waiting = []
    pass(all)
  }

  return {
    add(one: T): void {
      waiting.push(one)
      beat.want(flush)
    },
    /** What waits is dropped. */
    close(): void {
      waiting = []
      beat.forget(flush)
    },
  }
}
