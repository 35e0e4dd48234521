import type { LlamaModel, Token } from 'node-llama-cpp'
import { reasoningMarks } from './reasoning.ts'
import type { Decode } from './text-assembler.ts'
import type { Tokenizer } from './tokenise.ts'

export type Vocabulary = Tokenizer & {
  decode: Decode
  isEnd: (token: number) => boolean
  /** Control tokens stay out of an answer; marks of reasoning are needed until it begins. */
  isHidden: (token: number, inAnswer: boolean) => boolean
}

/** Tokens added by the model's maker that look like a tag; others of that kind are runs of spaces or emoji. */
const tagLook = /^[<[].*[>\]]$|^<[|｜]/u

/** What the prompt and the answer need from a model's vocabulary, read once when it is loaded. */
export function readVocabulary(model: LlamaModel): Vocabulary {
  const textOf = (token: Token) => model.detokenize([token], true)
  const special = new Map<Token, string>()
  for (const token of model.iterateAllTokens()) {
    const { control, unknown, userDefined } = model.getTokenAttributes(token)
    if (!control && !unknown && !userDefined && !model.isEogToken(token)) continue
    const text = textOf(token)
    if (!userDefined || tagLook.test(text)) special.set(token, text)
  }
  const texts = [...new Set(special.values())].filter((text) => text !== '').sort((a, b) => b.length - a.length)
  const marks = new Set(reasoningMarks)
  return {
    specialTexts: texts.length > 0 ? new RegExp(texts.map(escapeForPattern).join('|'), 'g') : undefined,
    isSpecial: (token) => special.has(token as Token),
    firstToken: model.tokens.shouldPrependBosToken ? (model.tokens.bos ?? undefined) : undefined,
    tokenize: (text, { special: withSpecial, continues }) =>
      model.tokenize(text, withSpecial, continues ? 'trimLeadingSpace' : undefined),
    decode: (tokens, before) => model.detokenize(tokens as Token[], true, before as Token[]),
    isEnd: (token) => model.isEogToken(token as Token),
    isHidden(token, inAnswer) {
      const text = special.get(token as Token)
      return text !== undefined && (inAnswer || !marks.has(text))
    },
  }
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
