import type { Database } from 'better-sqlite3'
import type { Outline } from '#contract/outline'
import type { Persona, PersonaFilter, PersonaSource, Selection } from '#contract/personas'
import { cutColumn, cutTo } from '../db/cut-text.ts'
import { outlineOf, outlineOfKeys, pageOf } from '../lists/outline.ts'
import { unpackFacets } from '../lists/persona-facets.ts'
import { createPersonaLists, hasQuery, withoutQuery } from '../lists/persona-lists.ts'
import type { WordSearch } from '../lists/word-search.ts'
import { createPersonaCounts } from './persona-counts.ts'
import { createPersonaEdits } from './persona-edits.ts'
import { createPersonaMarks } from './persona-marks.ts'
import { textFacets } from './text-facets.ts'

/** `at` is the place in the order asked for: what the next page starts after. */
export type KeyedPersona = Persona & { key: Buffer; at: number }
type StoredPersona = Pick<Persona, 'id' | 'sourceId'> & {
  /** Bytes where it was cut. */
  text: string | Buffer
  key: Buffer
  at: number
  facets: number
  isEdited: 0 | 1
}
type Page = { after: number | undefined; skip?: number; limit: number }

const isEdited = 'EXISTS (SELECT 1 FROM persona_original WHERE persona_id = persona.id) AS isEdited'
const about = `persona.id AS id, persona.source_id AS sourceId, persona.key AS key, persona.facets AS facets, ${isEdited}`

