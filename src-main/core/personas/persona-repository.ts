import type { Database } from 'better-sqlite3'
import type { Outline } from '#contract/outline'
import type { Persona, PersonaFilter, PersonaSource, Selection } from '#contract/personas'
import { outlineOf, outlineOfKeys, pageOf, pageOfKeys } from '../lists/outline.ts'
import { createPersonaLists, hasQuery, withoutQuery } from '../lists/persona-lists.ts'
import type { WordSearch } from '../lists/word-search.ts'

/** `at` is the place in the order asked for: what the next page starts after. */
export type KeyedPersona = Persona & { key: Buffer; at: number }

export function createPersonaRepository(db: Database, search: WordSearch) {
  const lists = createPersonaLists(db)
  const columns = 'persona.id AS id, persona.text AS text, persona.source_id AS sourceId'
  const insertSource = db.prepare(`
    INSERT INTO source (name, kind, licence, sha256, added_at) VALUES (@name, @kind, @licence, @sha256, @addedAt)
  `)
  const insertPersona = db.prepare(`
    INSERT OR IGNORE INTO persona (key, text, source_id, added_at) VALUES (@key, @text, @sourceId, @addedAt)
  `)
  const insertText = db.prepare('INSERT INTO persona_text (rowid, text) VALUES (?, ?)')
  const selectByKey = db.prepare<[Buffer], Persona>(`SELECT ${columns} FROM persona WHERE key = ?`)
  const selectById = db.prepare<[number], KeyedPersona>(`SELECT ${columns}, key, id AS at FROM persona WHERE id = ?`)
  const insertPlace = db.prepare(`
    INSERT OR IGNORE INTO source_persona (source_id, position, persona_id)
    SELECT @sourceId, coalesce(max(position), -1) + 1, @personaId FROM source_persona WHERE source_id = @sourceId
  `)
  const selectSources = db.prepare<[], PersonaSource>(`
    SELECT id, name, kind, licence, added_at AS addedAt,
           (SELECT count(*) FROM source_persona WHERE source_id = source.id) AS count
    FROM source ORDER BY id
  `)
  const selectSelections = db.prepare<[], Selection>(`
    SELECT id, name, created_at AS createdAt,
           (SELECT count(*) FROM selection_persona WHERE selection_id = selection.id) AS count
    FROM selection ORDER BY id
  `)
  const insertSelection = db.prepare('INSERT INTO selection (name, created_at) VALUES (?, ?)')
  const insertMember = db.prepare('INSERT OR IGNORE INTO selection_persona (selection_id, persona_id) VALUES (?, ?)')
  const deleteSelection = db.prepare('DELETE FROM selection WHERE id = ?')

  const find = (filter: PersonaFilter, mayLag: boolean, canWait = false) =>
    search.find({ of: 'personas', filter }, { mayLag, canWait })

  async function readPage<T>(
    select: string,
    filter: PersonaFilter,
    after: number | undefined,
    skip: number,
    limit: number,
  ): Promise<T[]> {
    const list = lists.open(withoutQuery(filter))
    const places = hasQuery(filter)
      ? pageOfKeys(await find(filter, true), after, skip, limit)
      : await pageOf(list, after ?? list.start, skip, limit)
    const join =
      filter.sourceId === undefined
        ? 'CROSS JOIN persona ON persona.id = wanted.value'
        : `CROSS JOIN source_persona ON source_persona.source_id = @sourceId AND position = wanted.value
           CROSS JOIN persona ON persona.id = source_persona.persona_id`
    return db
      .prepare<object, T>(
        `SELECT ${select}, wanted.value AS at FROM json_each(@places) AS wanted ${join} ORDER BY wanted.key`,
      )
      .all({ sourceId: filter.sourceId, places: JSON.stringify(places) })
  }

  return {
    addSource: (source: Omit<PersonaSource, 'id' | 'count'> & { sha256: string }): number =>
      Number(insertSource.run(source).lastInsertRowid),

    /** Adds a persona to its source, and to the library unless one with its key is there. */
    add(persona: { key: Buffer; text: string; sourceId: number; addedAt: number }): { id: number; added: boolean } {
      const { changes, lastInsertRowid } = insertPersona.run(persona)
      const id = changes === 1 ? Number(lastInsertRowid) : (selectByKey.get(persona.key) as Persona).id
      if (changes === 1) insertText.run(id, persona.text)
      insertPlace.run({ sourceId: persona.sourceId, personaId: id })
      return { id, added: changes === 1 }
    },

    page: (filter: PersonaFilter, after: number | undefined, limit: number, skip = 0): Promise<KeyedPersona[]> =>
      readPage(`${columns}, persona.key AS key`, filter, after, skip, limit),

    /** As a page, without the texts: enough to order a million. */
    keys: (filter: PersonaFilter, after: number | undefined, limit: number) =>
      readPage<{ id: number; key: Buffer; at: number }>(
        'persona.id AS id, persona.key AS key',
        filter,
        after,
        0,
        limit,
      ),

    countAll: lists.countAll,

    async count(filter: PersonaFilter): Promise<number> {
      if (hasQuery(filter)) return (await find(filter, false, true)).length
      const list = lists.open(withoutQuery(filter))
      return list.count(list.start, undefined)
    },

    async outline(filter: PersonaFilter): Promise<Outline> {
      if (hasQuery(filter)) return outlineOfKeys(await find(filter, false))
      search.wake()
      return outlineOf(lists.open(withoutQuery(filter)))
    },

    byId: (id: number): KeyedPersona | undefined => selectById.get(id),

    /** Many changes at once: one commit instead of one each. */
    together: (work: () => void): void => db.transaction(work)(),

    sources: (): PersonaSource[] => selectSources.all(),
    selections: (): Selection[] => selectSelections.all(),

    addSelection: db.transaction((name: string, createdAt: number, personaIds: number[]): number => {
      const selectionId = Number(insertSelection.run(name, createdAt).lastInsertRowid)
      for (const personaId of personaIds) insertMember.run(selectionId, personaId)
      return selectionId
    }),
    removeSelection: (selectionId: number): void => void deleteSelection.run(selectionId),
  }
}

export type PersonaRepository = ReturnType<typeof createPersonaRepository>
