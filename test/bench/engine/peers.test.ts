import { expect, test } from 'vitest'
import { overhead } from './application-figures.ts'
import { interleave } from './interleave.ts'
import { endedRowsPerMinute, validator } from './json-figures.ts'
import { readRecipe, schemaOf } from './make-rows.ts'
import { plotLines } from './plot.ts'
import { withoutSharing } from './prefix-figures.ts'
import { backInPlace } from './replay-figures.ts'
import { readAnswer, requestFor } from './server-peer.ts'
import { judge } from './targets.ts'
import { type Peer, type Row, tokensPerSecond, type Work, writeInLanes } from './work.ts'

const row = (text: string): Row => ({
  prompt: { messages: [{ role: 'user', parts: [{ text }] }], start: '' },
  ids: [1, 2, 3],
  seed: 5,
})
const sampling = { temperature: 0.6, topP: 0.95, topK: 40, minP: 0, repeatPenalty: 1, dryStrength: 0, maxTokens: 64 }
const work: Work = { rows: [row('a'), row('b')], form: { kind: 'text' }, sampling, contextSize: 128, slots: 2 }

test('lanes write every row once, keep its place, and are never more than asked for', async () => {
  let busy = 0
  let most = 0
  const { rows } = await writeInLanes([5, 1, 3, 2, 4], 2, async (ms) => {
    most = Math.max(most, ++busy)
    await new Promise((resolve) => setTimeout(resolve, ms))
    busy--
    return { text: String(ms), tokens: ms, end: 'stop' }
  })
  expect(rows.map(({ text }) => text)).toEqual(['5', '1', '3', '2', '4'])
  expect(most).toBe(2)
})

test('a rate is all tokens by the time of the whole work', () => {
  const written = (tokens: number) => ({ text: '', tokens, end: 'stop' as const })
  expect(tokensPerSecond({ rows: [written(30), written(70)], ms: 500 })).toBe(200)
})

test('the server reads the very tokens that ours reads, with the same chances', () => {
  const { path, body } = requestFor(work, work.rows[0] as Row)
  expect(path).toBe('/completion')
  expect(body).toMatchObject({ prompt: [1, 2, 3], n_predict: 64, temperature: 0.6, top_k: 40, top_p: 0.95, seed: 5 })
})

test('the server writes past an end only where a row is to have an exact length', () => {
  expect(requestFor(work, work.rows[0] as Row).body).toMatchObject({ ignore_eos: false })
  expect(requestFor({ ...work, exact: true }, work.rows[0] as Row).body).toMatchObject({ ignore_eos: true })
})

test('the server lowers the chance of what ours does, and pays for no penalty that ours does not take', () => {
  const plain = requestFor(work, work.rows[0] as Row).body
  expect(plain).toMatchObject({ samplers: ['top_k', 'top_p', 'temperature'] })
  expect(plain).not.toHaveProperty('dry_multiplier')
  expect(requestFor({ ...work, sampling: { ...sampling, dryStrength: 0.8 } }, work.rows[0] as Row).body).toMatchObject({
    samplers: ['dry', 'top_k', 'top_p', 'temperature'],
    ...{ dry_multiplier: 0.8, dry_allowed_length: 4, dry_penalty_last_n: 2048 },
  })
})

test('a schema reaches the server as its response format', () => {
  const schema = { type: 'object' }
  const { path, body } = requestFor({ ...work, form: { kind: 'json', schema } }, work.rows[0] as Row)
  expect(path).toBe('/v1/chat/completions')
  expect(body).toMatchObject({
    messages: [{ role: 'user', content: 'a' }],
    max_tokens: 64,
    response_format: { json_schema: { schema } },
  })
})

test('the token that ends an answer of the server is not counted, and a cut answer loses none', () => {
  expect(readAnswer({ content: 'x', tokens_predicted: 10, stop_type: 'eos' })).toMatchObject({ tokens: 9, end: 'stop' })
  expect(readAnswer({ content: 'x', tokens_predicted: 10, stop_type: 'limit' })).toMatchObject({ tokens: 10 })
  const choices = (finish_reason: string) => [{ message: { content: 'x' }, finish_reason }]
  const usage = { completion_tokens: 10 }
  expect(readAnswer({ choices: choices('stop'), usage })).toMatchObject({ tokens: 9, end: 'stop' })
  expect(readAnswer({ choices: choices('length'), usage })).toMatchObject({ tokens: 10, end: 'length' })
})

