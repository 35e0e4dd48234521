import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore, type TestCore } from '../support/test-core.ts'

const count = async (core: TestCore, filter = {}) => (await core.ask('persona.count', filter)).count

/** What is archived is so in the library and in each of its sources alike. */
function checkFacets(core: TestCore): void {
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  const apart =
    'FROM source_persona JOIN persona ON persona.id = persona_id WHERE source_persona.facets <> persona.facets'
  expect(db.prepare(`SELECT count(*) ${apart}`).pluck().get()).toBe(0)
  db.close()
}

test('archived personas leave lists, counts, samples, sources and selections, and stand in the archive alone', async () => {
  const core = startTestCore()
  const selection = await core.ask('selection.create', { name: 'Ten', count: 10 })
  const chosen = await core.ask('persona.sample', { selectionId: selection.id, count: 4 })
  const personaIds = chosen.map(({ id }) => id)
  expect(await core.ask('persona.archive', { personaIds })).toMatchObject({ changed: 4 })
  checkFacets(core)

  const texts = new Set(chosen.map(({ text }) => text))
  const left = await core.ask('persona.sample', { count: 0, limit: 500 })
  expect(left).toHaveLength(496)
  expect(left.filter(({ text }) => texts.has(text))).toEqual([])
  expect(await count(core)).toBe(496)
  expect((await core.ask('app.info', {})).personaCount).toBe(496)
  expect(await core.ask('persona.sources', {})).toMatchObject([{ count: 496 }])
  expect(await core.ask('selection.list', {})).toMatchObject([{ name: 'Ten', count: 6 }])
  expect(await core.ask('persona.facets', {})).toMatchObject({ archived: { yes: 4, no: 496 } })
  const mixed = await core.ask('persona.sample', { count: 0, shuffleSeed: 'x', limit: 500 })
  expect(mixed.filter(({ isArchived }) => isArchived)).toEqual([])
  const [word] = chosen[0]!.text.match(/\p{L}{7,}/u) ?? []
  const query = word as string
  expect((await core.ask('persona.page', { query })).personas.filter(({ text }) => texts.has(text))).toEqual([])

  expect((await core.ask('persona.page', { archived: true })).personas.map(({ id }) => id)).toEqual(personaIds)
  expect(await count(core, { archived: true, selectionId: selection.id })).toBe(4)
  expect((await core.ask('persona.page', { archived: true, query })).personas.map(({ id }) => id)).toContain(
    personaIds[0],
  )
  await expect(core.ask('selection.create', { name: 'Gone', count: 0, archived: true })).rejects.toMatchObject({
    code: 'bad-input',
  })
})

test('what was archived is undone, restored from the archive, and archived by a filter that is said in numbers', async () => {
  const core = startTestCore()
  await core.addPersonas(['A quillwright in Uppsala', 'A quill collector in Åbo', 'Someone else'])
  const first = await core.ask('persona.archive', { query: 'quill' })
  expect(first.changed).toBe(2)
  expect(await core.ask('persona.archive', { query: 'quill' })).toMatchObject({ changed: 0 })
  expect(await core.ask('persona.undo', { undoId: first.undoId })).toEqual({ changed: 2 })
  await expect(core.ask('persona.undo', { undoId: first.undoId })).rejects.toMatchObject({ code: 'not-found' })
  expect(await count(core, { archived: true })).toBe(0)

  const [kept] = (await core.ask('persona.page', { query: 'quillwright' })).personas
  const rest = await core.ask('persona.archive', { query: 'quill', exceptIds: [kept!.id] })
  expect(rest.changed).toBe(1)
  // One that is archived already is not counted, and stays so when the step is taken back.
  const [other] = (await core.ask('persona.page', { archived: true })).personas
  const both = await core.ask('persona.archive', { personaIds: [kept!.id, other!.id] })
  expect(both.changed).toBe(1)
  expect(await core.ask('persona.undo', { undoId: both.undoId })).toEqual({ changed: 1 })
  expect(await count(core, { archived: true })).toBe(1)
  const all = await core.ask('persona.archive', {})
  expect(all.changed).toBe(502)
  expect(await count(core)).toBe(0)
  // Taking it back leaves alone what had been archived before.
  await core.ask('persona.undo', { undoId: all.undoId })
  expect(await count(core)).toBe(502)
  expect(await core.ask('persona.restore', {})).toMatchObject({ changed: 1 })
  expect(await count(core)).toBe(503)
  expect(await core.ask('persona.archive', { personaIds: [99_999] })).toMatchObject({ changed: 0 })
  checkFacets(core)
})

test('the last twenty steps can be undone, no more', async () => {
  const core = startTestCore()
  const [one] = await core.ask('persona.sample', { count: 1 })
  const steps: number[] = []
  for (let step = 0; step < 21; step++) {
    steps.push((await core.ask(step % 2 ? 'persona.restore' : 'persona.archive', { personaIds: [one!.id] })).undoId)
  }
  await expect(core.ask('persona.undo', { undoId: steps[0]! })).rejects.toThrow('can no longer be undone')
  expect(await core.ask('persona.undo', { undoId: steps[20]! })).toEqual({ changed: 1 })
})

