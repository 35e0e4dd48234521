import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { personaLengths } from '#contract/persona-facets'
import type { Persona, PersonaFilter } from '#contract/personas'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { outlineOf, pageOf } from '../../src-main/core/lists/outline.ts'
import { archivedBit, packText, unpackFacets, usedBit } from '../../src-main/core/lists/persona-facets.ts'
import { createPersonaLists } from '../../src-main/core/lists/persona-lists.ts'
import { randomFrom } from '../../src-main/core/seed.ts'
import { startTestCore } from '../support/test-core.ts'

/** More than one step of an outline. */
const personaCount = 12_000
const vocabulary = 'baker bakery sailor sail oak a weir we 日本語 Ålesund'.split(' ')
const random = randomFrom(7)
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() ** 2 * from.length)] as T

type Facets = Pick<Persona, 'language' | 'length' | 'isUsed' | 'isArchived'>

function randomFacets(): { number: number; facets: Facets } {
  const language = pick(['en', 'und', 'de', 'pt'])
  const length = pick(personaLengths)
  const [isUsed, isArchived] = [random() < 0.3, random() < 0.1]
  const number =
    packText(language === 'und' ? null : language, length) | (isUsed ? usedBit : 0) | (isArchived ? archivedBit : 0)
  return { number, facets: { language, length, isUsed, isArchived } }
}

/** Two files with personas in common, each in an order of its own, a selection of some, and facets by chance. */
async function library() {
  const core = startTestCore()
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  const first = db.prepare('SELECT max(id) FROM persona').pluck().get() as number
  const texts = new Map<number, string>(
    (db.prepare('SELECT id, text FROM persona').all() as { id: number; text: string }[]).map(({ id, text }) => [
      id,
      text,
    ]),
  )
  const stored = db.prepare('SELECT id, facets FROM persona').all() as { id: number; facets: number }[]
  const facets = new Map<number, Facets>(stored.map((each) => [each.id, unpackFacets(each.facets)]))
  const places = new Map<number, number[]>([[1, Array.from(texts.keys())]])
  const selected: number[] = []
  db.transaction(() => {
    const addSource = db.prepare("INSERT INTO source (id, name, kind, sha256, added_at) VALUES (?, ?, 'file', ?, 1)")
    for (const source of [2, 3]) {
      addSource.run(source, `file ${source}`, `${source}`)
      places.set(source, [])
    }
    const addPersona = db.prepare(
      'INSERT INTO persona (id, key, text, source_id, added_at, facets) VALUES (?, ?, ?, 2, 1, ?)',
    )
    const addPlace = db.prepare(`
      INSERT INTO source_persona (source_id, position, persona_id, facets)
      SELECT ?, ?, id, facets FROM persona WHERE id = ?`)
    const addMember = db.prepare('INSERT INTO selection_persona VALUES (1, ?)')
    db.prepare("INSERT INTO selection VALUES (1, 'some', 1)").run()
    for (let at = 1; at <= personaCount; at++) {
      const id = first + at
      const text = Array.from({ length: 5 }, () => pick(vocabulary)).join(' ')
      const key = Buffer.alloc(16)
      key.writeUInt32LE(at)
      const its = randomFacets()
      addPersona.run(id, key, text, its.number)
      facets.set(id, its.facets)
      texts.set(id, text)
      if (random() < 0.3) {
        addMember.run(id)
        selected.push(id)
      }
    }
    const ids = Array.from({ length: personaCount }, (_, at) => first + 1 + at)
    for (const [source, order] of [
      [2, ids.filter(() => random() < 0.9)],
      [3, ids.filter(() => random() < 0.8).sort(() => random() - 0.5)],
    ] as const) {
      order.forEach((id, position) => {
        addPlace.run(source, position, id)
        places.get(source)?.push(id)
      })
    }
    db.prepare('INSERT INTO persona_text (rowid, text) SELECT id, text FROM persona WHERE id > ?').run(first)
  })()
  db.close()

  const words = new Map(
    Array.from(texts, ([id, text]) => [
      id,
      (text.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
        word.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, ''),
      ),
    ]),
  )
  function fits(id: number, { languages, lengths, used, archived = false }: PersonaFilter): boolean {
    const { language, length, isUsed, isArchived } = facets.get(id) as Facets
    return (
      isArchived === archived &&
      (used === undefined || used === isUsed) &&
      (!languages?.length || languages.includes(language as string)) &&
      (!lengths?.length || lengths.some((each) => each === length))
    )
  }
  function naive(filter: PersonaFilter): number[] {
    const { query, sourceId, selectionId } = filter
    const wanted = query?.split(' ') ?? []
    const last = wanted.pop()
    const isSelected = new Set(selected)
    return (sourceId === undefined ? Array.from(texts.keys()) : (places.get(sourceId) ?? [])).filter((id) => {
      const there = words.get(id) ?? []
      return (
        fits(id, filter) &&
        (last === undefined ||
          (wanted.every((word) => there.includes(word)) && there.some((word) => word.startsWith(last)))) &&
        (selectionId === undefined || isSelected.has(id))
      )
    })
  }
  return { core, naive, facets }
}

