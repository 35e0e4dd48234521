import type { Database } from 'better-sqlite3'
import type { Outline } from '#contract/outline'
import type { PersonaFilter } from '#contract/personas'
import { matchQuery } from '../match-query.ts'
import { type OrderedList, outlineOf, outlineOfKeys, pageOf, walk } from '../outline.ts'

/** What the personas are read from, in their order: a source's own, or the library's. */
type Lead = 'source' | 'words' | 'selection' | 'all'

const leads: Record<Lead, { table: string; id: string; key: string }> = {
  source: { table: 'source_persona', id: 'source_persona.persona_id', key: 'source_persona.position' },
  words: { table: 'persona_text', id: 'persona_text.rowid', key: 'persona_text.rowid' },
  selection: { table: 'selection_persona', id: 'selection_persona.persona_id', key: 'selection_persona.persona_id' },
  all: { table: 'persona', id: 'persona.id', key: 'persona.id' },
}
const gatheredAtOnce = 50_000

/** Personas that fit a filter, counted and paged without reading those before. */
export function createPersonaLists(db: Database) {
  const selectSpan = (table: string, column: string) =>
    db.prepare<object, { first: number | null; last: number | null }>(
      `SELECT (SELECT min(${column}) FROM ${table}) AS first, (SELECT max(${column}) FROM ${table}) AS last`,
    )
  const selectIds = selectSpan('persona', 'id')
  const selectPositions = selectSpan('(SELECT position FROM source_persona WHERE source_id = @sourceId)', 'position')

  /** FROM and WHERE, with a lead in front of whatever else narrows. */
  function narrow({ query, sourceId, selectionId }: PersonaFilter, lead: Lead): string {
    const { table, id } = leads[lead]
    const isJoined = lead === 'words' && sourceId !== undefined
    const clauses = [
      ...(lead === 'words' ? ['persona_text MATCH @match'] : []),
      ...(lead !== 'words' && query?.trim()
        ? [`+${id} IN (SELECT rowid FROM persona_text WHERE persona_text MATCH @match)`]
        : []),
      ...(sourceId === undefined ? [] : ['source_persona.source_id = @sourceId']),
      ...(isJoined ? [`source_persona.persona_id = ${id}`] : []),
      ...(lead === 'selection' ? ['selection_persona.selection_id = @selectionId'] : []),
      ...(lead !== 'selection' && selectionId !== undefined
        ? [`EXISTS (SELECT 1 FROM selection_persona WHERE selection_id = @selectionId AND persona_id = ${id})`]
        : []),
    ]
    return `FROM ${table} ${isJoined ? 'CROSS JOIN source_persona' : ''} WHERE ${['TRUE', ...clauses].join(' AND ')}`
  }

  const valuesOf = ({ query = '', sourceId, selectionId }: PersonaFilter) => ({
    ...{ sourceId, selectionId },
    match: matchQuery(query),
  })

  function leadOf({ query, sourceId, selectionId }: PersonaFilter): Lead {
    if (sourceId !== undefined) return 'source'
    if (query?.trim()) return 'words'
    return selectionId === undefined ? 'all' : 'selection'
  }

  function open(filter: PersonaFilter, lead = leadOf(filter)) {
    const { key } = leads[lead]
    const from = narrow(filter, lead)
    const values = valuesOf(filter)
    const { first, last } = (lead === 'source' ? selectPositions : selectIds).get(values) ?? { first: null, last: null }
    const end = last ?? 0
    const between = (toEnd: boolean) =>
      `${key} > CAST(@after AS INTEGER) ${toEnd ? '' : `AND ${key} <= CAST(@to AS INTEGER)`}`

    function reading<T>(columns: string, rest = '') {
      const [bounded, open] = [false, true].map((toEnd) =>
        db.prepare<object, T>(`SELECT ${columns} ${from} AND ${between(toEnd)} ${rest}`).pluck(),
      )
      return (after: number, to: number | undefined, more: object = {}): T[] =>
        (to === undefined ? open : bounded)?.all({ ...values, ...more, after, to }) ?? []
    }
    const counts = reading<number>('count(*)')
    const keys = reading<number>(key, `ORDER BY ${key} LIMIT @limit OFFSET @skip`)
    const list: OrderedList = {
      start: (first ?? 1) - 1,
      ahead: (after, places) => (after + places < end ? after + places : undefined),
      count: (after, to) => counts(after, to)[0] ?? 0,
      keys: (after, to, limit, skip) => keys(after, to, { limit, skip }),
    }
    return { ...list, reading }
  }

  return {
    /** In one go. */
    count(filter: PersonaFilter): number {
      const from = narrow(filter, filter.query?.trim() ? 'words' : leadOf(filter))
      return db.prepare<object, number>(`SELECT count(*) ${from}`).pluck().get(valuesOf(filter)) ?? 0
    },

    async outline(filter: PersonaFilter): Promise<Outline> {
      if (!filter.query?.trim() || filter.sourceId === undefined) return outlineOf(open(filter))
      // What fits is gathered by its words, which know nothing of a source's order.
      const list = open(filter, 'words')
      const positions = list.reading<number>('source_persona.position')
      const found: number[] = []
      await walk(list, gatheredAtOnce, (after, to) => {
        for (const position of positions(after, to)) found.push(position)
      })
      return outlineOfKeys(Float64Array.from(found).sort())
    },

    /** The personas of a page; `at` is their place in the order asked for. */
    async page<T>(
      columns: string,
      filter: PersonaFilter,
      after: number | undefined,
      skip: number,
      limit: number,
    ): Promise<T[]> {
      const list = open(filter)
      const keys = await pageOf(list, after ?? list.start, skip, limit)
      const join =
        filter.sourceId === undefined
          ? 'CROSS JOIN persona ON persona.id = wanted.value'
          : `CROSS JOIN source_persona ON source_persona.source_id = @sourceId AND position = wanted.value
             CROSS JOIN persona ON persona.id = source_persona.persona_id`
      return db
        .prepare<object, T>(
          `SELECT ${columns}, wanted.value AS at FROM json_each(@keys) AS wanted ${join} ORDER BY wanted.key`,
        )
        .all({ ...valuesOf(filter), keys: JSON.stringify(keys) })
    },
  }
}
