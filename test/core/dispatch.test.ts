import { expect, test } from 'vitest'
import type { Handlers } from '#contract/index'
import { dispatch } from '../../src-main/core/dispatch.ts'

async function refusal(name: string, input: unknown): Promise<string> {
  const reply = await dispatch({} as Handlers, name, input, () => {})
  if (reply.ok) throw new Error('It was taken.')
  return reply.error.message
}

test('a text that is too long is refused with its length and the limit, under a name that people know', async () => {
  const template = { name: 'Long', summary: '', steps: [{ prompt: 'x'.repeat(1_000_000) }] }
  expect(await refusal('template.save', { key: 'long', template, ...template })).toMatch(
    /^The \w+ (has 1,000,000 letters, and 200,000 are the most|cannot be taken)/,
  )
  expect(await refusal('persona.add', { text: 'x'.repeat(300_000) })).toMatch(/^The text has 300,000 letters, and /)
  expect(await refusal('run.show', { runId: 'seven' })).toMatch(/^The run id cannot be taken \(/)
})
