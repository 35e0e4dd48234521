import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startTestCore } from '../support/test-core.ts'

const recipe = {
  format: 'persona-loom/recipe@1',
  key: 'letters',
  name: 'Letters',
  steps: [{ name: 'letter', prompt: 'Write to {persona}.' }],
}

test('a file never replaces a template: another text comes in beside it, and the same again changes nothing', async () => {
  const core = startTestCore()
  const take = async (content: object) => {
    writeFileSync(join(core.folder, 'letters.yaml'), JSON.stringify(content))
    return (await core.ask('template.import', { fileId: 'letters.yaml' }))[0]
  }
  const prompt = 'Write to {persona}.  \r\n\r\n\tKeep this. \r\n'
  const mine = { ...recipe, steps: [{ name: 'letter', prompt }] }
  const saved = await core.ask('template.save', { recipe: { ...mine, name: 'My letters' } })

  expect(await take(recipe)).toMatchObject({
    ...{ key: 'letters-2', name: 'Letters 2', isNew: true, beside: 'My letters' },
  })
  expect(await take(recipe)).toMatchObject({ key: 'letters-2', isNew: false })
  expect(await take(mine)).toMatchObject({ key: 'letters-3', name: 'Letters 3', isNew: true, beside: 'My letters' })
  const { template, recipe: kept } = await core.ask('template.show', { key: 'letters' })
  expect(template).toEqual(saved)
  expect(kept.steps[0]?.prompt).toBe(prompt)

  const { fileName, text } = await core.ask('template.file', { key: 'letters' })
  writeFileSync(join(core.folder, fileName), text)
  expect(await core.ask('template.import', { fileId: fileName })).toEqual([{ ...saved, isNew: false, beside: null }])
  expect((await core.ask('template.list', {})).filter(({ builtIn }) => !builtIn)).toHaveLength(3)
})

test('a built-in template is here already, and a changed one comes in beside it', async () => {
  const core = startTestCore()
  const { text } = await core.ask('template.file', { key: 'math' })
  writeFileSync(join(core.folder, 'math.yaml'), text)
  expect(await core.ask('template.import', { fileId: 'math.yaml' })).toMatchObject([{ key: 'math', isNew: false }])
  writeFileSync(join(core.folder, 'math.yaml'), text.replace('draw: ', 'draw: 1'))
  const [changed] = await core.ask('template.import', { fileId: 'math.yaml' })
  expect(changed).toMatchObject({ key: 'math-2', builtIn: false, isNew: true })
  expect((await core.ask('template.file', { key: 'math' })).text).toBe(text)
})

test('two strings of a Python file whose names make one key are both kept', async () => {
  const core = startTestCore()
  writeFileSync(join(core.folder, 'two.py'), 'a_b = "One {persona}"\nA_B = "Two {persona}"\n')
  const list = await core.ask('template.import', { fileId: 'two.py' })
  expect(list.map(({ key, name }) => [key, name])).toEqual([
    ['a-b', 'a b'],
    ['a-b-2', 'A B 2'],
  ])
})

test('the longest key and name have room for a copy and for a number', async () => {
  const core = startTestCore()
  const longest = { ...recipe, key: 'k'.repeat(60), name: `${'n'.repeat(97)}\u{1F9F5}n` }
  await core.ask('template.save', { recipe: longest })
  expect((await core.ask('template.duplicate', { key: longest.key })).name).toBe(`${'n'.repeat(94)}, copy`)
  writeFileSync(join(core.folder, 'long.yaml'), JSON.stringify({ ...longest, summary: 'Another' }))
  expect(await core.ask('template.import', { fileId: 'long.yaml' })).toMatchObject([
    { key: `${'k'.repeat(58)}-2`, name: `${'n'.repeat(97)} 2` },
  ])
  expect((await core.ask('template.list', {})).filter(({ builtIn }) => !builtIn)).toHaveLength(3)
})