const some = <T>(make: () => T, share = 0.5): T | undefined => (random() < share ? make() : undefined)

function randomFilter(): PersonaFilter {
  const filter = {
    query: some(() => `${random() < 0.5 ? 'we ' : ''}${pick(['b', 'ba', 'baker', 'sai', 'oak', '日', 'al'])}`),
    sourceId: some(() => pick([2, 3])),
    selectionId: some(() => 1),
    languages: some(() => ['en', 'de', 'pt', 'und', 'fr'].filter(() => random() < 0.4), 0.4),
    lengths: some(() => personaLengths.filter(() => random() < 0.5), 0.3),
    used: some(() => random() < 0.5, 0.3),
    archived: some(() => random() < 0.5, 0.2),
  }
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}

test('personas that fit are counted, and paged from any place, in the order of their source or of the library', async () => {
  const { core, naive } = await library()
  for (let round = 0; round < 160; round++) {
    const set = randomFilter()
    const expected = naive(set)
    const about = JSON.stringify(set)
    const { total, landmarks } = await core.ask('persona.outline', set)
    expect([about, total]).toEqual([about, expected.length])
    expect(await core.ask('persona.count', set), about).toEqual({ count: expected.length })

    const found: number[] = []
    for (let after: number | undefined; ; ) {
      const page = await core.ask('persona.page', { ...set, limit: 500, ...(after === undefined ? {} : { after }) })
      found.push(...page.personas.map(({ id }) => id))
      if (page.next === null) break
      after = page.next
    }
    expect(found, about).toEqual(expected)

    const at = Math.floor(random() * total)
    const landmark = landmarks.findLast((each) => each.at <= at)
    const start = landmark ? { after: landmark.after, skip: at - landmark.at } : { skip: at }
    const { personas } = await core.ask('persona.page', { ...set, ...start, limit: 5 })
    expect(
      personas.map(({ id }) => id),
      about,
    ).toEqual(expected.slice(at, at + 5))
  }
})

test('each facet is counted as if nothing of its own were chosen', async () => {
  const { core, naive, facets } = await library()
  for (let round = 0; round < 60; round++) {
    const filter = randomFilter()
    const about = JSON.stringify(filter)
    const found = await core.ask('persona.facets', filter)
    const countWith = (change: PersonaFilter) => naive({ ...filter, ...change }).length
    expect(
      found.sources.filter(({ sourceId }) => sourceId > 1),
      about,
    ).toEqual([2, 3].map((sourceId) => ({ sourceId, count: countWith({ sourceId }) })))
    for (const length of personaLengths) {
      expect(found.lengths, about).toContainEqual({ length, count: countWith({ lengths: [length] }) })
    }
    expect([about, found.used]).toEqual([about, { yes: countWith({ used: true }), no: countWith({ used: false }) }])
    const archived = { yes: countWith({ archived: true }), no: countWith({ archived: false }) }
    expect([about, found.archived]).toEqual([about, archived])
    const languages = new Set(Array.from(facets.values(), ({ language }) => language as string))
    const expected = Array.from(languages, (language) => ({ language, count: countWith({ languages: [language] }) }))
    expect(
      found.languages.toSorted((one, other) => (one.language < other.language ? -1 : 1)),
      about,
    ).toEqual(
      expected.filter(({ count }) => count > 0).toSorted((one, other) => (one.language < other.language ? -1 : 1)),
    )
    expect(found.isPartial).toBe(false)
  }
})

