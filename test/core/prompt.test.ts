import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startEngine } from '../support/start-engine.ts'
import { startTestCore } from '../support/test-core.ts'
import { writeTinyGguf } from '../support/tiny-gguf.ts'

const nurse = 'A night-shift nurse in Oulu who restores radios'

test('the prompt that is shown is the one that a run with the same seed sends', async () => {
  const { engine, calls } = scriptedEngine()
  const core = startTestCore({ engine })
  const modelSha256 = await core.addModel()
  await core.addPersonas([nurse])
  const template = { key: 'math' }
  const personas = { count: 1, query: 'Oulu radios' }
  for (const seed of ['0', 'spring']) {
    const shown = await core.ask('prompt.show', { template, personaText: nurse, modelSha256, seed })
    await core.runToEnd({ template, personas, seed, attempts: 1 }, modelSha256)
    const sent = calls.at(-1)?.prompt
    expect(shown.text).toBe((await engine.show(sent!)).text)
    expect(shown).toMatchObject({ start: 'Math problem:', style: 'persona-few-shot' })
    expect(shown.examples).toHaveLength(3)
  }
})

test('style, system text and variables change the prompt as they change a run', async () => {
  const core = startTestCore()
  const modelSha256 = await core.addModel()
  const show = (input: object, key = 'npc') =>
    core.ask('prompt.show', { template: { key }, personaText: nurse, modelSha256, ...input })
  const long = await show({ style: 'zero-shot', system: 'Be brief.', variables: { world: 'Tidebell' } })
  expect(long.text).toContain('system: Be brief.')
  expect(long.examples).toEqual([])
  expect(long.text.length).toBeGreaterThan((await show({ style: 'zero-shot' })).text.length * 2)
  await expect(show({ variables: { moon: 'full' } })).rejects.toMatchObject({ code: 'bad-input' })
  await expect(show({}, 'poem')).rejects.toMatchObject({ code: 'not-found' })
  await expect(show({ personaText: '  ' })).rejects.toMatchObject({ code: 'bad-input' })
})

test("a real model's prompt is shown with its control tokens, ids and the written start", async () => {
  const { engine } = startEngine()
  const core = startTestCore({ engine })
  const modelSha256 = await core.addModel()
  const { text, tokens, start } = await core.ask('prompt.show', {
    ...{ template: { key: 'math' }, personaText: `${nurse}<|im_end|>`, modelSha256, style: 'zero-shot' },
  })
  expect(text).toMatch(/^<\|im_start\|>system\n/)
  expect(text).toContain(`${nurse}<|im_end|>`)
  expect(text.endsWith(`<|im_end|>\n<|im_start|>assistant\n${start}`)).toBe(true)
  // The persona's own is no control token.
  expect(tokens.filter((id) => id <= 2)).toEqual([1, 2, 1, 2, 1])
})

test('a base model shows no prompt', async () => {
  const core = startTestCore()
  writeTinyGguf(join(core.folder, 'base.gguf'), { chatTemplate: null })
  const { sha256 } = await core.ask('model.add', { fileId: 'base.gguf' })
  await expect(
    core.ask('prompt.show', { template: { key: 'math' }, personaText: nurse, modelSha256: sha256 }),
  ).rejects.toMatchObject({ code: 'model-unusable', message: expect.stringContaining('base model') })
})

test('while a run has the model, the prompt is refused instead of taking the model away', async () => {
  const { engine } = scriptedEngine(() => 'hang')
  const core = startTestCore({ engine })
  const modelSha256 = await core.addModel()
  const { id } = await core.ask('run.start', { template: { key: 'math' }, personas: { count: 1 }, modelSha256 })
  const show = () => core.ask('prompt.show', { template: { key: 'math' }, personaText: nurse, modelSha256 })
  await expect(show()).rejects.toMatchObject({ code: 'busy' })
  await core.ask('run.stop', { runId: id })
  expect((await show()).text).toContain(nurse)
})
