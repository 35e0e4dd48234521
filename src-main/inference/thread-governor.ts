/** Processor time so far, in milliseconds: of everything on all cores, and of this process. */
export type ProcessorSample = { atMs: number; cores: number; busyMs: number; ownMs: number }

const windowMs = 1_000
/** After a longer pause the time before it says nothing about now. A slow step may take seconds. */
const staleMs = 10_000
/** First look, so that a busy machine costs little from the start. */
const firstWindowMs = 200
/** Share of a core that others may take before a thread is worth giving up (two threads make 1.5 times one). */
const toleratedShare = 0.4

/**
 * Gives threads up while other programs need the processor, and takes them back. llama.cpp's threads wait for each other
 * by spinning: on a busy machine one thread can be a hundred times as fast as two. Call `beforeStep` before each step.
 */
export function createThreadGovernor(most: number, read: () => ProcessorSample, apply: (threads: number) => void) {
  let last: ProcessorSample | undefined
  let threads = most
  let nextMs = 0

  return {
    beforeStep(nowMs: number): void {
      if (nowMs < nextMs) return
      const sample = read()
      const sinceMs = last ? sample.atMs - last.atMs : Number.POSITIVE_INFINITY
      if (!last || sinceMs > staleMs) {
        last = sample
        nextMs = nowMs + firstWindowMs
        return
      }
      const others = (sample.busyMs - last.busyMs - (sample.ownMs - last.ownMs)) / sinceMs
      const wanted = Math.floor(sample.cores - others + toleratedShare)
      last = sample
      nextMs = nowMs + windowMs
      const allowed = Math.max(1, Math.min(most, wanted))
      if (allowed === threads) return
      threads = allowed
      apply(threads)
    },
  }
}
