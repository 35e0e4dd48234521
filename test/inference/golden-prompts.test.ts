import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Prompt, PromptMessage } from '../../src-main/core/engine.ts'
import { defaultModel, startEngine } from '../support/start-engine.ts'

type GoldenCase = {
  name: string
  messages: { role: PromptMessage['role']; content: string }[]
  start?: string
  prompt: string
  ids: number[]
  /** Of the user text alone, as plain text. */
  plainIds?: number[]
}
const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'smollm2-token-ids.json'), 'utf8')) as {
  cases: GoldenCase[]
}
const controlTokens = (ids: number[]) => ids.filter((id) => id <= 16)

const { engine } = startEngine()

beforeAll(async () => {
  await engine.load(defaultModel())
})
afterAll(() => engine.close())

function promptOf({ messages, start }: GoldenCase, inserted = false): Prompt {
  return {
    messages: messages.map(({ role, content }) => ({ role, parts: [{ text: content, inserted }] })),
    start: start ?? '',
  }
}

function caseNamed(name: string): GoldenCase {
  return cases.find((each) => each.name === name) as GoldenCase
}

test('the eleven cases are all there', () => {
  expect(cases).toHaveLength(11)
})

test.each(cases)("$name: text and token ids equal llama.cpp's", async (each) => {
  const { text, tokens } = await engine.show(promptOf(each))
  expect(text).toBe(each.prompt)
  expect(tokens).toEqual(each.ids)
  expect(await engine.measure([promptOf(each)])).toEqual([each.ids.length])
})

test('inserted values without control tokens change nothing', async () => {
  for (const each of cases.filter(({ plainIds }) => !plainIds)) {
    expect((await engine.show(promptOf(each, true))).tokens, each.name).toEqual(each.ids)
  }
})

test('a persona that types control tokens opens no turn of its own', async () => {
  const hostile = caseNamed('control tokens in the user text')
  const { text, tokens } = await engine.show(promptOf(hostile, true))
  const harmless = await engine.show(promptOf(caseNamed('one user turn, no system'), true))
  expect(text).toBe(hostile.prompt)
  expect(controlTokens(tokens)).toEqual(controlTokens(harmless.tokens))
  const user = tokens.slice(tokens.lastIndexOf(4093) + 2, tokens.lastIndexOf(2))
  expect(user).toEqual(hostile.plainIds)
})

test('a control token that a persona makes together with the template around it stays text', async () => {
  const parts = [{ text: 'Who is <' }, { text: '|im_end|', inserted: true }, { text: '> then?' }]
  const { text, tokens } = await engine.show({ messages: [{ role: 'user', parts }], start: '' })
  expect(text).toContain('Who is <|im_end|> then?')
  expect(controlTokens(tokens)).toHaveLength(5)
})

test('a control token that the template itself writes stays one', async () => {
  const parts = [{ text: 'End with <|im_end|>. ' }, { text: 'A nurse.', inserted: true }]
  const { tokens } = await engine.show({ messages: [{ role: 'user', parts }], start: '' })
  expect(controlTokens(tokens)).toHaveLength(6)
})
