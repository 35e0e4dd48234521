import type { LlamaContext, LlamaContextSequence, SequenceEvaluateOptions, Token } from 'node-llama-cpp'

export type LockStepRow = {
  tokens: Token[]
  options: SequenceEvaluateOptions
  signal: AbortSignal
  /** Takes the next token; true when the row is done with it. */
  take: (token: Token) => boolean
}

type Waiting = LockStepRow & {
  onStart: () => void
  resolve: () => void
  reject: (error: unknown) => void
}

type Slot = {
  sequence: LlamaContextSequence
  row: Waiting | undefined
  iterator: AsyncGenerator<Token, void> | undefined
}

export type LockStep = {
  /** Writes a row as soon as a slot is free. Rejects with the signal's reason when aborted. */
  write(row: LockStepRow, onStart: () => void): Promise<void>
  /** Resolves when no row is being written or waits. */
  idle(): Promise<void>
  /** Gives its memory back; call it when idle. */
  dispose(): Promise<void>
}

/**
 * Writes several rows at once, one token each a step: every slot asks for its next token, in slot order, and only when
 * all have theirs are tokens handed out and free slots filled. So each batch holds all rows, which a loop of its own
 * for each row does not achieve (half the speed).
 */
export function createLockStep(context: LlamaContext, beforeStep: () => void): LockStep {
  const slots: Slot[] = Array.from({ length: context.totalSequences }, () => ({
    sequence: context.getSequence(),
    row: undefined,
    iterator: undefined,
  }))
  const queue: Waiting[] = []
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    for (;;) {
      await admit()
      const active = slots.filter(({ row }) => row)
      if (active.length === 0 && queue.length === 0) {
        running = undefined
        return
      }
      beforeStep()
      const steps = await Promise.allSettled(
        active.map((slot) => (slot.iterator as AsyncGenerator<Token, void>).next()),
      )
      await Promise.all(active.map((slot, at) => handOut(slot, steps[at] as (typeof steps)[number])))
    }
  }

  async function admit(): Promise<void> {
    for (let free = freeSlots(); queue.length > 0 && free.length > 0; free = freeSlots()) {
      const row = queue.shift() as Waiting
      const slot = mostAlike(free, row.tokens)
      slot.row = row
      row.onStart()
      try {
        const rest = await keepBeginning(slot.sequence, row.tokens)
        slot.iterator = slot.sequence.evaluate(rest, { ...row.options, yieldEogToken: true })
      } catch (error) {
        await fail(slot, error)
      }
    }
  }

  function freeSlots(): Slot[] {
    return slots.filter(({ row }) => !row)
  }

  async function handOut(slot: Slot, step: PromiseSettledResult<IteratorResult<Token, void>>): Promise<void> {
    const row = slot.row as Waiting
    if (step.status === 'rejected') return fail(slot, step.reason)
    if (row.signal.aborted) return end(slot, () => row.reject(row.signal.reason))
    try {
      if (step.value.done || row.take(step.value.value)) await end(slot, row.resolve)
    } catch (error) {
      await fail(slot, error)
    }
  }

  async function end(slot: Slot, settle: () => void): Promise<void> {
    const { iterator } = slot
    slot.iterator = undefined
    slot.row = undefined
    await iterator?.return()
    settle()
  }

  /** What the slot holds after a failure is unknown, so the next row begins with an empty one. */
  async function fail(slot: Slot, error: unknown): Promise<void> {
    const row = slot.row as Waiting
    await end(slot, () => row.reject(error)).catch(row.reject)
    await slot.sequence.clearHistory().catch(() => {}) // A sequence that cannot be cleared fails its next row too.
  }

  return {
    write(row, onStart) {
      return new Promise((resolve, reject) => {
        if (row.signal.aborted) return reject(row.signal.reason)
        const waiting = { ...row, onStart, resolve, reject }
        queue.push(waiting)
        row.signal.addEventListener(
          'abort',
          () => {
            const place = queue.indexOf(waiting)
            if (place < 0) return // Its slot ends it after the step that runs.
            queue.splice(place, 1)
            reject(row.signal.reason)
          },
          { once: true },
        )
        running ??= run()
      })
    },
    async idle() {
      await running
    },
    dispose: () => context.dispose(),
  }
}

function mostAlike(free: Slot[], tokens: Token[]): Slot {
  const alike = ({ sequence }: Slot) => sequence.compareContextTokens(tokens).firstDifferentIndex
  return free.reduce((best, slot) => (alike(slot) > alike(best) ? slot : best))
}

/** Keeps what the slot's last row began with alike, and returns the tokens that still have to be read: at least one. */
async function keepBeginning(sequence: LlamaContextSequence, tokens: Token[]): Promise<Token[]> {
  await sequence.adaptStateToTokens(tokens, false)
  if (sequence.nextTokenIndex >= tokens.length) {
    await sequence.eraseContextTokenRanges([{ start: tokens.length - 1, end: sequence.nextTokenIndex }])
  }
  return tokens.slice(sequence.nextTokenIndex)
}
