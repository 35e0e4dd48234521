import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeRecipe } from '../../src-main/hosts/node/describe-recipe.ts'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'

test('a run tells which personas it was made of, and what its template was given', async () => {
  const core = startTestCore({ engine: scriptedEngine().engine })
  const model = await core.addModel()
  const recipeOf = async (request: Parameters<typeof core.runToEnd>[0]) => {
    const { id: runId } = await core.runToEnd(request, model)
    return { runId, recipe: (await core.ask('run.recipe', { runId }))! }
  }

  const own = await recipeOf({
    template: { key: 'npc' },
    variables: { world: 'A town on a hill,\n\nwhere nobody has a clock.' },
    personas: { count: 2, shuffleSeed: '7' },
  })
  expect(own.recipe).toMatchObject({ listName: null, personas: { count: 2, shuffleSeed: '7' } })
  expect(own.recipe.variables).toEqual([
    { label: 'Game world', choice: null, text: 'A town on a hill,\n\nwhere nobody has a clock.' },
  ])
  expect(describeRecipe(own.recipe)).toEqual([
    'Personas: the library, shuffled with seed 7, first 2',
    'Game world: A town on a hill, where nobody has a clock.',
  ])

  const [starters] = await core.ask('persona.sources', {})
  const listed = await recipeOf({
    template: { key: 'npc' },
    personas: { sourceId: starters!.id, query: 'nurse', count: 1 },
  })
  expect(listed.recipe.listName).toBe(starters!.name)
  const [variable] = listed.recipe.variables
  expect(variable).toMatchObject({ label: 'Game world', choice: expect.stringContaining('Tidebell'), text: '' })
  expect(describeRecipe(listed.recipe)[0]).toBe(`Personas: ${starters!.name}, words "nurse", first 1`)
})

test('a selection that is gone is not taken for the next one that has its number', async () => {
  let now = 1_000
  const core = startTestCore({ engine: scriptedEngine().engine, now: () => now })
  const choose = (name: string) => core.ask('selection.create', { query: 'nurse', count: 3, name })
  const { id: selectionId } = await choose('Nurses')
  now = 2_000
  const personas = { selectionId, count: 0 }
  const { id: runId } = await core.runToEnd({ template: { key: 'math' }, personas }, await core.addModel())
  const listName = async () => (await core.ask('run.recipe', { runId }))?.listName
  expect(await listName()).toBe('Nurses')
  await core.ask('selection.remove', { selectionId })
  now = 3_000
  expect(await choose('Others')).toMatchObject({ id: selectionId })
  expect(await listName()).toBeNull()
  expect(describeRecipe((await core.ask('run.recipe', { runId }))!)[0]).toBe('Personas: a list deleted since, all')
})

test('rows that came in from a file were told nothing, and an unknown run is refused', async () => {
  const core = startTestCore()
  writeFileSync(join(core.folder, 'rows.jsonl'), '{"input persona":"A baker","synthesized text":"Bread"}\n')
  const done = core.hub.next('import.done', () => true)
  await core.ask('persona.import', { fileId: 'rows.jsonl', asRows: true })
  const runId = (await done).result?.runId as number
  expect(await core.ask('run.recipe', { runId })).toBeNull()
  await expect(core.ask('run.recipe', { runId: runId + 1 })).rejects.toMatchObject({ code: 'not-found' })
})
