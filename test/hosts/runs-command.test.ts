import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { Command } from '../../src-main/hosts/node/command.ts'
import { generate } from '../../src-main/hosts/node/commands/generate.ts'
import { runs } from '../../src-main/hosts/node/commands/runs.ts'
import { layout, tempFolder } from '../support/test-core.ts'
import { writeTinyGguf } from '../support/tiny-gguf.ts'

test('a run that is shown names the personas that it was made of', async () => {
  const folder = tempFolder()
  const model = join(folder, 'tiny.gguf')
  writeTinyGguf(model)
  const said: string[] = []
  const scripted = { ...layout, inference: resolve('test/support/scripted-inference.ts') }
  const run = (command: Command, words: string[], values: Record<string, string | boolean>) =>
    command.run({
      ...{ name: 'a test', layout: scripted, words, out: (line: string) => said.push(line), note: () => {} },
      values: { library: join(folder, 'library'), ...values },
    })
  await run(generate, [], { template: 'math', 'sample-size': '2', model })
  await run(runs, ['1'], {})
  expect(said).toContain('Personas: the library, first 2')
  await run(runs, ['1'], { json: true })
  expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ recipe: { personas: { count: 2 }, variables: [] } })
})
