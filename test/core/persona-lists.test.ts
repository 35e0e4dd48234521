import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PersonaFilter } from '#contract/personas'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { randomFrom } from '../../src-main/core/seed.ts'
import { startTestCore } from '../support/test-core.ts'

/** More than one step of an outline. */
const personaCount = 12_000
const vocabulary = 'baker bakery sailor sail oak a weir we 日本語 Ålesund'.split(' ')
const random = randomFrom(7)
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() ** 2 * from.length)] as T

/** Two files with personas in common, each in an order of its own, and a selection of some. */
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
  const places = new Map<number, number[]>([[1, Array.from(texts.keys())]])
  const selected: number[] = []
  db.transaction(() => {
    const addSource = db.prepare("INSERT INTO source (id, name, kind, sha256, added_at) VALUES (?, ?, 'file', ?, 1)")
    for (const source of [2, 3]) {
      addSource.run(source, `file ${source}`, `${source}`)
      places.set(source, [])
    }
    const addPersona = db.prepare('INSERT INTO persona (id, key, text, source_id, added_at) VALUES (?, ?, ?, 2, 1)')
    const addPlace = db.prepare('INSERT INTO source_persona VALUES (?, ?, ?)')
    const addMember = db.prepare('INSERT INTO selection_persona VALUES (1, ?)')
    db.prepare("INSERT INTO selection VALUES (1, 'some', 1)").run()
    for (let at = 1; at <= personaCount; at++) {
      const id = first + at
      const text = Array.from({ length: 5 }, () => pick(vocabulary)).join(' ')
      const key = Buffer.alloc(16)
      key.writeUInt32LE(at)
      addPersona.run(id, key, text)
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
  function naive({ query, sourceId, selectionId }: PersonaFilter): number[] {
    const wanted = query?.split(' ') ?? []
    const last = wanted.pop()
    const isSelected = new Set(selected)
    return (sourceId === undefined ? Array.from(texts.keys()) : (places.get(sourceId) ?? [])).filter((id) => {
      const there = words.get(id) ?? []
      return (
        (last === undefined ||
          (wanted.every((word) => there.includes(word)) && there.some((word) => word.startsWith(last)))) &&
        (selectionId === undefined || isSelected.has(id))
      )
    })
  }
  return { core, naive }
}

test('personas that fit are counted, and paged from any place, in the order of their source or of the library', async () => {
  const { core, naive } = await library()
  const some = <T>(make: () => T): T | undefined => (random() < 0.5 ? make() : undefined)
  for (let round = 0; round < 120; round++) {
    const filter = {
      query: some(() => `${random() < 0.5 ? 'we ' : ''}${pick(['b', 'ba', 'baker', 'sai', 'oak', '日', 'al'])}`),
      sourceId: some(() => pick([2, 3])),
      selectionId: some(() => 1),
    }
    const set = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as PersonaFilter
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
}, 60_000)
