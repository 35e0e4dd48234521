import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import { type KeptBeginnings, leastKeptTokens } from './kept-beginnings.ts'
import type { Pacer } from './pacer.ts'
import { keptLength, largeLength, readPieces } from './read-plan.ts'

/** A sequence, and how many tokens of what it holds were read in large pieces. */
export type Memory = { sequence: LlamaContextSequence; large: number }

export type Reading = {
  tokens: Token[]
  /** Leading tokens that other prompts have too. */
  sharedLength: number
  signal: AbortSignal
  step: Pacer['step']
  /** Long beginnings of earlier runs; undefined where none are kept. */
  kept?: KeptBeginnings | undefined
}

/** Not public: copies what another sequence holds, up to a token; false when it could not. */
type Copies = { _copyStateFromOtherSequence?(source: LlamaContextSequence, upTo: number): Promise<boolean> }

/** Tokens that this memory spares the reading of a prompt. */
export function sparedBy(memory: Memory, { tokens, sharedLength }: Reading): number {
  // Such models cannot forget the end of what they read.
  if (memory.sequence.needsCheckpoints) return 0
  const common = memory.sequence.compareContextTokens(tokens).firstDifferentIndex
  return keptLength(tokens.length, largeLength(tokens.length, sharedLength), { common, large: memory.large })
}

/**
 * Makes a sequence hold a prompt up to its last token but one: keeps or copies the longest beginning that any sequence
 * or an earlier run has, and reads the rest alone, in pieces that follow from the prompt. Rejects with the signal's reason when aborted.
 */
export async function readPrompt(target: Memory, all: readonly Memory[], reading: Reading): Promise<void> {
  const { tokens, signal } = reading
  const large = largeLength(tokens.length, reading.sharedLength)
  const begun = await begin(target, all, reading, large)
  let at = begun
  target.large = Math.min(large, at)
  const startedAt = performance.now()
  for (const length of readPieces(tokens.length, large, at)) {
    signal.throwIfAborted()
    const piece = tokens.slice(at, at + length)
    await reading.step(
      () => target.sequence.evaluateWithoutGeneratingNewTokens(piece),
      () => signal.aborted,
    )
    at += length
    target.large = Math.min(large, at)
    if (at === large && large - begun >= leastKeptTokens && !target.sequence.needsCheckpoints) {
      const readMs = ((performance.now() - startedAt) * large) / (large - begun)
      await reading.kept?.save(target.sequence, tokens.slice(0, large), readMs)
    }
  }
}

/** Returns how many tokens of the prompt the target then holds. */
async function begin(target: Memory, all: readonly Memory[], reading: Reading, large: number): Promise<number> {
  const { tokens, kept } = reading
  const longest = () =>
    all.reduce((most, one) => (sparedBy(one, reading) > sparedBy(most, reading) ? one : most), target)
  const isLong = large - sparedBy(longest(), reading) >= leastKeptTokens && !target.sequence.needsCheckpoints
  if (kept && isLong) {
    const loaded = await kept.load(target.sequence, tokens.slice(0, large))
    target.large = loaded ? large : Math.min(target.large, target.sequence.nextTokenIndex)
    if (loaded) return large
  }
  const best = longest()
  return keepBeginning(target, best, sparedBy(best, reading))
}

/** Returns how many tokens the target then holds. */
async function keepBeginning(target: Memory, source: Memory, length: number): Promise<number> {
  const { sequence } = target
  if (length > 0 && source !== target) {
    const copied = await (sequence as Copies)._copyStateFromOtherSequence?.(source.sequence, length)
    if (copied) return length
  } else if (length > 0) {
    if (sequence.nextTokenIndex > length) {
      await sequence.eraseContextTokenRanges([{ start: length, end: sequence.nextTokenIndex }])
    }
    return length
  }
  await sequence.clearHistory()
  return 0
}
