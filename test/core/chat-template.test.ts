import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEngine } from '../support/start-engine.ts'
import { startTestCore } from '../support/test-core.ts'
import { type TinyGgufOptions, writeTinyGguf } from '../support/tiny-gguf.ts'

const marked =
  '{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}'
const request = { template: { key: 'math' }, personas: { count: 3 }, attempts: 1, sampling: { maxTokens: 16 } } as const
const look = { template: { key: 'math' }, personaText: 'A baker' } as const

/** The real engine with a base model, unless told otherwise. */
async function start(options: TinyGgufOptions = { chatTemplate: null }) {
  const { engine } = startEngine()
  const core = startTestCore({ engine })
  const file = join(core.folder, 'models', 'base.gguf')
  writeTinyGguf(file, options)
  const { sha256 } = await core.ask('model.add', { fileId: file })
  return { ...core, engine, sha256, file }
}

async function firstPrompt(core: Awaited<ReturnType<typeof start>>, runId: number): Promise<string[]> {
  const { rows } = await core.ask('row.page', { runId, limit: 500 })
  const shown = await Promise.all(rows.map(({ id }) => core.ask('row.show', { rowId: id })))
  return shown.flatMap(({ attempts }) => attempts.map(({ prompt }) => prompt))
}

test('a base model writes rows once it was given a chat template, and is refused again without it', async () => {
  const core = await start()
  const { sha256 } = core
  await expect(core.ask('run.start', { ...request, modelSha256: sha256 })).rejects.toMatchObject({
    code: 'model-unusable',
    message: expect.stringContaining('base model'),
  })
  expect(await core.ask('model.setTemplate', { sha256, text: marked })).toMatchObject({
    hasChatTemplate: false,
    hasOwnTemplate: true,
    problem: null,
  })
  const { own, inFile } = await core.ask('model.showTemplate', { sha256 })
  expect(own).toMatchObject({ text: marked, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(inFile).toBeNull()
  const run = await core.runToEnd(request, sha256)
  expect(run).toMatchObject({ status: 'finished', counts: { failed: 0 } })
  const prompts = await firstPrompt(core, run.id)
  expect(prompts).toHaveLength(3)
  for (const prompt of prompts) expect(prompt).toMatch(/^\[system\][\s\S]*\[assistant\]$/)

  expect(await core.ask('model.clearTemplate', { sha256 })).toMatchObject({ hasOwnTemplate: false })
  await expect(core.ask('prompt.show', { ...look, modelSha256: sha256 })).rejects.toThrow('base model')
})

test('a model whose own template is broken works with one of the user’s, and goes back to it when that is cleared', async () => {
  const core = await start({ chatTemplate: "{{ raise_exception('No chats today') }}" })
  const ask = { ...look, modelSha256: core.sha256 }
  await expect(core.ask('prompt.show', ask)).rejects.toThrow('No chats today')
  await core.ask('model.setTemplate', { sha256: core.sha256, text: marked })
  expect((await core.ask('prompt.show', ask)).text).toMatch(/^\[system\]/)
  await core.ask('model.setTemplate', { sha256: core.sha256, text: `Chat: ${marked}` })
  expect((await core.ask('prompt.show', ask)).text).toMatch(/^Chat: \[system\]/)
  await core.ask('model.clearTemplate', { sha256: core.sha256 })
  await expect(core.ask('prompt.show', ask)).rejects.toThrow('No chats today')
})

const loop =
  '{% for a in range(9000) %}{% for b in range(9000) %}{% for c in range(9000) %}{% endfor %}{% endfor %}{% endfor %}'
const hostile: Record<string, [template: string, words: string]> = {
  'loops without end': [loop + marked, 'took over 2 s'],
  'makes a list of a hundred million': [`{% for i in range(100000000) %}{% endfor %}${marked}`, 'more than 100000'],
  'is not finished': ['{% for m in messages %}{{ m.content }}', 'cannot render'],
  'hides what is asked': ['{% for m in messages %}[{{ m.role }}]{% endfor %}', 'leaves out, repeats or changes'],
  'changes what is asked': [marked.replace('m.content', 'm.content | upper'), 'leaves out, repeats or changes'],
  'hides earlier answers': [
    "{% for m in messages %}{% if m.role != 'assistant' %}{{ m.content }}{% endif %}{% endfor %}",
    'an earlier answer',
  ],
  'hides all but the last request': [
    "{{ messages[0].content if messages[0].role == 'system' }}{{ messages[-1].content }}",
    'a request',
  ],
  'says it all twice': [marked + marked, 'leaves out, repeats or changes'],
  'has more than 64 KB in few characters': [`{# ${'é'.repeat(40_000)} #}${marked}`, '64 KB'],
}

test('a template that fails, hides or changes what is said is not kept, and a run goes on with the one before', {
  timeout: 60_000,
}, async () => {
  const core = await start()
  const { sha256 } = core
  await core.ask('model.setTemplate', { sha256, text: marked })
  for (const [name, [text, words]] of Object.entries(hostile)) {
    await expect(core.ask('model.setTemplate', { sha256, text }), name).rejects.toMatchObject({
      code: name.startsWith('has more') ? 'bad-input' : 'bad-template',
      message: expect.stringContaining(words),
    })
    await expect(core.ask('model.tryTemplate', { sha256, text }), name).rejects.toThrow(words)
  }
  await expect(core.ask('model.setTemplate', { sha256, text: ' \n' })).rejects.toMatchObject({ code: 'bad-input' })
  expect((await core.ask('model.showTemplate', { sha256 })).own?.text).toBe(marked)
  expect((await core.runToEnd(request, sha256)).status).toBe('finished')
})

test('every common format is accepted, and its trial chat holds the system text once', async () => {
  const core = await start()
  const { sha256 } = core
  const { formats } = await core.ask('model.showTemplate', { sha256 })
  expect(formats.map(({ key }) => key)).toEqual(['chatml', 'llama3', 'gemma', 'mistral', 'plain'])
  const markers = ['<|im_start|>user', '<|start_header_id|>user', '<start_of_turn>user', '[INST]', '### Instruction:']
  for (const [at, { text }] of formats.entries()) {
    const { rendered } = await core.ask('model.tryTemplate', { sha256, text })
    expect(rendered).toContain(markers[at])
    expect(rendered.split('Answer in one short sentence.')).toHaveLength(2)
  }
  expect((await core.ask('model.showTemplate', { sha256 })).own).toBeNull()
})

test('a run that is resumed keeps the chat template that it began with, whatever was set or cleared meanwhile', async () => {
  for (const change of ['clear', 'set'] as const) {
    const core = await start()
    const { sha256 } = core
    await core.ask('model.setTemplate', { sha256, text: marked })
    const { id } = await core.ask('run.start', {
      ...request,
      personas: { count: 24 },
      parallel: 1,
      modelSha256: sha256,
    })
    await core.hub.next('row.changed', () => true)
    await core.ask('run.pause', { runId: id })
    expect((await core.ask('run.show', { runId: id })).status).toBe('paused')
    if (change === 'clear') await core.ask('model.clearTemplate', { sha256 })
    else await core.ask('model.setTemplate', { sha256, text: `Chat: ${marked}` })
    const done = core.hub.next('run.done', () => true)
    await core.ask('run.resume', { runId: id })
    expect((await done).status).toBe('finished')
    const prompts = await firstPrompt(core, id)
    expect(prompts).toHaveLength(24)
    for (const prompt of prompts) expect(prompt).toMatch(/^\[system\]/)
  }
})

test('a template cannot be given to a model that is not known, nor while a dataset is made with it', async () => {
  const core = await start({})
  await expect(core.ask('model.setTemplate', { sha256: 'f'.repeat(64), text: marked })).rejects.toMatchObject({
    code: 'model-missing',
  })
  const { id } = await core.ask('run.start', { ...request, personas: { count: 50 }, modelSha256: core.sha256 })
  await expect(core.ask('model.setTemplate', { sha256: core.sha256, text: marked })).rejects.toMatchObject({
    code: 'busy',
  })
  await core.ask('run.stop', { runId: id })
})
