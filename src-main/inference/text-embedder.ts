import type { LlamaEmbeddingContext, LlamaModel } from 'node-llama-cpp'
import { AppError } from '#contract/errors'
import type { ModelFile, NumberedText } from '../core/engine.ts'
import { type LlamaLibrary, loadGguf } from './load-gguf.ts'
import type { Pacer } from './pacer.ts'
import type { Calls } from './wire.ts'

/**
 * Tokens of context and of a batch alike: where a text is longer than a batch, the library gives a wrong vector and no
 * error. A text may have one less.
 */
const contextSize = 512

type Library = LlamaLibrary & { step: Pacer['step'] }
type OpenModel = { file: ModelFile; model: LlamaModel; context: LlamaEmbeddingContext; longestText: number }

/** Turns texts into vectors, with a model of its own beside the one that writes. */
export function createTextEmbedder(library: () => Promise<Library>) {
  let opened: OpenModel | undefined
  let queue: Promise<unknown> = Promise.resolve()

  function next<T>(act: () => Promise<T>): Promise<T> {
    const done = queue.then(act)
    queue = done.catch(() => {}) // The next one does not depend on this one's success.
    return done
  }

  async function close(): Promise<void> {
    const closing = opened
    opened = undefined
    await closing?.context.dispose()
    await closing?.model.dispose()
  }

  async function open(file: ModelFile): Promise<OpenModel> {
    if (opened?.file.sha256 === file.sha256 && opened.file.path === file.path) return opened
    await close()
    const ready = await library()
    const model = await loadGguf(ready, file)
    const size = Math.min(contextSize, model.trainContextSize)
    try {
      const context = await model.createEmbeddingContext({
        contextSize: size,
        batchSize: size,
        threads: ready.threads,
      })
      opened = { file, model, context, longestText: size - 1 }
      return opened
    } catch (error) {
      await model.dispose()
      throw new AppError('model-unusable', `${file.name} cannot turn texts into vectors here. Choose another model.`, {
        cause: error,
      })
    }
  }

  async function embed({ model, texts }: Calls['embed']['input'], signal: AbortSignal): Promise<Float32Array[]> {
    signal.throwIfAborted()
    const { step } = await library()
    const { file, context, longestText } = await open(model)
    for (const text of texts) refuseUnfit(text, context, longestText, file)
    const vectors: Float32Array[] = []
    for (const { text } of texts) {
      signal.throwIfAborted()
      const { vector } = await step(
        () => context.getEmbeddingFor(text),
        () => signal.aborted,
      )
      vectors.push(normalised(vector, file))
    }
    return vectors
  }

  return {
    /** Texts in, vectors of length 1 out; one call after the other. */
    embed: (input: Calls['embed']['input'], signal: AbortSignal) => next(() => embed(input, signal)),
    close: () => next(close),
  }
}

function refuseUnfit(
  { number, text }: NumberedText,
  context: LlamaEmbeddingContext,
  longestText: number,
  { name }: ModelFile,
): void {
  if (text.trim() === '') {
    throw new AppError('bad-input', `Text ${number} is empty, so it has no vector. Leave it out.`)
  }
  const tokens = context.calculateInputLength(text)
  if (tokens <= longestText) return
  throw new AppError(
    'bad-input',
    `Text ${number} has ${tokens} tokens, and ${name} reads at most ${longestText}. Shorten it or leave it out.`,
  )
}

function normalised(vector: readonly number[], { name }: ModelFile): Float32Array {
  const length = Math.hypot(...vector)
  if (length > 0 && Number.isFinite(length)) return Float32Array.from(vector, (value) => value / length)
  throw new AppError(
    'model-unusable',
    `${name} gave a vector that is none, so its file may be damaged. Download it again, or choose another model.`,
  )
}
