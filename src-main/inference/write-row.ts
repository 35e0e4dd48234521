import { LlamaGrammarEvaluationState, type SequenceEvaluateOptions, type Token } from 'node-llama-cpp'
import { AppError } from '#contract/errors'
import type { Sampling } from '#contract/sampling'
import type { createGrammarCache } from './grammar-cache.ts'
import type { LoadedModel, ReadyPrompt } from './loaded-model.ts'
import type { LockStep } from './lock-step.ts'
import { createReasoningSplitter, openedReasoning } from './reasoning.ts'
import { createRowWriter } from './row-writer.ts'
import { createTextAssembler } from './text-assembler.ts'
import type { Calls } from './wire.ts'

export type OpenRoom = { contextSize: number; slots: number; threads: number; lockStep: LockStep }

/** How far back the repetition penalty looks. */
const penalisedTokens = 64
/** A phrase of this many tokens may come again without penalty. */
export const dryAllowedTokens = 4
/** How far back DRY looks: the library's own default, the whole context, has no effect (3.22.1, measured). */
export const dryTokens = 2048

type Row = Calls['generate']['input'] &
  ReadyPrompt & { sharedLength: number; signal: AbortSignal; enough: AbortSignal; onText: (piece: string) => void }

/** Writes one row into the room of a loaded model. Throws `prompt-too-long` and `bad-template`. */
export async function writeRow(
  { model, vocabulary }: LoadedModel,
  { contextSize, lockStep }: OpenRoom,
  compileGrammar: ReturnType<typeof createGrammarCache>,
  row: Row,
): Promise<Calls['generate']['output']> {
  const { prompt, seed, signal, promptText, tokens, sharedLength } = row
  const { maxTokens } = row.sampling
  const written: Token[] = []
  if (tokens.length + 1 > contextSize) throw tooLong(tokens.length, contextSize)
  const grammar = row.grammar === undefined ? undefined : await compileGrammar(row.grammar)
  const writer = createRowWriter({
    start: prompt.start,
    form: row.isJson ? 'json' : 'text',
    stop: row.stop,
    limit: Math.min(maxTokens, contextSize - tokens.length),
    assembler: createTextAssembler(vocabulary.decode, tokens),
    splitter: createReasoningSplitter({ opened: openedReasoning(promptText), started: prompt.start !== '' }),
    isEnd: vocabulary.isEnd,
    isHidden: vocabulary.isHidden,
    onText: row.onText,
    isEnough: () => row.enough.aborted,
  })
  const state = grammar && new LlamaGrammarEvaluationState({ model, grammar })
  const options = {
    ...tokenChances(row.sampling, () => written.slice(-penalisedTokens)),
    seed,
    ...(state ? { grammarEvaluationState: state } : {}),
  }
  const take = (token: Token) => {
    written.push(token)
    return writer.take(token)
  }
  let startedAt = performance.now()
  await lockStep.write({ tokens, sharedLength, options, signal, take }, () => {
    // Waiting for a free slot is not the row's own time.
    startedAt = performance.now()
  })
  return { promptText, ...writer.end(), promptTokens: tokens.length, durationMs: performance.now() - startedAt }
}

/** The library's options for how a token is chosen. */
function tokenChances(
  { temperature, topP, topK, minP, repeatPenalty, dryStrength }: Sampling,
  recent: () => Token[],
): SequenceEvaluateOptions {
  return {
    ...{ temperature, topP, topK, minP },
    ...(repeatPenalty > 1
      ? { repeatPenalty: { punishTokens: recent, penalty: repeatPenalty, maxPunishTokens: penalisedTokens } }
      : {}),
    ...(dryStrength > 0
      ? { dryRepeatPenalty: { strength: dryStrength, allowedLength: dryAllowedTokens, lastTokens: dryTokens } }
      : {}),
  }
}

function tooLong(tokens: number, contextSize: number): AppError {
  return new AppError(
    'prompt-too-long',
    `The prompt has ${tokens} tokens, and a row has room for ${contextSize}, prompt and answer together. It was not sent. Shorten the template or take fewer examples.`,
  )
}
