import type { Prompt, ShownPrompt } from '../core/engine.ts'
import { type ChatMessage, hideSpecialTexts, type TextStretch } from './hide-special-texts.ts'

/** What a model's vocabulary can do, as far as a prompt needs it. */
export type Tokenizer = {
  /** `continues`: more text stands before it, so nothing is put in front of it as at a text's beginning. */
  tokenize(text: string, options: { special: boolean; continues: boolean }): number[]
  /** Finds the text of every token that is not plain text; with the flag `g`. Undefined when there is none. */
  specialTexts: RegExp | undefined
  isSpecial(token: number): boolean
  /** The token that the model wants before every text; undefined when it wants none. */
  firstToken: number | undefined
}

export type RenderChat = (messages: ChatMessage[]) => Promise<string>

/** The exact text of a prompt with its start, its tokens, and the length of the text without the start. */
export type TokenisedPrompt = ShownPrompt & { promptLength: number }

/**
 * Renders a chat and tokenises it as llama.cpp does: as one text with its control tokens. An inserted value that holds
 * the text of a control token is tokenised as plain text instead, so it reads the same and controls nothing.
 */
export async function tokenisePrompt(
  { messages, start }: Prompt,
  render: RenderChat,
  tokenizer: Tokenizer,
): Promise<TokenisedPrompt> {
  const hidden = hideSpecialTexts(messages, tokenizer.specialTexts)
  const rendered = hidden.reveal(await render(hidden.messages))
  const promptLength = rendered.reduce((sum, { text }) => sum + text.length, 0)
  const stretches = withStart(rendered, start)
  const tokens = stretches.flatMap(({ text, plain }, at) =>
    plain ? plainTokens(text, tokenizer, at > 0) : tokenizer.tokenize(text, { special: true, continues: at > 0 }),
  )
  const { firstToken } = tokenizer
  // Some templates print it, some leave it to the tokenizer; twice would shift every answer.
  if (firstToken !== undefined && tokens[0] !== firstToken) tokens.unshift(firstToken)
  return { text: stretches.map(({ text }) => text).join(''), tokens, promptLength }
}

/** The start belongs to the text before it: their border may lie inside a token. */
function withStart(stretches: TextStretch[], start: string): TextStretch[] {
  const last = stretches.at(-1)
  if (!last || last.plain) return [...stretches, { text: start, plain: false }]
  return [...stretches.slice(0, -1), { text: last.text + start, plain: false }]
}

function plainTokens(text: string, tokenizer: Tokenizer, continues: boolean): number[] {
  const tokens = tokenizer.tokenize(text, { special: false, continues })
  if (!tokenizer.specialTexts || !tokens.some(tokenizer.isSpecial)) return tokens
  // The tokenizer finds tokens that the model's maker added even in plain text: only in pieces do they stay text.
  return cutInside(text, tokenizer.specialTexts).flatMap((piece, at) =>
    tokenizer.tokenize(piece, { special: false, continues: continues || at > 0 }),
  )
}

/** Cuts a text behind the first character of each match. */
function cutInside(text: string, pattern: RegExp): string[] {
  const cuts = Array.from(text.matchAll(pattern), ({ 0: match, index }) => {
    return index + String.fromCodePoint(match.codePointAt(0) ?? 0).length
  })
  return [0, ...cuts].flatMap((cut, at) => text.slice(cut, cuts[at]) || [])
}
