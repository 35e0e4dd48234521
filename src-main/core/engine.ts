import type { Sampling } from '#contract/sampling'
import type { Pace } from '#contract/settings'

/** A stretch of a message. What is inserted (a persona, a variable) never becomes a control token of the model. */
export type PromptPart = { text: string; inserted?: boolean }
export type PromptMessage = { role: 'system' | 'user' | 'assistant'; parts: PromptPart[] }

/** A chat as the model's own template will render it, and the beginning of the answer that is written in. */
export type Prompt = {
  messages: PromptMessage[]
  start: string
  /** Leading messages that the prompts of other rows have too; what they begin with is read once for all of them. */
  shared?: number
}

/** A prompt as the model will read it, its written start included. */
export type ShownPrompt = { text: string; tokens: number[] }

export type JsonSchema = Record<string, unknown>
/** From one to so many `sentences`, all on one line or not, and the same `words` behind them. */
export type Ending = { words: string; sentences: number; inLines: boolean }

export type OutputForm =
  /** `lines`: one behind the other, each behind its label and a colon. */
  | { kind: 'text'; stop?: string[]; lines?: string[] | undefined; ending?: Ending | undefined }
  | { kind: 'json'; schema: JsonSchema }
  | { kind: 'choice'; choices: string[] }
  /** A regular expression from ^ to $. */
  | { kind: 'pattern'; pattern: string }

export type ModelFile = {
  path: string
  sha256: string
  name: string
  /** The user's own, in place of the one in the file. */
  chatTemplate?: string
}

export type LoadedModel = {
  /** Tokens that the model was trained for. */
  contextLength: number
  /** Library and llama.cpp build, as stored with every attempt. */
  build: string
  /** Threads that write where a room names no other number: one for each core. */
  threads: number
}

export type EngineRoom = {
  contextSize: number
  slots: number
  /** At most so many threads write; as many as the engine finds good where missing. */
  threads?: number | undefined
}

export type GenerateRequest = {
  prompt: Prompt
  form: OutputForm
  sampling: Sampling
  /** Unsigned 32 bits. */
  seed: number
  signal: AbortSignal
  /** Ends the row with what it has, once aborted. */
  enough?: AbortSignal
  /** Pieces of the answer as they come, in batches; the written start is not among them. */
  onText?: (piece: string) => void
}

export type Generated = {
  /** The exact text sent, without the written start. */
  promptText: string
  /** The answer, the written start included. */
  text: string
  /** UTF-16 units of `text` that were written in. */
  startLength: number
  /** Thinking that the model put before its answer; it is not part of `text`. */
  reasoning: string
  /** `early`: the caller had enough of it. */
  finishReason: 'stop' | 'length' | 'repetition' | 'early'
  promptTokens: number
  /** Tokens generated. */
  tokens: number
  durationMs: number
}

/** A text, and the number by which a refusal names it. */
export type NumberedText = { number: number; text: string }

export type EmbedRequest = { model: ModelFile; texts: NumberedText[]; signal: AbortSignal }

/**
 * What the core needs from a language model; the inference process is one, tests script another.
 * Errors: `model-unusable` (cannot be loaded), `prompt-too-long`, `engine-crashed` (its process ended) and `engine-stuck` (it stood still and was ended; the next call
 * starts a new one, which has to be loaded and opened again).
 */
export type Engine = {
  /** Loads the weights, or does nothing when they are loaded already. */
  load(model: ModelFile): Promise<LoadedModel>
  /** Throws `bad-template` for a form that cannot be followed behind that start, or not within that many tokens; needs no model. */
  checkForm(form: OutputForm, start: string, maxTokens: number): void
  /** Tokens of each prompt with its start, as the loaded model's own template renders it. */
  measure(prompts: Prompt[]): Promise<number[]>
  /** The exact text and token ids of a prompt that asks for this form, its start included. */
  show(prompt: Prompt, form?: OutputForm['kind']): Promise<ShownPrompt>
  /** Makes room for `slots` rows at once of `contextSize` tokens each, prompt and answer together. */
  open(room: EngineRoom): Promise<void>
  /** From the next step on, also while rows are written; kept for every process to come. Texts do not depend on it. */
  setPace(pace: Pace): void
  /** Rejects with the signal's reason when aborted. */
  generate(request: GenerateRequest): Promise<Generated>
  /**
   * One vector of length 1 for each text. The embedding model is loaded beside the one that writes, and stays. Throws
   * `bad-input` for a text that is empty or has more tokens than the model reads; then none is computed.
   */
  embed(request: EmbedRequest): Promise<Float32Array[]>
  /** Memory in bytes that its process would give back; 0 where there is none. What another model or room needs may take its place. */
  heldBytes(): Promise<number>
  /** Frees the memory of both models. */
  unload(): Promise<void>
  /** Ends the process, by force after five seconds. */
  close(): Promise<void>
}
