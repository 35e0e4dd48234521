import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { unpackFacets } from '../../src-main/core/lists/persona-facets.ts'
import { createFacetBacklog } from '../../src-main/core/personas/facet-backlog.ts'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'

const openLibrary = (folder: string) => openDatabase(join(folder, 'library', 'library.db'))

/** A library whose personas came before their facets did, three of them in a dataset. */
async function olderLibrary(): Promise<string> {
  const core = startTestCore({ engine: scriptedEngine().engine })
  const model = await core.addModel()
  await core.ask('persona.add', { text: 'Eine Bäckerin aus Lyon, die nie schläft' })
  await core.runToEnd({ template: { key: 'math' }, personas: { count: 3 } }, model)
  await core.close()
  const db = openLibrary(core.folder)
  db.exec('UPDATE persona SET facets = 0; INSERT INTO facet_backlog SELECT min(id), max(id) FROM persona')
  db.close()
  return core.folder
}

test('language, length and use of older personas are worked out beside other work, and it is told when they are', async () => {
  const folder = await olderLibrary()
  const core = startTestCore({ folder })
  const done = core.hub.next('persona.indexed', () => true)
  expect(await core.ask('persona.count', {})).toEqual({ count: 501 })
  await done
  const { languages, lengths, used, isPartial } = await core.ask('persona.facets', {})
  expect(isPartial).toBe(false)
  expect(languages.find(({ language }) => language === 'de')?.count).toBe(1)
  expect(lengths.reduce((sum, { count }) => sum + count, 0)).toBe(501)
  expect(used).toEqual({ yes: 3, no: 498 })
  expect(core.logged).toEqual([])
})

test('work that was cut off goes on where it was, and neither an archive mark nor an edit of the meantime is lost', async () => {
  const folder = await olderLibrary()
  const db = openLibrary(folder)
  const backlog = createFacetBacklog(db)
  expect(backlog.collect(0.001, 100)).toBe(true)
  // The second half is still to come.
  const reader = startTestCore({ folder, access: 'read' })
  expect(await reader.ask('persona.facets', {})).toMatchObject({ isPartial: true })
  const last = db.prepare('SELECT max(id) FROM persona').pluck().get() as number
  db.prepare('UPDATE persona SET facets = facets | (1 << 13) WHERE id IN (1, ?)').run(last)
  while (backlog.collect(0.001, 100));
  expect(backlog.isPending()).toBe(false)
  const facetsOf = db.prepare('SELECT facets FROM persona WHERE id = ?').pluck()
  expect([1, last].map((id) => unpackFacets(facetsOf.get(id) as number))).toMatchObject([
    { language: 'en', isArchived: true, isUsed: true },
    { language: 'de', isArchived: true, isUsed: false },
  ])
  db.close()
})

test('nothing is archived, saved or planned by facets that are not known yet: it would miss what it does not know', async () => {
  // Beside another program nothing is worked out here.
  const core = startTestCore({ folder: await olderLibrary(), access: 'read' })
  const refusal = { code: 'busy', message: expect.stringMatching(/still being worked out.*Nothing was changed/) }
  const filter = { languages: ['de'] }
  await expect(core.ask('persona.archive', filter)).rejects.toMatchObject(refusal)
  await expect(core.ask('selection.create', { ...filter, name: 'x', count: 0 })).rejects.toMatchObject(refusal)
  expect(await core.ask('persona.count', filter)).toEqual({ count: 0 })
})
