import type { ErrorCode } from '#contract/errors'
import type { Pace } from '#contract/settings'
import type {
  EmbedRequest,
  EngineRoom,
  Generated,
  GenerateRequest,
  LoadedModel,
  ModelFile,
  Prompt,
  ShownPrompt,
} from '../core/engine.ts'
import type { Connection } from './watch-connections.ts'

/** What the process that holds a model can be asked; the core's engine in a form that crosses a process. */
export type Calls = {
  load: { input: ModelFile; output: LoadedModel }
  measure: { input: Prompt[]; output: number[] }
  /** `answersAtOnce`: as where a grammar leaves no place for thinking. */
  show: { input: { prompt: Prompt; answersAtOnce: boolean }; output: ShownPrompt }
  /** `beginningsFolder`: where long beginnings of prompts are kept for the next run. */
  open: { input: EngineRoom & { beginningsFolder?: string | undefined }; output: undefined }
  /** `grammar` (GBNF) is of the answer behind its start; JSON ends at its closing brace. */
  generate: {
    input: Pick<GenerateRequest, 'prompt' | 'sampling' | 'seed'> & {
      grammar: string | undefined
      isJson: boolean
      stop: string[]
    }
    output: Generated
  }
  embed: { input: Omit<EmbedRequest, 'signal'>; output: Float32Array[] }
  held: { input: undefined; output: number }
  unload: { input: undefined; output: undefined }
}
export type CallName = keyof Calls

export type ToChild =
  | { type: 'call'; id: number; name: CallName; input: unknown }
  | { type: 'cancel'; id: number }
  /** Ends the row of that call with what it has. */
  | { type: 'enough'; id: number }
  | { type: 'pace'; pace: Pace }
  | { type: 'exit' }

export type FromChild =
  | { type: 'ready' }
  /** A step was made, or a rest begins; at most once a second. */
  | { type: 'beat' }
  /** It wanted to open a connection, and was refused. */
  | { type: 'connection'; connection: Connection }
  /** What came to all running calls since the last one. */
  | { type: 'text'; pieces: TextPiece[] }
  | { type: 'done'; id: number; output: unknown }
  /** Without a code the failure was not foreseen. */
  | { type: 'failed'; id: number; code?: ErrorCode; message: string }

export type TextPiece = { id: number; text: string }
