import { AppError } from '#contract/errors'
import { filledUp } from '#contract/together'
import type { GgufHeader } from './gguf-header.ts'

/** `wanted`: rows at once that would be fastest, of which as many as `slots` fit. */
export type Room = { contextSize: number; slots: number; wanted: number }

/** Rows at once that serve a CPU best (measured: 8 for most types, 16 for repacked ones). */
const plainSlots = 8
const repackedSlots = 16
/** The library itself, and what it computes with beside the scores of the next token. */
const overheadBytes = 256 * 2 ** 20
/** Tokens that are read at once, each with a score for every word of the vocabulary. */
const batchTokens = 512
const bytesPerScore = 4
/** Least room for an answer that makes a run worth starting. */
const leastAnswerTokens = 64
const bytesPerCacheNumber = 2
const bytesPerStateNumber = 4

export type RoomNeed = {
  /** Tokens of the longest planned prompt. */
  longestPrompt: number
  maxTokens: number
  /** Rows at once that were asked for. */
  slots?: number | undefined
}

/**
 * How much context each row gets and how many are written at once, so that the model fits into the free memory. Throws
 * `prompt-too-long` and `model-unusable` before anything is stored.
 */
export function planRoom(
  header: GgufHeader,
  { longestPrompt, maxTokens, slots }: RoomNeed,
  memoryFreeBytes: number,
): Room {
  const { contextLength } = header
  if (longestPrompt + leastAnswerTokens > contextLength) {
    throw new AppError(
      'prompt-too-long',
      `The longest prompt has ${longestPrompt} tokens, and this model holds ${contextLength} in all. Nothing was started. Shorten the template, take fewer or shorter examples, or choose a model with more room.`,
    )
  }
  const contextSize = Math.min(contextLength, longestPrompt + maxTokens)
  const wanted = slots ?? usualSlots(header)
  return { contextSize, slots: slotsThatFit(header, contextSize, wanted, memoryFreeBytes), wanted }
}

/** Rows at once before a model was measured. */
export function usualSlots({ quantization }: GgufHeader): number {
  return quantization === 'Q4_0' ? repackedSlots : plainSlots
}

/** How many of the wanted rows at once fit into the free memory. Throws `model-unusable` when not even one does. */
export function slotsThatFit(header: GgufHeader, contextSize: number, wanted: number, memoryFreeBytes: number): number {
  for (let count = wanted; count >= 1; count = Math.floor(count / 2)) {
    if (neededBytes(header, contextSize, count) <= memoryFreeBytes) return count
  }
  const needed = neededBytes(header, contextSize, 1)
  throw new AppError(
    'model-unusable',
    `This model needs ${gigabytes(needed)} of memory for one row at once; ${gigabytes(memoryFreeBytes)} are free. Nothing was started. Close other programs, lower the length limit, or choose a smaller model.`,
  )
}

/** Weights, keys and values of every layer for every token of every row, and the states of layers that keep one for a row. */
export function neededBytes(header: GgufHeader, contextSize: number, slots: number): number {
  const headSize = header.headCount > 0 ? header.embeddingLength / header.headCount : 0
  const { keyLength = headSize, valueLength = headSize, stateLength = 0 } = header
  const { headsKvInAll = header.blockCount * header.headCountKv } = header
  const perToken = headsKvInAll * (keyLength + valueLength) * bytesPerCacheNumber
  const words = batchTokens * header.vocabSize * bytesPerScore
  // A processor writes without flash attention, so what each token makes of each token before it is held at once.
  const attention = batchTokens * contextSize * header.headCount * bytesPerScore
  const perRow = perToken * contextSize + stateLength * bytesPerStateNumber
  // Beside models that keep states, one more row holds what prompts share.
  const rows = filledUp(slots, header.together) + (stateLength > 0 ? 1 : 0)
  return header.sizeBytes + perRow * rows + words + attention + overheadBytes
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
