import { expect, test } from 'vitest'
import type { PromptMessage } from '../../src-main/core/engine.ts'
import { type Tokenizer, tokenisePrompt } from '../../src-main/inference/tokenise.ts'

/** A vocabulary of letters with two tokens of several: one is control, one was added by the model's maker. */
const controlToken = 1
const addedToken = 2
const texts = new Map([
  [controlToken, '<|end|>'],
  [addedToken, '<tool>'],
])
const calls: { text: string; continues: boolean }[] = []

const tokenizer: Tokenizer = {
  specialTexts: /<\|end\|>|<tool>/g,
  isSpecial: (token) => texts.has(token),
  firstToken: undefined,
  tokenize(text, { special, continues }) {
    calls.push({ text, continues })
    const found = special ? /<\|end\|>|<tool>|./gsu : /<tool>|./gsu
    return Array.from(text.matchAll(found), ([piece]) => {
      if (piece === '<|end|>') return controlToken
      return piece === '<tool>' ? addedToken : (piece.codePointAt(0) as number)
    })
  },
}

const textOf = (tokens: number[]) => tokens.map((token) => texts.get(token) ?? String.fromCodePoint(token)).join('')
const render = async (messages: { content: string }[]) => messages.map(({ content }) => `${content}<|end|>`).join('')

function tokenise(parts: PromptMessage['parts'], start = '') {
  calls.length = 0
  return tokenisePrompt({ messages: [{ role: 'user', parts }], start }, render, tokenizer)
}

test('without an inserted control token the whole prompt is one text, its start included', async () => {
  const { text, tokens, promptLength } = await tokenise([{ text: 'For ' }, { text: 'Ann', inserted: true }], 'Yes')
  expect(calls).toEqual([{ text: 'For Ann<|end|>Yes', continues: false }])
  expect(text.slice(0, promptLength)).toBe('For Ann<|end|>')
  expect(tokens.filter(tokenizer.isSpecial)).toEqual([controlToken])
})

test('an inserted value with a control token is tokenised as one plain text, and what follows goes on from it', async () => {
  const { tokens } = await tokenise([{ text: 'For ' }, { text: 'A <|end|> B', inserted: true }, { text: '.' }], 'Yes')
  expect(calls.map(({ text }) => text)).toEqual(['For ', 'A <|end|> B', '.<|end|>Yes'])
  expect(calls.map(({ continues }) => continues)).toEqual([false, true, true])
  expect(tokens.filter(tokenizer.isSpecial)).toEqual([controlToken])
  expect(textOf(tokens)).toBe('For A <|end|> B.<|end|>Yes')
})

test('a token that is found even in plain text is taken apart', async () => {
  const { tokens } = await tokenise([{ text: 'a <tool> b <tool>', inserted: true }])
  expect(tokens.filter(tokenizer.isSpecial)).toEqual([controlToken])
  expect(textOf(tokens)).toBe('a <tool> b <tool><|end|>')
})

test('private characters of a persona stay what they are', async () => {
  const { text } = await tokenise([{ text: '\uE000\uE001 <|end|> \u{F0000}', inserted: true }])
  expect(text).toBe('\uE000\uE001 <|end|> \u{F0000}<|end|>')
})

test('two values, one inside the other, both stay plain', async () => {
  const long = { text: 'x <|end|> y', inserted: true }
  const short = { text: '<|end|>', inserted: true }
  const { tokens } = await tokenise([long, { text: ' and ' }, short, { text: ' <|end|>' }])
  expect(tokens.filter(tokenizer.isSpecial)).toEqual([controlToken, controlToken])
  expect(textOf(tokens)).toBe('x <|end|> y and <|end|> <|end|><|end|>')
})

test('a start that ends with line breaks has the tokens that it has where a letter follows', async () => {
  const lineBreaks = 3
  const joining: Tokenizer = {
    ...tokenizer,
    tokenize: (text, options) =>
      tokenizer.tokenize(text.replace(/\n\n$/, '\0'), options).map((token) => token || lineBreaks),
  }
  const asked = { messages: [{ role: 'user' as const, parts: [{ text: 'Write.' }] }] }
  const tokensOf = async (start: string) =>
    (await tokenisePrompt({ ...asked, start }, render, joining)).tokens.slice(-2)
  expect(await tokensOf('Sir,\n\n')).toEqual([10, 10])
  // Where a letter is joined to what is before it, nothing can be told apart.
  const hungry: Tokenizer = {
    ...joining,
    tokenize: (text, options) => joining.tokenize(text.replace(/\nI$/, '\0'), options),
  }
  const { tokens } = await tokenisePrompt({ ...asked, start: 'Sir,\n\n' }, render, hungry)
  expect(tokens.at(-1)).toBe(lineBreaks)
})
