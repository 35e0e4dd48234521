import { availableParallelism } from 'node:os'
import { getLlama, getModuleVersion, type Llama, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp'
import { AppError } from '#contract/errors'
import type { ModelFile } from '../core/engine.ts'

export type LlamaLibrary = {
  llama: Llama
  /** Versions of the library and of llama.cpp, and what it runs on if that is no processor. */
  build: string
  threads: number
  /** The last error that llama.cpp reported; empty where there is none. */
  lastError: () => string
}

/** Starts llama.cpp on the processor, from the build that came with the library. Throws `model-unusable`. */
export async function startLlama(): Promise<LlamaLibrary> {
  let lastError = ''
  const llama = await getLlama({
    // Macs with Apple's chips only have a build with Metal.
    gpu: process.platform === 'darwin' && process.arch === 'arm64' ? 'auto' : false,
    build: 'never',
    maxThreads: availableParallelism(),
    logLevel: LlamaLogLevel.error,
    logger(_level, message) {
      lastError = message.trim() || lastError
    },
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('model-unusable', `The engine does not run on this machine (${reason}).`, { cause: error })
  })
  // Two threads on one core wait for each other at every layer.
  const threads = Math.max(1, Math.min(llama.cpuMathCores, availableParallelism()))
  const versions = `node-llama-cpp ${await getModuleVersion()}, llama.cpp ${llama.llamaCppRelease.release}`
  // Rows keep this as what made them, so it says where a text is not the same each time.
  const build = llama.gpu ? `${versions}, ${llama.gpu}: a text may depend on the rows beside it` : versions
  return { llama, build, threads, lastError: () => lastError }
}

/** Loads the weights; the caller has checked the header. Throws `model-unusable`. */
export async function loadGguf({ llama, lastError }: LlamaLibrary, { path, name }: ModelFile): Promise<LlamaModel> {
  try {
    return await llama.loadModel({ modelPath: path })
  } catch (error) {
    if (error instanceof Error && error.name === 'InsufficientMemoryError') {
      throw new AppError(
        'model-unusable',
        `${name} does not fit into the memory that is free. Close other programs, or choose a smaller model.`,
        { cause: error },
      )
    }
    throw new AppError(
      'model-unusable',
      `${name} could not be loaded (${lastError() || (error instanceof Error ? error.message : 'no reason given')}). Download it again, or choose another model.`,
      { cause: error },
    )
  }
}