test('a persona that is added by hand once more comes back from the archive; a file leaves it there', async () => {
  const core = startTestCore()
  const { id } = await core.ask('persona.add', { text: 'A lamplighter' })
  await core.ask('persona.archive', { personaIds: [id] })
  writeFileSync(join(core.folder, 'people.txt'), 'A lamplighter\nA ferryman\n')
  const done = core.hub.next('import.done', () => true)
  await core.ask('persona.import', { fileId: 'people.txt' })
  const { result } = await done
  expect(result).toMatchObject({ added: 1, known: 1 })
  const sourceId = result?.sourceId as number
  expect((await core.ask('persona.page', { sourceId })).personas.map(({ text }) => text)).toEqual(['A ferryman'])
  expect(await core.ask('persona.add', { text: 'a lamplighter' })).toMatchObject({
    ...{ id, isArchived: false, stood: 'archive' },
  })
  expect(await core.ask('persona.add', { text: 'A lamplighter' })).toMatchObject({ id, stood: 'library' })
  expect(await count(core, { sourceId })).toBe(2)
  checkFacets(core)
})

test('a run that is planned keeps its personas when they are archived, and the next one goes without them', async () => {
  const core = startTestCore({ engine: scriptedEngine().engine })
  const model = await core.addModel()
  await core.addPersonas(['A quillwright in Uppsala', 'A quill collector in Åbo'])
  const request = { template: { key: 'math' }, personas: { query: 'quill', count: 0 } }
  const run = await core.runToEnd(request, model)
  const [one] = (await core.ask('persona.page', { query: 'quillwright' })).personas
  await core.ask('persona.archive', { personaIds: [one!.id] })
  expect((await core.ask('row.page', { runId: run.id })).rows.map(({ persona }) => persona)).toContain(one!.text)
  expect((await core.runToEnd(request, model)).counts.planned).toBe(1)
  await core.ask('persona.archive', { query: 'quill' })
  await expect(core.runToEnd(request, model)).rejects.toThrow('No persona fits this choice')
})

test('personas of a dataset are used, those of a try are not, and an imported dataset uses its own', async () => {
  const core = startTestCore({ engine: scriptedEngine().engine })
  const model = await core.addModel()
  const request = { template: { key: 'math' }, personas: { count: 3 } }
  await core.runToEnd({ ...request, purpose: 'try' }, model)
  expect(await count(core, { used: true })).toBe(0)
  await core.runToEnd(request, model)
  const used = (await core.ask('persona.page', { used: true })).personas
  expect(used.map(({ id }) => id)).toEqual((await core.ask('persona.sample', { count: 3 })).map(({ id }) => id))
  expect(used.every(({ isUsed }) => isUsed)).toBe(true)
  expect((await core.ask('persona.sample', { count: 3, used: false })).some(({ isUsed }) => isUsed)).toBe(false)

  const lines = ['A kumquat', used[0]!.text, 'A medlar'].map((persona) => ({
    'input persona': persona,
    'synthesized text': 'A pie',
  }))
  writeFileSync(join(core.folder, 'pies.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const done = core.hub.next('import.done', () => true)
  await core.ask('persona.import', { fileId: 'pies.jsonl', asRows: true })
  await done
  expect(await count(core, { used: true })).toBe(5)
  await core.ask('persona.edit', { personaId: used[0]!.id, text: 'A baker who was somebody else before' })
  expect(await count(core, { used: true })).toBe(5)
  checkFacets(core)
})

test('a plan that was cut off uses nobody, but does not free those of another dataset', async () => {
  const core = startTestCore({ engine: scriptedEngine().engine })
  const model = await core.addModel()
  const planned = { template: { key: 'math' }, personas: { count: 4 } }
  await core.runToEnd({ ...planned, personas: { count: 2 } }, model)
  const run = await core.runToEnd(planned, model)
  await core.close()
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  db.prepare("UPDATE run SET status = 'planning' WHERE id = ?").run(run.id)
  db.close()
  const again = startTestCore({ folder: core.folder })
  expect(await count(again, { used: true })).toBe(2)
  checkFacets(again)
})

test('archiving many tells how far it has come; archiving a few does not', async () => {
  const core = startTestCore()
  const count = 20_000
  const people = Array.from({ length: count }, (_, at) => `A diver who counts ${at} shells`)
  writeFileSync(join(core.folder, 'divers.txt'), people.join('\n'))
  const done = core.hub.next('import.done', () => true)
  await core.ask('persona.import', { fileId: 'divers.txt' })
  await done
  const told = () => core.eventsNamed('persona.marking')
  // More than one step, and over before anybody could read it.
  const some = (await core.ask('persona.sample', { query: 'diver shells', count: 600, limit: 500 })).map(({ id }) => id)
  await core.ask('persona.archive', { personaIds: [...some, ...Array.from({ length: 100 }, (_, at) => at + 1)] })
  expect(told()).toEqual([])
  const left = count - some.length
  expect(await core.ask('persona.archive', { query: 'diver shells' })).toMatchObject({ changed: left })
  const steps = told().map((each) => each.done)
  expect(steps.length).toBeGreaterThan(0)
  expect(steps).toEqual(steps.toSorted((one, other) => one - other))
  expect(new Set(told().map(({ planned }) => planned))).toEqual(new Set([left]))
})
