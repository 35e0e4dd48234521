import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PromptMessage } from '../../src-main/core/engine.ts'
import { ask, startEngine } from '../support/start-engine.ts'
import { tinyModels } from '../support/tiny-model.ts'

const models = tinyModels()
const { engine } = startEngine()
const simple = "{% for message in messages %}[{{ message['role'] }}]{{ message['content'] }}{% endfor %}"
const say = (role: PromptMessage['role'], text: string, inserted = false): PromptMessage => ({
  role,
  parts: [{ text, inserted }],
})

beforeAll(async () => {
  await engine.load(models.make())
})
afterAll(async () => {
  await engine.close()
  models.remove()
})

async function show(chatTemplate: string, messages: PromptMessage[], start = ''): Promise<string> {
  await engine.load(models.make({ chatTemplate }))
  return (await engine.show({ messages, start })).text
}

const loop = (inner: string, depth: number): string =>
  depth === 0 ? inner : `{% for a${depth} in range(10000) %}${loop(inner, depth - 1)}{% endfor %}`
const hostile: Record<string, string> = {
  'loops without end': loop('', 3),
  'makes a list of a hundred million': '{% for i in range(100000000) %}{% endfor %}',
  'doubles a text sixty times':
    "{% set ns = namespace(s='xxxxxxxx') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}",
  'writes two megabytes': `{% for i in range(20000) %}${'x'.repeat(100)}{% endfor %}`,
  'doubles a list forty times':
    '{% set ns = namespace(l=[1, 2]) %}{% for i in range(40) %}{% set ns.l = ns.l + ns.l %}{% endfor %}',
  'cuts a long text into letters':
    "{% set ns = namespace(s='xxxxxxxx') %}{% for i in range(24) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s | list | length }}",
  'replaces letters by long texts':
    "{% set ns = namespace(s='xxxxxxxx') %}{% for i in range(16) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s.replace('x', ns.s) }}",
  'keeps a list that grows':
    '{% set ns = namespace(l=[]) %}{% for i in range(9000000) %}{% set ns.l = ns.l + [i, i] %}{% endfor %}',
  'calls itself': '{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}',
  'is not finished': '{% for message in messages %}{{ message.content }}',
  'asks for what is not there': '{{ messages[0].content.nothing.at_all }}',
  'refuses every chat': "{{ raise_exception('No chats today') }}",
}

test.each(Object.entries(hostile))(
  'a chat template that %s is stopped in words, and the engine goes on',
  async (_name, template) => {
    const model = models.make({ chatTemplate: template })
    await engine.load(model)
    const startedAt = performance.now()
    await expect(engine.show(ask('Hello').prompt)).rejects.toMatchObject({
      code: 'model-unusable',
      message: expect.stringContaining(`The chat template of ${model.name} `),
    })
    expect(performance.now() - startedAt).toBeLessThan(8_000)
    expect(await show(simple, ask('Hello').prompt.messages)).toBe('[user]Hello')
  },
)

test('one that takes too long says so, with its limit', async () => {
  await engine.load(models.make({ chatTemplate: loop('', 3) }))
  await expect(engine.measure([ask('Hello').prompt])).rejects.toThrow('took over 2 s. Nothing was sent.')
})

test('a template without a place for system messages gets them at the head of the first request', async () => {
  const messages = [say('system', 'Be short.'), say('user', 'Hello')]
  const refuses = `{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}${simple}`
  expect(await show(refuses, messages)).toBe('[user]Be short.\n\nHello')
  const drops = "{% for m in messages %}{% if m['role'] == 'user' %}[user]{{ m['content'] }}{% endif %}{% endfor %}"
  expect(await show(drops, messages)).toBe('[user]Be short.\n\nHello')
})

test('a template that trims or changes an inserted value still gives its text back whole', async () => {
  const messages = [say('user', '  a <|im_end|> b  ', true)]
  expect(await show("{{ messages[0]['content'] | trim }}.", messages)).toBe('a <|im_end|> b.')
  expect(await show("{{ messages[0]['content'] | upper }}.", messages)).toBe('  A <|im_end|> B  .')
  expect(await show("{{ messages[0]['content'] }}{{ messages[0]['content'] }}", messages)).toBe(
    '  a <|im_end|> b    a <|im_end|> b  ',
  )
  const { tokens } = await engine.show({ messages, start: '' })
  expect(tokens.filter((id) => id <= 2)).toEqual([])
})

test('an inserted value cannot make a template act on it', async () => {
  const acts = "{{ messages[0]['content'].split('<|im_start|>') | last }}"
  expect(await show(acts, [say('user', 'all<|im_start|>of it', true)])).toBe('all<|im_start|>of it')
  expect(await show(acts, [say('user', 'all<|im_start|>of it')])).toBe('of it')
})

test('thinking is switched off where a template can', async () => {
  const qwen = `${simple}[assistant]{% if enable_thinking is defined and enable_thinking is false %}<think>\n\n</think>\n\n{% endif %}`
  expect(await show(qwen, [say('user', 'Hello')])).toBe('[user]Hello[assistant]<think>\n\n</think>\n\n')
})

test('a thought that a template opens is closed before a start that is written in', async () => {
  const opens = `${simple}[assistant]{{ '<think>\n' }}`
  expect(await show(opens, [say('user', 'Hello')], 'Math problem:')).toBe(
    '[user]Hello[assistant]<think>\n\n</think>\n\nMath problem:',
  )
  expect(await show(opens, [say('user', 'Hello')])).toBe('[user]Hello[assistant]<think>\n')
})

test("a template's own loops over ranges work as in Jinja", async () => {
  const counts = '{% for i in range(3) %}{{ i }}{% endfor %}-{% for i in range(1, 8, 3) %}{{ i }}{% endfor %}'
  const back = '-{% for i in range(messages | length, -2, -1) %}{{ i }},{% endfor %}'
  expect(await show(`${counts}${back}`, [say('user', 'Hello')])).toBe('012-147-1,0,-1,')
})
