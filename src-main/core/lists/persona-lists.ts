import type { Database } from 'better-sqlite3'
import type { PersonaFilter } from '#contract/personas'
import { createFacetClasses } from './facets-by-id.ts'
import { once } from './once.ts'
import { type OrderedList, walk } from './outline.ts'
import { archivedBit, facetTest } from './persona-facets.ts'

/** What the personas are read from, in their order: a source's own, or the library's. */
const leads = {
  source: { table: 'source_persona', id: 'source_persona.persona_id', key: 'source_persona.position' },
  selection: { table: 'selection_persona', id: 'selection_persona.persona_id', key: 'selection_persona.persona_id' },
  all: { table: 'persona', id: 'persona.id', key: 'persona.id' },
} as const

/** Places of one step where facets are counted: some milliseconds. */
const countedAtOnce = 65_536

/** A filter without words. */
export type PersonaPlaces = Omit<PersonaFilter, 'query'> & { query?: undefined }

export function hasQuery({ query }: PersonaFilter): boolean {
  return Boolean(query?.trim())
}

export function withoutQuery({ query: _, ...places }: PersonaFilter): PersonaPlaces {
  return places
}

/**
 * Personas of a source or a selection, counted and paged without reading those before. Facets narrow by all those that
 * fit, one after the other: each is a stretch of the index, which costs nothing where it is empty.
 */
export function createPersonaLists(db: Database) {
  const selectSpan = (table: string, column: string) =>
    db.prepare<object, { first: number | null; last: number | null }>(
      `SELECT (SELECT min(${column}) FROM ${table}) AS first, (SELECT max(${column}) FROM ${table}) AS last`,
    )
  const selectIds = selectSpan('persona', 'id')
  const selectPositions = selectSpan('(SELECT position FROM source_persona WHERE source_id = @sourceId)', 'position')
  const selectAll = db.prepare<[], number>('SELECT count(*) FROM persona').pluck()
  const selectArchived = db.prepare<[], number>(`SELECT count(*) FROM persona WHERE facets >= ${archivedBit}`).pluck()
  const classes = createFacetClasses(db)
  /** Personas are never deleted and new ones follow the last, so that once no number is missing none ever will be. */
  let isKnownSolid = false

  function spanOf(places: PersonaPlaces): { first: number; last: number } {
    const span = (places.sourceId === undefined ? selectIds : selectPositions).get(places)
    return { first: span?.first ?? 0, last: span?.last ?? -1 }
  }

  /** `wanted` are the facets that fit; undefined narrows by none. */
  function openWith(places: PersonaPlaces, wanted: readonly number[] | undefined) {
    const { sourceId, selectionId } = places
    const lead = sourceId !== undefined ? leads.source : selectionId !== undefined ? leads.selection : leads.all
    const { table, id, key } = lead
    const index = wanted === undefined || lead === leads.selection ? '' : `INDEXED BY ${table}_facets`
    const clauses = [
      ...(sourceId === undefined ? [] : ['source_id = @sourceId']),
      ...(selectionId === undefined ? [] : [selected(id, lead === leads.selection)]),
      ...(wanted === undefined ? [] : [fitting(id, lead === leads.selection)]),
      `${key} > @after`,
    ].join(' AND ')
    const values = { ...places, wanted: JSON.stringify(wanted ?? []) }
    const reading = <T>(columns: string, rest = '', isPlucked = true) => {
      const [stops, ends] = [`AND ${key} <= @to`, ''].map((to) =>
        db
          .prepare<object, T>(`SELECT ${columns} FROM ${table} ${index} WHERE ${clauses} ${to} ${rest}`)
          .pluck(isPlucked),
      )
      return (after: number, to: number | undefined, more = {}): T[] =>
        (to === undefined ? ends : stops)?.all({ ...values, ...more, after, to }) ?? []
    }
    const { first, last } = spanOf(places)
    return {
      reading,
      isAll: lead === leads.all && wanted === undefined,
      key,
      first,
      last,
      start: first - 1,
      ahead: (after: number, step: number) => (after + step < last ? after + step : undefined),
    }
  }

  return {
    /** All but the archived ones. */
    countAll: (): number => (selectAll.get() ?? 0) - (selectArchived.get() ?? 0),

    open(places: PersonaPlaces): OrderedList {
      const there = classes()
      const wanted = there.filter(facetTest(places))
      const list = openWith(places, wanted.length === there.length ? undefined : wanted)
      const { reading, key, first, last, start, ahead } = list
      const counts = reading<number>('count(*)')
      const keys = reading<number>(key, `ORDER BY ${key} LIMIT @limit OFFSET @skip`)
      // Where no number is missing nothing needs counting; to know that takes some milliseconds, which a page can do without.
      const isSolid = once(() => {
        isKnownSolid ||= list.isAll && selectAll.get() === last - first + 1
        return list.isAll && isKnownSolid
      })
      return {
        ...{ start, ahead },
        count: (after, to) => (isSolid() ? (to ?? last) - after : (counts(after, to)[0] ?? 0)),
        keys: (after, to, limit, skip) => keys(after, to, { limit, skip }),
        jump: (after, places) => (list.isAll && isKnownSolid ? after + places : undefined),
      }
    },

    /** How many have which facets, in a source or in the library. */
    async countClasses(sourceId: number | undefined): Promise<Map<number, number>> {
      const list = openWith(sourceId === undefined ? {} : { sourceId }, classes())
      const some = list.reading<{ facets: number; count: number }>(
        'facets, count(*) AS count',
        'GROUP BY facets',
        false,
      )
      const counts = new Map<number, number>()
      await walk(list, countedAtOnce, (after, to) => {
        for (const { facets, count } of some(after, to)) counts.set(facets, (counts.get(facets) ?? 0) + count)
      })
      return counts
    },
  }
}

export type PersonaLists = ReturnType<typeof createPersonaLists>

const selected = (id: string, isLead: boolean) =>
  isLead
    ? 'selection_id = @selectionId'
    : `EXISTS (SELECT 1 FROM selection_persona WHERE selection_id = @selectionId AND persona_id = ${id})`

const wantedFacets = 'facets IN (SELECT value FROM json_each(@wanted))'

/** A selection's own table has no facets. */
const fitting = (id: string, isSelection: boolean) =>
  isSelection ? `EXISTS (SELECT 1 FROM persona WHERE persona.id = ${id} AND ${wantedFacets})` : wantedFacets
