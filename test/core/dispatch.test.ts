import { expect, test } from 'vitest'
import type { Handlers } from '#contract/index'
import { dispatch } from '../../src-main/core/dispatch.ts'
import { checkRecipe } from '../../src-main/core/templates/recipe-file.ts'

async function refusal(name: string, input: unknown): Promise<string> {
  const reply = await dispatch({} as Handlers, name, input, () => {})
  if (reply.ok) throw new Error('It was taken.')
  return reply.error.message
}

test('a text that is too long is refused with its length and the limit, under a name that people know', async () => {
  expect(await refusal('persona.add', { text: 'x'.repeat(300_000) })).toMatch(
    /^A persona that is written by hand has at most 20,000 char/,
  )
  const long = {
    format: 'persona-loom/recipe@1',
    key: 'long',
    name: 'Long',
    steps: [{ name: 'row', prompt: 'x'.repeat(1_000_000) }],
  }
  expect(() => checkRecipe(long, 'long.yaml')).toThrow(/^long.yaml: The prompt has 1,000,000 letters, and 200,000 are/)
  expect(await refusal('run.show', { runId: 'seven' })).toMatch(/^The run id cannot be taken \(/)
})
