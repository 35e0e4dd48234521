import type {
  CustomBatchingPrioritizationStrategy,
  EvaluationPriority,
  LlamaContext,
  LlamaContextSequence,
  SequenceEvaluateOptions,
  Token,
} from 'node-llama-cpp'
import { anyToken, companyFor } from './company.ts'
import type { KeptBeginnings } from './kept-beginnings.ts'
import type { Pacer } from './pacer.ts'
import { keepsStates, mostAlike, type Reading, readPrompt } from './read-prompt.ts'
import { togetherOf } from './together-of.ts'

export type LockStepRow = Omit<Reading, 'step' | 'kept' | 'together' | 'keeper'> & {
  options: SequenceEvaluateOptions
  /** Takes the next token; true when the row is done with it. */
  take: (token: Token) => boolean
}

type Waiting = LockStepRow & {
  onStart: () => void
  resolve: () => void
  reject: (error: unknown) => void
}

type Tokens = AsyncGenerator<Token, void>

type Slot = {
  sequence: LlamaContextSequence
  /** Place of its sequence among all, which orders batches. */
  place: EvaluationPriority
  row: Waiting | undefined
  iterator: Tokens | undefined
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
 * for each row does not achieve (half the speed). `most` rows run at once,
 * in a context of `openContext`.
 */
export function createLockStep(
  context: LlamaContext,
  most: number,
  pacer: Pick<Pacer, 'step' | 'wake'>,
  kept?: KeptBeginnings,
): LockStep {
  const together = togetherOf(context.model)
  const sequences = Array.from({ length: context.totalSequences }, () => context.getSequence())
  const keeper = keepsStates(context.model) ? sequences.pop() : undefined
  const slots: Slot[] = sequences.map((sequence, at) => ({
    ...{ sequence, place: at as EvaluationPriority },
    ...{ row: undefined, iterator: undefined },
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
      // Tokens are handed out before the rest, and nobody waits for a rest after the last row.
      if (active.length > 0) await pacer.step(step, () => queue.length === 0 && slots.every(({ row }) => !row))
    }
  }

  async function step(): Promise<void> {
    const company = new Set(
      companyFor(
        slots.map(({ row }) => row !== undefined),
        together,
      ).map((at) => slots[at]),
    )
    for (const slot of company) await makeRoom(slot as Slot)
    const stepping = slots.filter((slot) => slot.row || company.has(slot))
    const steps = await Promise.allSettled(
      stepping.map(({ row, iterator, sequence, place }) => {
        if (row) return (iterator as Tokens).next()
        return sequence.evaluateWithoutGeneratingNewTokens([anyToken], { evaluationPriority: place })
      }),
    )
    await Promise.all(
      stepping.map(
        (slot, at) => slot.row && handOut(slot, steps[at] as PromiseSettledResult<IteratorResult<Token, void>>),
      ),
    )
  }

  async function admit(): Promise<void> {
    while (queue.length > 0 && slots.filter(({ row }) => row).length < most) {
      const row = queue.shift() as Waiting
      const free = slots.filter((slot) => !slot.row)
      const best = mostAlike(
        free.map(({ sequence }) => sequence),
        row.tokens,
      )
      const slot = free.find(({ sequence }) => sequence === best) as Slot
      slot.row = row
      row.onStart()
      try {
        await readPrompt(
          slot.sequence,
          slots.map(({ sequence }) => sequence),
          { ...row, step: pacer.step, kept, together, keeper },
        )
        const options = { ...row.options, evaluationPriority: slot.place, yieldEogToken: true }
        slot.iterator = slot.sequence.evaluate(row.tokens.slice(-1), options)
      } catch (error) {
        if (row.signal.aborted) await end(slot, () => row.reject(row.signal.reason))
        else await fail(slot, error)
      }
    }
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
            pacer.wake()
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

/**
 * Puts a batch in the order of its sequences, in which a context for lock-step must be opened: a row that begins asks
 * later than those that go on, and a batch out of order is cut, which leaves rows alone.
 */
export const bySequence: CustomBatchingPrioritizationStrategy = ({ items, size }) => {
  let left = size
  return items
    .toSorted((one, other) => one.evaluationPriority - other.evaluationPriority)
    .map((item) => {
      const processAmount = Math.min(left, item.tokens.length)
      left -= processAmount
      return { item, processAmount }
    })
    .filter(({ processAmount }) => processAmount > 0)
}

async function makeRoom({ sequence }: Slot): Promise<void> {
  if (sequence.nextTokenIndex >= sequence.contextSize - 1) await sequence.clearHistory()
}
