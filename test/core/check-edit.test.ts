import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'

const problem =
  'A ferry carries forty cars on each trip and makes nine trips a day; how many cars cross in two whole weeks?'

async function start(key = 'math', variables: Record<string, string> = {}) {
  const core = startTestCore({ engine: scriptedEngine().engine })
  const model = await core.addModel()
  const { id: runId } = await core.runToEnd(
    { template: { key }, variables, personas: { count: 1 }, attempts: 1 },
    model,
  )
  const row = (await core.ask('row.page', { runId })).rows[0]!
  const check = async (text: string) => (await core.ask('row.check', { rowId: row.id, text })).reasons
  return { ...core, row, check }
}

test('what a person writes is held against the checks of the run, and nothing of it is stored', async () => {
  const { ask, row, check } = await start()
  expect(await check(`Math problem: ${problem}`)).toEqual([])
  expect(await check('Math problem: How many?')).toEqual(['too-short'])
  expect(await check(`Math problem: ${row.persona} ${problem}`)).toEqual(['copied-persona'])
  expect(await ask('row.show', { rowId: row.id })).toMatchObject({ row })
})

test('the places of a game world are no copy, unless the run was given another world', async () => {
  const lines = ['People', 'Class', 'Home', 'Background', 'Wish', 'Fear', 'Interactions with players', 'Reward']
  const text = `Name: Tam Ulver\n${lines.map((line) => `${line}: It is kept by the Bell Guild.`).join('\n')}`
  const given = await start('npc')
  expect(await given.check(text)).toEqual([])
  const other = await start('npc', { world: 'A town on a hill, where nothing has a name.' })
  expect(await other.check(text)).toEqual(['copied-name'])
})

test('a text that lost the beginning of every row is told so', async () => {
  const { check } = await start()
  expect(await check(problem)).toEqual(['no-start'])
  expect(await check('  ')).toEqual(['empty'])
})

test('fields that were broken by hand are found', async () => {
  const { folder, check } = await start()
  const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }
  const output = JSON.stringify({ form: 'json', schema, minWords: 0 })
  openDatabase(join(folder, 'library', 'library.db'))
    .prepare(
      "UPDATE run SET recipe = json_set(recipe, '$.template.steps[0].start', '', '$.template.steps[0].output', json(?))",
    )
    .run(output)
  expect(await check('{"name": "cut_rope"}')).toEqual([])
  expect(await check('{"name": "cut_rope"')).toEqual(['bad-json'])
  expect(await check('{"nam": "cut_rope"}')).toEqual(['bad-json'])
})

test('lines and words that a text lacks are named', async () => {
  const { ask, folder, row } = await start()
  const output = JSON.stringify({
    form: 'text',
    minWords: 0,
    labels: ['Wish', 'Fear'],
    phrases: ['Yours,', 'In the harbour'],
  })
  openDatabase(join(folder, 'library', 'library.db'))
    .prepare(
      "UPDATE run SET recipe = json_set(recipe, '$.template.steps[0].start', '', '$.template.steps[0].output', json(?))",
    )
    .run(output)
  const check = (text: string) => ask('row.check', { rowId: row.id, text })
  expect(await check('Wish: Rest.\nYours, Ann')).toMatchObject({
    reasons: ['missing-part'],
    missing: ['Fear', 'In the harbour'],
  })
  expect(await check('Wish: Rest.\nFear: Noise in the harbour.\nYours, Ann')).toMatchObject({
    reasons: [],
    missing: [],
  })
})