test('every peer works once a round, and each round begins with another one', async () => {
  const calls: string[] = []
  const peer = (name: string): Peer => ({
    name,
    async write() {
      calls.push(name)
      return { rows: [], ms: calls.length }
    },
  })
  const outcomes = await interleave(
    2,
    [
      { peer: peer('a'), work },
      { peer: peer('b'), work },
    ],
    () => {},
  )
  expect(calls).toEqual(['a', 'b', 'b', 'a'])
  expect(outcomes('b').map(({ ms }) => ms)).toEqual([2, 3])
  expect(() => outcomes('c')).toThrow()
})

test('rows without a shared beginning differ from the first message on and hold the same otherwise', () => {
  const system = { role: 'system' as const, parts: [{ text: 'You help.' }] }
  const shared = work.rows.map((each) => ({
    ...each,
    prompt: { ...each.prompt, messages: [system, ...each.prompt.messages] },
  }))
  const { rows } = withoutSharing({ ...work, rows: shared })
  const firsts = rows.map(({ prompt }) => prompt.messages[0]?.parts.map(({ text }) => text).join(''))
  expect(firsts).toEqual(['(1) You help.', '(2) You help.'])
  expect(rows.map(({ prompt }) => prompt.messages.slice(1))).toEqual(work.rows.map(({ prompt }) => prompt.messages))
  expect(shared[0]?.prompt.messages[0]).toBe(system)
})

test('rows made in another order are compared with themselves', () => {
  expect(backInPlace(['third', 'first', 'second'], [2, 0, 1])).toEqual(['first', 'second', 'third'])
})

test('rows of JSON count only when they came to their end', () => {
  const written = (end: 'stop' | 'length') => ({ text: '{}', tokens: 5, end })
  expect(endedRowsPerMinute({ rows: [written('stop'), written('length'), written('stop')], ms: 30_000 })).toBe(4)
})

test('the check of JSON refuses what the schema of the tools forbids', () => {
  const isValid = validator(schemaOf(readRecipe('resources', 'tool')))
  const tool = {
    name: 'Tide Table',
    description: 'Reads the table of the tides for the harbour of today.',
    function_name: 'read_tide_table',
    input_args: [{ name: 'harbour', type: 'string', description: 'name of the harbour' }],
    return: { type: 'object', description: 'times of high and low water' },
    depend: [],
  }
  const refused = [
    { ...tool, function_name: 'Farming App' },
    { ...tool, input_args: [] },
    { ...tool, input_args: [{ ...tool.input_args[0], type: 'date' }] },
    { ...tool, name: 'x'.repeat(41) },
    { ...tool, more: 1 },
    { ...tool, depend: undefined },
  ]
  expect(isValid(JSON.stringify(tool))).toBe(true)
  expect(refused.filter((each) => isValid(JSON.stringify(each)))).toEqual([])
  expect(isValid(`${JSON.stringify(tool)}\n\n`)).toBe(true)
  expect(isValid(JSON.stringify(tool).slice(0, -1))).toBe(false)
})

test('an application that takes no longer than the engine alone has no overhead', () => {
  expect(overhead(1000, 1000)).toBe(0)
  expect(overhead(1000, 970)).toBeCloseTo(0.03)
})

test('a figure is judged by its own goal, and one that was not measured is never reached', () => {
  const lines = judge({ ratioToServer8: 0.98, ratioToPlain8: 1.99, lagP99Ms: 21 }, [
    ...['ratioToServer8', 'ratioToPlain8', 'lagP99Ms', 'jsonToServer'],
  ])
  expect(lines.map((line) => line.split(': ').at(-1))).toEqual([
    'a tie',
    'missed',
    'missed',
    'not measured (at least 1)',
  ])
  expect(judge({ jsonValid: Number.NaN }, ['jsonValid'])[0]).toMatch(/missed$/)
})

test('the longest bar of the plot belongs to the fastest', () => {
  const lines = plotLines({ plot_ours1TokensPerSecond: 50, plot_ours8TokensPerSecond: 100 }, ['ours'])
  expect(lines).toHaveLength(6)
  expect(lines[0]).toMatch(/^ {2}1 ours {4}#{20} {21}50$/)
  expect(lines[3]).toMatch(/^ {2}8 ours {4}#{40} 100$/)
})
