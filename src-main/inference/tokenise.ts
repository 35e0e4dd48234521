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
  const tokens = stretches.flatMap(({ text, plain }, at) => {
    if (plain) return plainTokens(text, tokenizer, at > 0)
    const isLast = at === stretches.length - 1
    return (
      (isLast && /\s$/.test(start) && beforeLetter(text, tokenizer, at > 0)) || wholeTokens(text, tokenizer, at > 0)
    )
  })
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

function wholeTokens(text: string, tokenizer: Tokenizer, continues: boolean): number[] {
  return tokenizer.tokenize(text, { special: true, continues })
}

/**
 * The tokens of a text as they are where a letter follows: many vocabularies have another token for line breaks at the very
 * end, behind which they know digits or code only. Undefined where the letter cannot be told from what is before it.
 */
function beforeLetter(text: string, tokenizer: Tokenizer, continues: boolean): number[] | undefined {
  const letter = tokenizer.tokenize('I', { special: false, continues: true })
  const tokens = wholeTokens(`${text}I`, tokenizer, continues)
  return letter.length === 1 && tokens.at(-1) === letter[0] ? tokens.slice(0, -1) : undefined
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
