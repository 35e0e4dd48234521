import { AppError } from '#contract/errors'
import { type LlamaGrammar, LlamaGrammarEvaluationState, type LlamaModel } from 'node-llama-cpp'
import type { ModelFile, OutputForm, Prompt } from '../core/engine.ts'
import { jsonGrammar } from './json-grammar.ts'
import { type LlamaLibrary, loadGguf, startLlama } from './load-gguf.ts'
import { createLockStep, type LockStep } from './lock-step.ts'
import { readVocabulary, type Vocabulary } from './model-vocabulary.ts'
import { openContext, type Room } from './open-context.ts'
import { createPromptRenderer, type PromptRenderer } from './prompt-renderer.ts'
import { createReasoningSplitter, openedReasoning } from './reasoning.ts'
import { createRowWriter } from './row-writer.ts'
import { createTextAssembler } from './text-assembler.ts'
import { type TokenisedPrompt, tokenisePrompt } from './tokenise.ts'
import type { CallName, Calls } from './wire.ts'

type Loaded = {
  file: ModelFile
  model: LlamaModel
  vocabulary: Vocabulary
  /** Undefined for a base model. */
  renderer: PromptRenderer | undefined
}

type CallContext = { signal: AbortSignal; onText: (piece: string) => void }

export type InferenceService = {
  [Name in CallName]: (input: Calls[Name]['input'], context: CallContext) => Promise<Calls[Name]['output']>
}

const keptGrammars = 16

/** Holds one model and writes rows with it; all of it runs in the inference process. */
export function createInferenceService(renderWorkerEntry: string): InferenceService {
  let library: Promise<LlamaLibrary> | undefined
  let loaded: Loaded | undefined
  let opened: { room: Room; lockStep: LockStep } | undefined
  const generating = new Set<AbortSignal>()
  const grammars = new Map<string, LlamaGrammar>()
  let changes: Promise<unknown> = Promise.resolve()

  /** What changes model or room waits for the change before it, and for rows that were cancelled to let go. */
  function change<T>(act: () => Promise<T>): Promise<T> {
    const changed = changes.then(async () => {
      if ([...generating].some(({ aborted }) => !aborted)) {
        throw new AppError('busy', 'The model is writing rows. Pause or stop the run first.')
      }
      await opened?.lockStep.idle()
      return act()
    })
    changes = changed.catch(() => {}) // The next change does not depend on this one's success.
    return changed
  }

  async function closeRoom(): Promise<void> {
    const closing = opened
    opened = undefined
    await closing?.lockStep.dispose()
  }

  async function unload(): Promise<void> {
    await closeRoom()
    const ending = loaded
    loaded = undefined
    await ending?.renderer?.close()
    await ending?.model.dispose()
  }

  function current(): Loaded {
    if (loaded) return loaded
    throw new AppError('engine-crashed', 'No model is loaded in this process. Load the model again.')
  }

  async function load(file: ModelFile): Promise<Calls['load']['output']> {
    library ??= startLlama()
    const ready = await library
    if (loaded?.file.sha256 !== file.sha256 || loaded.file.path !== file.path) {
      await unload()
      const model = await loadGguf(ready, file)
      const { tokenizer } = model.fileInfo.metadata
      const template: unknown = tokenizer?.chat_template
      const renderer =
        typeof template === 'string'
          ? createPromptRenderer({
              entry: renderWorkerEntry,
              modelName: file.name,
              template,
              bosToken: model.tokens.bosString ?? '',
              eosToken: model.tokens.eosString ?? '',
            })
          : undefined
      loaded = { file, model, vocabulary: readVocabulary(model), renderer }
    }
    return { contextLength: current().model.trainContextSize, build: ready.build }
  }

  function tokenised(prompt: Prompt, form: OutputForm['kind'] = 'text'): Promise<TokenisedPrompt> {
    const { file, renderer, vocabulary } = current()
    if (!renderer) {
      throw new AppError(
        'model-unusable',
        `${file.name} has no chat template: it is a base model, which goes on with a text and does not follow a task. Choose an instruct model.`,
      )
    }
    const mustAnswer = prompt.start !== '' || form === 'json'
    const render = async (...[messages]: Parameters<PromptRenderer['render']>) => {
      const text = await renderer.render(messages)
      const mark = mustAnswer ? openedReasoning(text) : undefined
      // Such a template makes the model think first, where its answer begins already: the thought stays empty.
      return mark ? `${text}\n${mark.close}\n\n` : text
    }
    return tokenisePrompt(prompt, render, vocabulary)
  }

  function grammarOf(model: LlamaModel, form: OutputForm, start: string): LlamaGrammar | undefined {
    if (form.kind !== 'json') return undefined
    const text = jsonGrammar(form.schema, start)
    const known = grammars.get(text)
    if (known) return known
    const [oldest] = grammars.keys()
    if (oldest !== undefined && grammars.size >= keptGrammars) grammars.delete(oldest)
    grammars.set(text, compileGrammar(model, text))
    return grammars.get(text)
  }

  async function generate(
    { prompt, form, sampling, seed }: Calls['generate']['input'],
    { signal, onText }: CallContext,
  ): Promise<Calls['generate']['output']> {
    const { model, vocabulary } = current()
    const { text, tokens, promptLength } = await tokenised(prompt, form.kind)
    const room = opened
    if (!room) throw new AppError('engine-crashed', 'No room is open in this process. Load the model again.')
    const { contextSize } = room.room
    if (tokens.length + 1 > contextSize) throw tooLong(tokens.length, contextSize)

    const { maxTokens, ...chances } = sampling
    const grammar = grammarOf(model, form, prompt.start)
    const promptText = text.slice(0, promptLength)
    const writer = createRowWriter({
      start: prompt.start,
      form: form.kind,
      limit: Math.min(maxTokens, contextSize - tokens.length),
      assembler: createTextAssembler(vocabulary.decode, tokens),
      splitter: createReasoningSplitter(openedReasoning(promptText), prompt.start !== ''),
      isEnd: vocabulary.isEnd,
      isHidden: vocabulary.isHidden,
      onText,
    })
    const state = grammar && new LlamaGrammarEvaluationState({ model, grammar })
    const options = { ...chances, seed, ...(state ? { grammarEvaluationState: state } : {}) }
    let startedAt = performance.now()
    await room.lockStep.write({ tokens, options, signal, take: writer.take }, () => {
      startedAt = performance.now()
    })
    return { promptText, ...writer.end(), promptTokens: tokens.length, durationMs: performance.now() - startedAt }
  }

  return {
    load: (file) => change(() => load(file)),
    measure: async (prompts) => {
      const counts: number[] = []
      for (const prompt of prompts) counts.push((await tokenised(prompt)).tokens.length)
      return counts
    },
    show: async (prompt) => {
      const { text, tokens } = await tokenised(prompt)
      return { text, tokens }
    },
    open: ({ contextSize, slots }) =>
      change(async () => {
        const { model } = current()
        if (opened?.room.contextSize === contextSize && opened.room.slots === slots) return
        await closeRoom()
        const { threads } = await (library as Promise<LlamaLibrary>)
        opened = {
          room: { contextSize, slots },
          lockStep: createLockStep(await openContext(model, { contextSize, slots }, threads)),
        }
      }),
    generate: async (input, context) => {
      await changes
      generating.add(context.signal)
      try {
        return await generate(input, context)
      } finally {
        generating.delete(context.signal)
      }
    },
    unload: () => change(unload),
  }
}