test('all from one persona to another are found in the order of the list, whichever comes first', async () => {
  const { core, naive } = await library()
  for (let round = 0; round < 30; round++) {
    const filter = randomFilter()
    const expected = naive(filter)
    if (expected.length === 0) continue
    const [from, to] = [0, 1].map(() => Math.floor(random() * expected.length)) as [number, number]
    const { ids } = await core.ask('persona.range', { ...filter, fromId: expected[from]!, toId: expected[to]! })
    expect(ids, JSON.stringify(filter)).toEqual(expected.slice(Math.min(from, to), Math.max(from, to) + 1))
  }
})

test('what is counted and paged by facets is read from an index alone, whatever is asked for', async () => {
  const { core } = await library()
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  const plans: string[] = []
  const prepare = db.prepare.bind(db)
  db.prepare = ((sql: string) => {
    const steps = prepare(`EXPLAIN QUERY PLAN ${sql.replaceAll(/@\w+/g, '1')}`).all() as { detail: string }[]
    plans.push(...steps.map(({ detail }) => detail))
    return prepare(sql)
  }) as typeof db.prepare
  const lists = createPersonaLists(db)
  for (const sourceId of [undefined, 2]) {
    const places = sourceId === undefined ? {} : { sourceId }
    plans.length = 0
    const list = lists.open({ ...places, languages: ['de'], used: false })
    expect(list.count(list.start, undefined)).toBeGreaterThan(0)
    await lists.countClasses(sourceId)
    const read = plans.filter((step) => /^(SCAN|SEARCH) (source_)?persona\b/.test(step))
    const index = sourceId === undefined ? 'persona_facets' : 'source_persona_facets'
    const place = sourceId === undefined ? 'rowid' : 'position'
    const search = `SEARCH ${index.replace('_facets', '')} USING COVERING INDEX ${index} (`
    expect(read.length).toBeGreaterThan(4)
    expect(read.filter((step) => !step.startsWith(search) || !step.includes(`facets=? AND ${place}>?`))).toEqual([])
  }
  db.close()
})

test('a page of the library is read without counting the library', () => {
  const { folder } = startTestCore()
  const asked: string[] = []
  const file = join(folder, 'library', 'library.db')
  const db = new Database(file, { readonly: true, verbose: (sql) => asked.push(String(sql)) })
  const list = createPersonaLists(db).open({})
  expect(list.keys(list.start, undefined, 100, 0)).toHaveLength(100)
  expect(asked.filter((sql) => sql.includes('count(*)'))).toEqual([])
  expect(list.count(list.start, undefined)).toBeGreaterThan(100)
  expect(asked.some((sql) => sql.includes('count(*)'))).toBe(true)
  db.close()
})

test.each([false, true])('a page in the middle is the same where a number is missing: %s', async (isMissing) => {
  const { folder } = startTestCore()
  const db = openDatabase(join(folder, 'library', 'library.db'))
  if (isMissing) {
    db.pragma('foreign_keys = OFF')
    db.prepare('DELETE FROM persona WHERE id = 100').run()
  }
  const ids = db.prepare<[], number>('SELECT id FROM persona ORDER BY id').pluck().all()
  const lists = createPersonaLists(db)
  const list = lists.open({})
  const page = () => pageOf(list, list.start, 300, 5)
  // Before the library was counted, and after.
  expect(await page()).toEqual(ids.slice(300, 305))
  expect((await outlineOf(list)).total).toBe(ids.length)
  expect(await page()).toEqual(ids.slice(300, 305))
  // Those of a selection have no place by their number.
  db.prepare("INSERT INTO selection VALUES (1, 'some', 1)").run()
  db.prepare('INSERT INTO selection_persona SELECT 1, id FROM persona WHERE id % 2').run()
  const some = lists.open({ selectionId: 1 })
  expect(await pageOf(some, some.start, 100, 3)).toEqual(ids.filter((id) => id % 2).slice(100, 103))
  db.close()
})
