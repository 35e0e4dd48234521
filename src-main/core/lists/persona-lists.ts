import type { Database } from 'better-sqlite3'
import type { PersonaFilter } from '#contract/personas'
import type { OrderedList } from './outline.ts'

/** What the personas are read from, in their order: a source's own, or the library's. */
const leads = {
  source: { table: 'source_persona', id: 'source_persona.persona_id', key: 'source_persona.position' },
  selection: { table: 'selection_persona', id: 'selection_persona.persona_id', key: 'selection_persona.persona_id' },
  all: { table: 'persona', id: 'persona.id', key: 'persona.id' },
} as const

/** A filter without words. */
export type PersonaPlaces = Omit<PersonaFilter, 'query'> & { query?: undefined }

export function hasQuery({ query }: PersonaFilter): boolean {
  return Boolean(query?.trim())
}

export function withoutQuery({ query: _, ...places }: PersonaFilter): PersonaPlaces {
  return places
}

/** Personas of a source or a selection, counted and paged without reading those before. */
export function createPersonaLists(db: Database) {
  const selectSpan = (table: string, column: string) =>
    db.prepare<object, { first: number | null; last: number | null }>(
      `SELECT (SELECT min(${column}) FROM ${table}) AS first, (SELECT max(${column}) FROM ${table}) AS last`,
    )
  const selectIds = selectSpan('persona', 'id')
  const selectPositions = selectSpan('(SELECT position FROM source_persona WHERE source_id = @sourceId)', 'position')
  const selectAll = db.prepare<[], number>('SELECT count(*) FROM persona').pluck()

  function spanOf(places: PersonaPlaces): { first: number; last: number } {
    const span = (places.sourceId === undefined ? selectIds : selectPositions).get(places)
    return { first: span?.first ?? 0, last: span?.last ?? -1 }
  }

  return {
    countAll: (): number => selectAll.get() ?? 0,

    open(places: PersonaPlaces): OrderedList {
      const { sourceId, selectionId } = places
      const lead = sourceId !== undefined ? leads.source : selectionId !== undefined ? leads.selection : leads.all
      const { table, id, key } = lead
      const clauses = [
        ...(sourceId === undefined ? [] : ['source_id = @sourceId']),
        ...(selectionId === undefined ? [] : [selected(id, lead === leads.selection)]),
        `${key} > @after`,
      ].join(' AND ')
      const reading = <T>(columns: string, rest = '') => {
        const [stops, ends] = [`AND ${key} <= @to`, ''].map((to) =>
          db.prepare<object, T>(`SELECT ${columns} FROM ${table} WHERE ${clauses} ${to} ${rest}`).pluck(),
        )
        return (after: number, to: number | undefined, more = {}): T[] =>
          (to === undefined ? ends : stops)?.all({ ...places, ...more, after, to }) ?? []
      }
      const counts = reading<number>('count(*)')
      const keys = reading<number>(key, `ORDER BY ${key} LIMIT @limit OFFSET @skip`)
      const { first, last } = spanOf(places)
      // Where no number is missing nothing needs counting.
      const isSolid = lead === leads.all && selectAll.get() === last - first + 1
      return {
        start: first - 1,
        ahead: (after, step) => (after + step < last ? after + step : undefined),
        count: (after, to) => (isSolid ? (to ?? last) - after : (counts(after, to)[0] ?? 0)),
        keys: (after, to, limit, skip) => keys(after, to, { limit, skip }),
      }
    },
  }
}

const selected = (id: string, isLead: boolean) =>
  isLead
    ? 'selection_id = @selectionId'
    : `EXISTS (SELECT 1 FROM selection_persona WHERE selection_id = @selectionId AND persona_id = ${id})`
