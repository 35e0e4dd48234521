import { totalmem } from 'node:os'
import type { LlamaContext, LlamaModel } from 'node-llama-cpp'
import { AppError } from '#contract/errors'
import { filledUp } from '#contract/together'
import { bySequence } from './lock-step.ts'
import { keepsStates } from './read-prompt.ts'
import { togetherOf } from './together-of.ts'

export type Room = { contextSize: number; slots: number; threads: number }

/** llama.cpp's own limit. */
const mostSlots = 256
/** Tokens of all rows. Even reckoning what more would need takes gigabytes. */
const mostTokens = 2 ** 22
const batchSize = 512
/** Makes room for `slots` rows of `contextSize` tokens each. Throws `model-unusable` when it does not fit the machine. */
export async function openContext(model: LlamaModel, { contextSize, slots, threads }: Room): Promise<LlamaContext> {
  const isPossible = slots <= mostSlots && contextSize <= model.trainContextSize && slots * contextSize <= mostTokens
  if (!isPossible) throw noRoom({ contextSize, slots })
  // A processor is slower with it behind all but the shortest prompts. A step of eight rows of the default model takes with it,
  // of the time without: 0.92 behind 40 tokens, 1.00 behind 200, 1.05 behind 500, 1.16 behind 800, 1.42 behind 2,048.
  const flashAttention = model.gpuLayers > 0
  const together = togetherOf(model)
  const wanted = {
    // The last piece of a prompt is filled up.
    contextSize: contextSize + together.least,
    // One more reads what prompts share.
    sequences: filledUp(slots, together) + (keepsStates(model) ? 1 : 0),
    batchSize,
    flashAttention,
    // What a window has passed by is kept too: else nothing that was read could be used again (Gemma 3 and 4, gpt-oss).
    swaFullCache: true,
  }
  // Asked for more than there is, the system ends the process instead of refusing.
  const needed = await model.fileInsights.estimateContextResourceRequirementsV2({
    ...wanted,
    modelGpuLayers: model.gpuLayers,
  })
  if (needed.cpuRam > memoryBytes()) throw noRoom({ contextSize, slots })
  try {
    return await model.createContext({
      ...wanted,
      threads: { ideal: threads, min: 1 },
      batching: { itemPrioritizationStrategy: bySequence },
      failedCreationRemedy: false,
    })
  } catch (error) {
    throw noRoom({ contextSize, slots }, error)
  }
}

/** All memory that this process may use. */
function memoryBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

function noRoom({ contextSize, slots }: Omit<Room, 'threads'>, cause?: unknown): AppError {
  const room = `${slots} ${slots === 1 ? 'row' : 'rows'} at once of ${contextSize.toLocaleString('en')} tokens each`
  return new AppError(
    'model-unusable',
    `This machine has no memory for ${room} with this model. Nothing was written. Write fewer rows at once, lower the length limit, or choose a smaller model.`,
    { cause },
  )
}
