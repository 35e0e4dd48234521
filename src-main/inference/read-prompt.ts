import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import { filledUp, type Together } from '#contract/together'
import { anyToken } from './company.ts'
import { type KeptBeginnings, leastKeptTokens } from './kept-beginnings.ts'
import type { Pacer } from './pacer.ts'
import { keptLength, readPieces } from './read-plan.ts'

export type Reading = {
  tokens: Token[]
  /** Leading tokens that other prompts have too. */
  sharedLength: number
  signal: AbortSignal
  step: Pacer['step']
  /** Long beginnings of earlier runs; undefined where none are kept. */
  kept?: KeptBeginnings | undefined
  together: Together
}

/** Not public: copies what another sequence holds, up to a token; false when it could not. */
type Copies = { _copyStateFromOtherSequence?(source: LlamaContextSequence, upTo: number): Promise<boolean> }

/** Tokens that what a sequence holds spares the reading of a prompt. */
function sparedBy(sequence: LlamaContextSequence, tokens: Token[]): number {
  // Such models cannot forget the end of what they read.
  if (sequence.needsCheckpoints) return 0
  return keptLength(tokens.length, sequence.compareContextTokens(tokens).firstDifferentIndex)
}

/** The first of the sequences that spare a prompt most. */
export function mostAlike(sequences: readonly LlamaContextSequence[], tokens: Token[]): LlamaContextSequence {
  return sequences.reduce((best, one) => (sparedBy(one, tokens) > sparedBy(best, tokens) ? one : best))
}

/**
 * Makes a sequence hold a prompt up to its last token but one: keeps or copies the longest beginning that any sequence
 * or an earlier run has, and reads the rest alone. Rejects with the signal's reason when aborted.
 */
export async function readPrompt(
  target: LlamaContextSequence,
  all: readonly LlamaContextSequence[],
  { tokens, signal, ...reading }: Reading,
): Promise<void> {
  const shared = keptLength(tokens.length, reading.sharedLength)
  const isLong = shared - sparedBy(mostAlike(all, tokens), tokens) >= leastKeptTokens
  const kept = isLong && isHeldByFile(target, shared) ? reading.kept : undefined
  const isLoaded = await kept?.load(target, tokens.slice(0, shared))
  const begun = isLoaded ? shared : await keepBeginning(target, mostAlike([target, ...all], tokens), tokens)
  let at = begun
  // What cannot be forgotten is not filled up: such a prompt is always read in the same pieces.
  const fill = (length: number): Token[] =>
    target.needsCheckpoints ? [] : new Array<Token>(filledUp(length, reading.together) - length).fill(anyToken)
  const startedAt = performance.now()
  for (const length of readPieces(tokens.length, begun, kept ? shared : begun)) {
    signal.throwIfAborted()
    const piece = [...tokens.slice(at, at + length), ...fill(length)]
    await reading.step(
      () => target.evaluateWithoutGeneratingNewTokens(piece),
      () => signal.aborted,
    )
    at += length
    await forgetFrom(target, at)
    if (kept && at === shared) {
      const readMs = ((performance.now() - startedAt) * shared) / (shared - begun)
      await kept.save(target, tokens.slice(0, shared), readMs)
    }
  }
}

/** A file leaves out what a sliding window has passed by (llama.cpp, `llama_kv_cache::state_write`). */
function isHeldByFile({ needsCheckpoints, model }: LlamaContextSequence, length: number): boolean {
  return !needsCheckpoints && length <= (model.fileInsights.swaSize ?? length)
}

/** Returns how many tokens the target then holds. */
async function keepBeginning(
  target: LlamaContextSequence,
  source: LlamaContextSequence,
  tokens: Token[],
): Promise<number> {
  const length = sparedBy(source, tokens)
  if (length > 0 && source !== target) {
    const copied = await (target as Copies)._copyStateFromOtherSequence?.(source, length)
    if (copied) return length
  } else if (length > 0) {
    await forgetFrom(target, length)
    return length
  }
  await target.clearHistory()
  return 0
}

async function forgetFrom(sequence: LlamaContextSequence, length: number): Promise<void> {
  const { nextTokenIndex } = sequence
  if (nextTokenIndex > length) await sequence.eraseContextTokenRanges([{ start: length, end: nextTokenIndex }])
}
