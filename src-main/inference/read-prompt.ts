import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp'
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
  /** Reads what prompts share and nothing else, where a model cannot forget the end of what it read. */
  keeper?: LlamaContextSequence | undefined
}

type OnPiece = (at: number) => Promise<void>

/** Fewer are read as fast as they are copied. */
const leastSharedTokens = 64

/** Not public: copies what another sequence holds, up to a token; false when it could not. */
type Copies = { _copyStateFromOtherSequence?(source: LlamaContextSequence, upTo: number): Promise<boolean> }

/** Whether a model keeps states, of which no end can be forgotten. */
export function keepsStates({ fileInsights }: LlamaModel): boolean {
  return fileInsights.isRecurrent || fileInsights.isHybrid
}

/** Tokens that what a sequence holds spares the reading of a prompt. */
function sparedBy(sequence: LlamaContextSequence, tokens: Token[]): number {
  if (keepsStates(sequence.model)) return 0
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
  { tokens, signal, keeper, ...reading }: Reading,
): Promise<void> {
  const shared = keptLength(tokens.length, reading.sharedLength)
  // What cannot be forgotten is not filled up: such a prompt is always read in the same pieces.
  const fill = (length: number): Token[] =>
    keepsStates(target.model) ? [] : new Array<Token>(filledUp(length, reading.together) - length).fill(anyToken)

  async function read(sequence: LlamaContextSequence, from: number, lengths: number[], onPiece?: OnPiece) {
    let at = from
    for (const length of lengths) {
      signal.throwIfAborted()
      const piece = [...tokens.slice(at, at + length), ...fill(length)]
      await reading.step(
        () => sequence.evaluateWithoutGeneratingNewTokens(piece),
        () => signal.aborted,
      )
      at += length
      await forgetFrom(sequence, at)
      await onPiece?.(at)
    }
  }

  if (keeper && shared >= leastSharedTokens) {
    if (!holdsJust(keeper, tokens.slice(0, shared))) {
      await keeper.clearHistory()
      await read(keeper, 0, readPieces(shared + 1, 0, shared))
    }
    const begun = await copyBeginning(target, keeper, shared)
    return read(target, begun, readPieces(tokens.length, begun, shared))
  }
  const isLong = shared - sparedBy(mostAlike(all, tokens), tokens) >= leastKeptTokens
  const kept = isLong && isHeldByFile(target, shared) ? reading.kept : undefined
  const isLoaded = await kept?.load(target, tokens.slice(0, shared))
  const begun = isLoaded ? shared : await keepBeginning(target, mostAlike([target, ...all], tokens), tokens)
  const startedAt = performance.now()
  await read(target, begun, readPieces(tokens.length, begun, kept ? shared : begun), async (at) => {
    if (!kept || at !== shared) return
    const readMs = ((performance.now() - startedAt) * shared) / (shared - begun)
    await kept.save(target, tokens.slice(0, shared), readMs)
  })
}

/** A file leaves out what a sliding window has passed by (llama.cpp, `llama_kv_cache::state_write`). */
function isHeldByFile({ model }: LlamaContextSequence, length: number): boolean {
  return !keepsStates(model) && length <= (model.fileInsights.swaSize ?? length)
}

/** Returns how many tokens the target then holds. */
async function keepBeginning(
  target: LlamaContextSequence,
  source: LlamaContextSequence,
  tokens: Token[],
): Promise<number> {
  const length = sparedBy(source, tokens)
  if (source !== target) return copyBeginning(target, source, length)
  if (length > 0) await forgetFrom(target, length)
  else await target.clearHistory()
  return length
}

/** Copies so many tokens of what another sequence holds; the target holds none where that could not be done. */
async function copyBeginning(
  target: LlamaContextSequence,
  source: LlamaContextSequence,
  length: number,
): Promise<number> {
  const isCopied = length > 0 && (await (target as Copies)._copyStateFromOtherSequence?.(source, length))
  if (isCopied) return length
  await target.clearHistory()
  return 0
}

function holdsJust({ contextTokens }: LlamaContextSequence, tokens: readonly Token[]): boolean {
  return contextTokens.length === tokens.length && tokens.every((token, at) => token === contextTokens[at])
}

async function forgetFrom(sequence: LlamaContextSequence, length: number): Promise<void> {
  const { nextTokenIndex } = sequence
  if (nextTokenIndex > length) await sequence.eraseContextTokenRanges([{ start: length, end: nextTokenIndex }])
}