export function createPersonaRepository(db: Database, search: WordSearch) {
  const lists = createPersonaLists(db)
  const selectSourceIds = db.prepare<[], number>('SELECT id FROM source ORDER BY id').pluck()
  const insertSource = db.prepare(`
    INSERT INTO source (name, kind, licence, sha256, added_at) VALUES (@name, @kind, @licence, @sha256, @addedAt)
  `)
  const insertPersona = db.prepare(`
    INSERT OR IGNORE INTO persona (key, text, source_id, added_at, facets)
    VALUES (@key, @text, @sourceId, @addedAt, @facets)
  `)
  const insertText = db.prepare('INSERT INTO persona_text (rowid, text) VALUES (?, ?)')
  const selectHolder = db
    .prepare<[{ key: Buffer }], number>(`
      SELECT id FROM persona WHERE key = @key UNION ALL SELECT persona_id FROM persona_original WHERE key = @key LIMIT 1
    `)
    .pluck()
  const selectById = db.prepare<[number], StoredPersona>(`
    SELECT ${about}, persona.text AS text, id AS at FROM persona WHERE id = ?
  `)
  const insertPlace = db.prepare(`
    INSERT OR IGNORE INTO source_persona (source_id, position, persona_id, facets)
    SELECT @sourceId, (SELECT coalesce(max(position), -1) + 1 FROM source_persona WHERE source_id = @sourceId), id, facets
    FROM persona WHERE id = @personaId
  `)
  const selectSources = db.prepare<[], Omit<PersonaSource, 'count'>>(
    'SELECT id, name, kind, licence, added_at AS addedAt FROM source ORDER BY id',
  )
  const selectOfKind = db
    .prepare<[PersonaSource['kind']], number>('SELECT id FROM source WHERE kind = ? ORDER BY id')
    .pluck()
  const selectSelections = db.prepare<[], Omit<Selection, 'count'>>(
    'SELECT id, name, created_at AS createdAt FROM selection ORDER BY id',
  )
  const selectNamed = db.prepare<[string], number>('SELECT id FROM selection WHERE name = ?').pluck()
  const insertSelection = db.prepare('INSERT INTO selection (name, created_at) VALUES (?, ?)')
  const insertMember = db.prepare('INSERT OR IGNORE INTO selection_persona (selection_id, persona_id) VALUES (?, ?)')
  const deleteSelection = db.prepare('DELETE FROM selection WHERE id = ?')

  async function readPage<T>(
    select: string,
    filter: PersonaFilter,
    { after, skip = 0, limit }: Page,
    cut?: number,
  ): Promise<T[]> {
    const list = lists.open(withoutQuery(filter))
    const places = hasQuery(filter)
      ? await search.page({ of: 'personas', filter }, { after, skip, limit })
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
      .all({ sourceId: filter.sourceId, places: JSON.stringify(places), cut })
  }

  return {
    ...createPersonaMarks(db, lists, search),
    ...createPersonaEdits(db),
    facetCounts: createPersonaCounts(lists, search, () => selectSourceIds.all()),

    addSource: (source: Omit<PersonaSource, 'id' | 'count'> & { sha256: string }): number =>
      Number(insertSource.run(source).lastInsertRowid),

    /** Adds a persona to its source, and to the library unless one with its key is there, or was before it was edited. */
    add(persona: { key: Buffer; text: string; sourceId: number; addedAt: number }): { id: number; added: boolean } {
      const known = selectHolder.get({ key: persona.key })
      const id = known ?? Number(insertPersona.run({ ...persona, facets: textFacets(persona.text) }).lastInsertRowid)
      if (known === undefined) insertText.run(id, persona.text)
      insertPlace.run({ sourceId: persona.sourceId, personaId: id })
      return { id, added: known === undefined }
    },

    /** Whose text has a key now, or had it before it was edited. */
    holderOf: (key: Buffer): number | undefined => selectHolder.get({ key }),

    /** Texts that are longer than `cut` characters are cut. */
    async page(filter: PersonaFilter, page: Page, cut?: number): Promise<KeyedPersona[]> {
      const text = cut === undefined ? 'persona.text' : cutColumn('persona.text')
      const found = await readPage<StoredPersona>(`${about}, ${text} AS text`, filter, page, cut)
      return found.map((persona) => toPersona(persona, cut))
    },

    /** As a page, without the texts: enough to order a million. */
    keys: (filter: PersonaFilter, after: number | undefined, limit: number) =>
      readPage<{ id: number; key: Buffer; at: number }>('persona.id AS id, persona.key AS key', filter, {
        after,
        limit,
      }),

    countAll: lists.countAll,

    count: async (filter: PersonaFilter): Promise<number> => (await outline(filter)).total,
    outline,

    byId(id: number): KeyedPersona | undefined {
      const persona = selectById.get(id)
      return persona && toPersona(persona)
    },

    /** Many changes at once: one commit instead of one each. */
    together: (work: () => void): void => db.transaction(work)(),

    sources: (): Promise<PersonaSource[]> => counted(selectSources.all(), (sourceId) => ({ sourceId })),
    sourceOfKind: (kind: PersonaSource['kind']): number | undefined => selectOfKind.get(kind),
    selections: (): Promise<Selection[]> => counted(selectSelections.all(), (selectionId) => ({ selectionId })),
    selectionNamed: (name: string): number | undefined => selectNamed.get(name),

    addSelection: db.transaction((name: string, createdAt: number, personaIds: number[]): number => {
      const selectionId = Number(insertSelection.run(name, createdAt).lastInsertRowid)
      for (const personaId of personaIds) insertMember.run(selectionId, personaId)
      return selectionId
    }),
    removeSelection: (selectionId: number): void => void deleteSelection.run(selectionId),
  }

  /** Each with the number of its personas, without the archived ones. */
  async function counted<T extends { id: number }>(
    entries: readonly T[],
    filterOf: (id: number) => PersonaFilter,
  ): Promise<(T & { count: number })[]> {
    const all: (T & { count: number })[] = []
    for (const entry of entries) all.push({ ...entry, count: (await outline(filterOf(entry.id))).total })
    return all
  }

  async function outline(filter: PersonaFilter): Promise<Outline> {
    if (hasQuery(filter)) return outlineOfKeys(await search.find({ of: 'personas', filter }))
    search.wake()
    return outlineOf(lists.open(withoutQuery(filter)))
  }
}

export type PersonaRepository = ReturnType<typeof createPersonaRepository>

function toPersona({ text, facets, isEdited: edited, ...rest }: StoredPersona, cut?: number): KeyedPersona {
  return { ...rest, ...unpackFacets(facets), isEdited: edited === 1, text: cutTo(text, cut) }
}
