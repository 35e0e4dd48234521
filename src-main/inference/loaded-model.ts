import type { LlamaModel, Token } from 'node-llama-cpp'
import { AppError } from '#contract/errors'
import type { ModelFile, Prompt } from '../core/engine.ts'
import type { ChatMessage } from './hide-special-texts.ts'
import { type LlamaLibrary, loadGguf } from './load-gguf.ts'
import { readVocabulary, type Vocabulary } from './model-vocabulary.ts'
import { createPromptRenderer } from './prompt-renderer.ts'
import { skipReasoning } from './reasoning.ts'
import { commonLength, createSharedTokens } from './shared-tokens.ts'
import { tokenisePrompt } from './tokenise.ts'

/** The exact text of a prompt without its start, and the tokens of both. */
export type ReadyPrompt = { promptText: string; tokens: Token[] }

export type LoadedModel = {
  file: ModelFile
  model: LlamaModel
  vocabulary: Vocabulary
  /** `answersAtOnce`: thinking has no place before the answer, as where a start is written in. */
  prepare(prompt: Prompt, options?: { answersAtOnce: boolean }): Promise<ReadyPrompt>
  /** Leading tokens that a prompt has in common with those of other inputs. */
  sharedLength(prompt: Prompt, tokens: readonly Token[], options?: { answersAtOnce: boolean }): Promise<number>
  /** The same weights with the chat template of another description; takes this one's place. */
  withTemplateOf(file: ModelFile): Promise<LoadedModel>
  dispose(): Promise<void>
}

/** Loads a model with all that its prompts need. Throws `model-unusable`. */
export async function loadModel(
  library: LlamaLibrary,
  file: ModelFile,
  renderWorkerEntry: string,
): Promise<LoadedModel> {
  const model = await loadGguf(library, file)
  return giveTemplate({ model, vocabulary: readVocabulary(model) }, file, renderWorkerEntry)
}

function giveTemplate(
  weights: Pick<LoadedModel, 'model' | 'vocabulary'>,
  file: ModelFile,
  renderWorkerEntry: string,
): LoadedModel {
  const { model, vocabulary } = weights
  const template: unknown = file.chatTemplate ?? model.fileInfo.metadata.tokenizer?.chat_template
  const renderer =
    typeof template === 'string'
      ? createPromptRenderer({
          entry: renderWorkerEntry,
          modelName: file.name,
          template,
          advice: adviceFor(file),
          bosToken: model.tokens.bosString ?? '',
          eosToken: model.tokens.eosString ?? '',
        })
      : undefined

  const prepare: LoadedModel['prepare'] = async (prompt, options) => {
    if (!renderer) throw baseModel(file.name)
    const answersAtOnce = prompt.start !== '' || options?.answersAtOnce
    const render = async (messages: ChatMessage[]) => {
      const text = await renderer.render(messages)
      return answersAtOnce ? skipReasoning(text) : text
    }
    const { text, tokens, promptLength } = await tokenisePrompt(prompt, render, vocabulary)
    if (tokens.length === 0) throw emptyPrompt(file)
    return { promptText: text.slice(0, promptLength), tokens: tokens as Token[] }
  }
  const sharedTokens = createSharedTokens(async (prompt, options) => (await prepare(prompt, options)).tokens)

  return {
    file,
    model,
    vocabulary,
    prepare,
    async sharedLength(prompt, tokens, options) {
      return commonLength(await sharedTokens(prompt, options), tokens)
    },
    async withTemplateOf(other) {
      await renderer?.close()
      return giveTemplate(weights, other, renderWorkerEntry)
    },
    async dispose() {
      await renderer?.close()
      await model.dispose()
    },
  }
}

function adviceFor({ chatTemplate }: ModelFile): string {
  return chatTemplate === undefined
    ? 'Choose another model, or give this one a chat template of your own.'
    : 'Correct the chat template that you gave it, or take a common format.'
}

function emptyPrompt(file: ModelFile): AppError {
  return new AppError(
    'model-unusable',
    `The chat template of ${file.name} makes an empty prompt of this chat. Nothing was sent. ${adviceFor(file)}`,
  )
}

function baseModel(name: string): AppError {
  return new AppError(
    'model-unusable',
    `${name} has no chat template: it is a base model, which goes on with a text and does not follow a task. Choose an instruct model, or give this one a chat template.`,
  )
}