test('what a text has out of an example is told, as it stands there, with the place of the example', async () => {
  const { ask, folder, row } = await start()
  const changes = {
    output: { form: 'text', minWords: 0 },
    start: 'Dear',
    examples: [
      { persona: 'A baker', output: 'neighbour, the oven is cold.\n\nYours faithfully,\nAnn Keller' },
      {
        persona: 'A sailor',
        output: 'neighbour, I lost my red coat near the old mill on Sunday.\n\nYours faithfully,\nMira Castell',
      },
    ],
  }
  const db = openDatabase(join(folder, 'library', 'library.db'))
  for (const [part, value] of Object.entries(changes))
    db.prepare('UPDATE run SET recipe = json_set(recipe, ?, json(?))').run(
      `$.template.steps[0].${part}`,
      JSON.stringify(value),
    )
  const copied = async (text: string) => {
    const { reasons, copied } = await ask('row.check', { rowId: row.id, text: `Dear ${text}` })
    expect(reasons).toEqual(expect.arrayContaining([...new Set(copied.map(({ reason }) => reason))]))
    return copied
  }
  expect(await copied('sea, I wait.\n\nYours faithfully,\nBo')).toEqual([])
  expect(await copied('sea, I wait.\n\nYours faithfully,\nMira Castell')).toEqual([
    { reason: 'copied-name', text: 'Mira Castell', example: 1 },
  ])
  expect(await copied('sea, we lost my red “coat” near the OLD\nmill on Sunday.\n\nAnn Keller')).toEqual([
    { reason: 'copied-example', text: 'lost my red “coat” near the OLD\nmill on Sunday.', example: 1 },
    { reason: 'copied-name', text: 'Ann Keller', example: 0 },
  ])
})

test('a word of the world that the examples are of is told where the run was given another', async () => {
  const { ask, row } = await start('npc', { world: 'A town on a hill, where nothing has a name.' })
  const { copied } = await ask('row.check', { rowId: row.id, text: 'Name: Tam Ulver\nPeople: Carrowfolk' })
  expect(copied).toEqual([{ reason: 'copied-name', text: 'Carrowfolk' }])
})

test('a name that an example gave its first line is told as it stands in the row', async () => {
  const { ask, row } = await start('npc')
  const [first] = (await ask('template.show', { key: 'npc' })).recipe.steps[0]!.examples
  const name = String(first!.output).split('\n')[0]!
  const { copied } = await ask('row.check', { rowId: row.id, text: `Name: ${name}\nHome: A boat.` })
  expect(copied).toEqual([{ reason: 'copied-name', text: name, example: 0 }])
})

test('the task itself in place of an answer is found, whatever the run has put into it', async () => {
  const { ask, row } = await start()
  const { attempts } = await ask('row.show', { rowId: row.id })
  const task = attempts[0]!.prompt
  const { reasons, copied } = await ask('row.check', { rowId: row.id, text: `Math problem: ${task}` })
  expect(reasons).toEqual(expect.arrayContaining(['copied-instructions', 'copied-persona']))
  expect(copied).toContainEqual({ reason: 'copied-persona', text: row.persona })
})

test('a passage out of the world that a person gave is a copy, and so is one of an example’s own', async () => {
  const world = 'A village where seven old women decide who may fish.\nNobody owns a sword, and knives are dear.'
  const { ask, check, row } = await start('npc', { world })
  const withHome = (home: string) =>
    ask('row.check', { rowId: row.id, text: `Name: Tam Ulver\nPeople: none\nHome: ${home}` })
  expect((await withHome('Seven old women decide who eats.')).copied).toEqual([])
  expect((await withHome('Here “seven old women decide who may fish”, nobody, not.')).copied).toEqual([
    { reason: 'copied-background', text: '“seven old women decide who may fish”, nobody' },
  ])
  const { examples } = (await ask('template.show', { key: 'npc' })).recipe.steps[0]!
  const at = examples.findIndex(({ background }) => background !== undefined)
  const passage = examples[at]!.background!.split(/\s+/).slice(0, 12).join(' ')
  expect((await withHome(passage)).copied).toContainEqual(
    expect.objectContaining({ reason: 'copied-example', example: at }),
  )
  expect(await check(`Name: Tam Ulver\nHome: ${world}`)).toContain('copied-background')
})

test('rows that came in from a file have no checks, and an unknown row is refused', async () => {
  const { ask, folder, row, check } = await start()
  const db = openDatabase(join(folder, 'library', 'library.db'))
  db.prepare("UPDATE run SET recipe = '{}'").run()
  expect(await check('Anything')).toEqual([])
  await expect(ask('row.check', { rowId: row.id + 1, text: '' })).rejects.toMatchObject({ code: 'not-found' })
})
