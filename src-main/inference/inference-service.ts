import { AppError } from '#contract/errors'
import type { Pace } from '#contract/settings'
import type { ModelFile } from '../core/engine.ts'
import { createGrammarCache } from './grammar-cache.ts'
import { heldBytes } from './held-bytes.ts'
import { createKeptBeginnings } from './kept-beginnings.ts'
import { type LlamaLibrary, startLlama } from './load-gguf.ts'
import { type LoadedModel, loadModel } from './loaded-model.ts'
import { createLockStep } from './lock-step.ts'
import { openContext } from './open-context.ts'
import { createPacer, type Pacer } from './pacer.ts'
import { readProcessor } from './read-processor.ts'
import { createTextEmbedder } from './text-embedder.ts'
import { createThreadGovernor } from './thread-governor.ts'
import type { CallName, Calls } from './wire.ts'
import { type OpenRoom, writeRow } from './write-row.ts'

type CallContext = { signal: AbortSignal; enough: AbortSignal; onText: (piece: string) => void }

export type InferenceService = {
  [Name in CallName]: (input: Calls[Name]['input'], context: CallContext) => Promise<Calls[Name]['output']>
} & { setPace(pace: Pace): void }

type Library = LlamaLibrary & { compileGrammar: ReturnType<typeof createGrammarCache>; step: Pacer['step'] }

/** Holds one model and writes rows with it; all of it runs in the inference process. */
export function createInferenceService(renderWorkerEntry: string, onStep: () => void): InferenceService {
  let starting: Promise<Library> | undefined
  let loaded: LoadedModel | undefined
  let room: OpenRoom | undefined
  const embedder = createTextEmbedder(library)
  let beforeStep = () => {}
  const pacer = createPacer({
    beforeStep() {
      beforeStep()
      onStep()
    },
    onRest: onStep,
  })
  const generating = new Set<AbortSignal>()
  let changes: Promise<unknown> = Promise.resolve()

  async function startLibrary(): Promise<Library> {
    const library = await startLlama()
    const governor = createThreadGovernor(library.threads, readProcessor, (threads) => {
      library.llama.maxThreads = threads
    })
    beforeStep = () => governor.beforeStep(performance.now())
    return { ...library, compileGrammar: createGrammarCache(library.llama), step: pacer.step }
  }

  function library(): Promise<Library> {
    starting ??= startLibrary()
    return starting
  }

  /** What changes model or room waits for the change before it, and for rows that were cancelled to let go. */
  function change<T>(act: () => Promise<T>): Promise<T> {
    const changed = changes.then(async () => {
      if ([...generating].some(({ aborted }) => !aborted)) {
        throw new AppError('busy', 'The model is writing rows. Pause or stop the run first.')
      }
      await room?.lockStep.idle()
      return act()
    })
    changes = changed.catch(() => {}) // The next change does not depend on this one's success.
    return changed
  }

  function current(): LoadedModel {
    if (loaded) return loaded
    throw new AppError('engine-crashed', 'No model is loaded in its process. Load the model again.')
  }

  async function closeRoom(): Promise<void> {
    const closing = room
    room = undefined
    await closing?.lockStep.dispose()
  }

  async function unload(): Promise<undefined> {
    await closeRoom()
    const ending = loaded
    loaded = undefined
    await ending?.dispose()
  }

  async function load(file: ModelFile): Promise<Calls['load']['output']> {
    const ready = await library()
    if (loaded?.file.sha256 !== file.sha256 || loaded.file.path !== file.path) {
      await unload()
      loaded = await loadModel(ready, file, renderWorkerEntry)
    } else if (loaded.file.chatTemplate !== file.chatTemplate) {
      loaded = await loaded.withTemplateOf(file)
    }
    return { contextLength: loaded.model.trainContextSize, build: ready.build, threads: ready.threads }
  }

  async function open({ beginningsFolder, ...wanted }: Calls['open']['input']): Promise<undefined> {
    const { model, file } = current()
    const { contextSize, slots } = wanted
    const { build, ...usual } = await library()
    const threads = Math.min(usual.threads, wanted.threads ?? usual.threads)
    if (room?.contextSize === contextSize && room.slots === slots && room.threads === threads) return
    await closeRoom()
    const context = await openContext(model, { contextSize, slots, threads })
    const kept = beginningsFolder
      ? createKeptBeginnings({ folder: beginningsFolder, modelSha256: file.sha256, build })
      : undefined
    room = { contextSize, slots, threads, lockStep: createLockStep(context, slots, pacer, kept) }
  }

  async function generate(input: Calls['generate']['input'], { signal, enough, onText }: CallContext) {
    const model = current()
    const options = { answersAtOnce: input.grammar !== undefined }
    const ready = await model.prepare(input.prompt, options)
    const sharedLength = await model.sharedLength(input.prompt, ready.tokens, options)
    const { compileGrammar } = await library()
    if (!room)
      throw new AppError('engine-crashed', 'No room is open in the process of the model. Load the model again.')
    return writeRow(model, room, compileGrammar, { ...input, ...ready, sharedLength, signal, enough, onText })
  }

  return {
    setPace: pacer.setPace,
    load: (file) => change(() => load(file)),
    async measure(prompts) {
      const counts: number[] = []
      for (const prompt of prompts) counts.push((await current().prepare(prompt)).tokens.length)
      return counts
    },
    async show({ prompt, answersAtOnce }) {
      const { promptText, tokens } = await current().prepare(prompt, { answersAtOnce })
      return { text: promptText + prompt.start, tokens }
    },
    open: (input) => change(() => open(input)),
    async generate(input, context) {
      await changes
      generating.add(context.signal)
      try {
        return await generate(input, context)
      } finally {
        generating.delete(context.signal)
      }
    },
    held: async () => heldBytes(),
    embed: (input, { signal }) => embedder.embed(input, signal),
    unload: () =>
      change(async () => {
        await embedder.close()
        return unload()
      }),
  }
}
