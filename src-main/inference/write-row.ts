import { LlamaGrammarEvaluationState } from 'node-llama-cpp'
import { AppError } from '#contract/errors'
import type { createGrammarCache } from './grammar-cache.ts'
import type { LoadedModel, ReadyPrompt } from './loaded-model.ts'
import type { LockStep } from './lock-step.ts'
import { createReasoningSplitter, openedReasoning } from './reasoning.ts'
import { createRowWriter } from './row-writer.ts'
import { createTextAssembler } from './text-assembler.ts'
import type { Calls } from './wire.ts'

export type OpenRoom = { contextSize: number; slots: number; lockStep: LockStep }

type Row = Calls['generate']['input'] & ReadyPrompt & { signal: AbortSignal; onText: (piece: string) => void }

/** Writes one row into the room of a loaded model. Throws `prompt-too-long` and `bad-template`. */
export async function writeRow(
  { model, vocabulary }: LoadedModel,
  { contextSize, lockStep }: OpenRoom,
  compileGrammar: ReturnType<typeof createGrammarCache>,
  row: Row,
): Promise<Calls['generate']['output']> {
  const { prompt, seed, signal, promptText, tokens } = row
  const { maxTokens, ...chances } = row.sampling
  if (tokens.length + 1 > contextSize) throw tooLong(tokens.length, contextSize)
  const grammar = row.grammar === undefined ? undefined : await compileGrammar(row.grammar)
  const writer = createRowWriter({
    start: prompt.start,
    form: grammar ? 'json' : 'text',
    limit: Math.min(maxTokens, contextSize - tokens.length),
    assembler: createTextAssembler(vocabulary.decode, tokens),
    splitter: createReasoningSplitter({ opened: openedReasoning(promptText), started: prompt.start !== '' }),
    isEnd: vocabulary.isEnd,
    isHidden: vocabulary.isHidden,
    onText: row.onText,
  })
  const state = grammar && new LlamaGrammarEvaluationState({ model, grammar })
  const options = { ...chances, seed, ...(state ? { grammarEvaluationState: state } : {}) }
  let startedAt = performance.now()
  await lockStep.write({ tokens, options, signal, take: writer.take }, () => {
    // Waiting for a free slot is not the row's own time.
    startedAt = performance.now()
  })
  return { promptText, ...writer.end(), promptTokens: tokens.length, durationMs: performance.now() - startedAt }
}

function tooLong(tokens: number, contextSize: number): AppError {
  return new AppError(
    'prompt-too-long',
    `The prompt has ${tokens} tokens, and a row has room for ${contextSize}, prompt and answer together. It was not sent. Shorten the template or take fewer examples.`,
  )
}
