import type { Database } from 'better-sqlite3'
import type { PersonaFilter } from '#contract/personas'
import { createFacetClasses, createFacetsById, createMembers } from './facets-by-id.ts'
import { markedIn } from './marked-in.ts'
import { matchQuery } from './match-query.ts'
import { firstCount } from './outline.ts'
import { archivedBit, facetTest } from './persona-facets.ts'
import { hasQuery } from './persona-lists.ts'
import { wordsBeginning } from './words-beginning.ts'

/** Of a source's personas: where more fit, going through all of them is faster than looking each of these up. */
const manyShare = 1 / 8
/** More are not looked up one by one where all members of a source are known. */
const lookedUp = 5_000
/** No facets reach so far. */
const facetSpan = archivedBit * 2

/** Finds personas by words. Takes its time: for a thread. */
export function createPersonaGatherer(db: Database) {
  const classes = createFacetClasses(db)
  const facetsById = createFacetsById(db)
  const members = createMembers(db)
  const read = (sql: string, values: object) => new Float64Array(db.prepare<object, number>(sql).pluck().all(values))
  const fromSource = 'FROM source_persona WHERE source_id = @sourceId'

  /** Ids of those that have the words and stand in the selection, rising; the source is not looked at. */
  function idsOf({ query = '', selectionId }: PersonaFilter, rest = ''): Float64Array {
    if (!query.trim()) {
      return read('SELECT persona_id FROM selection_persona WHERE selection_id = @selectionId ORDER BY persona_id', {
        selectionId,
      })
    }
    const isSelected =
      selectionId === undefined
        ? ''
        : 'AND EXISTS (SELECT 1 FROM selection_persona WHERE selection_id = @selectionId AND persona_id = persona_text.rowid)'
    return read(`SELECT rowid FROM persona_text WHERE persona_text MATCH @match ${isSelected} ${rest}`, {
      selectionId,
      match: matchQuery(query, (beginning) => wordsBeginning(db, 'persona_text', beginning)),
    })
  }

  function fittingIds(filter: PersonaFilter, onFirst?: (keys: Float64Array) => void): Float64Array {
    const there = classes()
    const wanted = there.filter(facetTest(filter))
    const doAllFit = wanted.length === there.length
    if (doAllFit && hasQuery(filter)) onFirst?.(idsOf(filter, `ORDER BY rowid LIMIT ${firstCount}`))
    const ids = idsOf(filter)
    if (doAllFit) return ids
    const facets = facetsById()
    const isWanted = new Uint8Array(facetSpan)
    for (const each of wanted) isWanted[each] = 1
    return ids.filter((id) => isWanted[facets[id] as number] === 1)
  }

  /** Which of some ids stand in a source. */
  function inSource(ids: Float64Array, sourceId: number): Float64Array {
    if (ids.length > lookedUp) {
      const isMember = members(sourceId)
      return ids.filter((id) => isMember[id] === 1)
    }
    return read(
      'SELECT value FROM json_each(@ids) CROSS JOIN source_persona ON source_id = @sourceId AND persona_id = value',
      { sourceId, ids: JSON.stringify(Array.from(ids)) },
    )
  }

  return {
    /** The numbers of all that fit, in their order; `onFirst` as in `gatherRows`. */
    places(filter: PersonaFilter, onFirst?: (keys: Float64Array) => void): Float64Array {
      const { sourceId } = filter
      const ids = fittingIds(filter, sourceId === undefined ? onFirst : undefined)
      if (sourceId === undefined) return ids
      const count = read(`SELECT count(*) ${fromSource}`, { sourceId })[0] ?? 0
      if (ids.length < count * manyShare) {
        return read(
          'SELECT position FROM json_each(@ids) CROSS JOIN source_persona ON source_id = @sourceId AND persona_id = value',
          { sourceId, ids: JSON.stringify(Array.from(ids)) },
        ).sort()
      }
      const first = ids[0] ?? 0
      const found = markedIn(ids, first, ids.at(-1) ?? -1)
      const places = read(`SELECT persona_id ${fromSource} ORDER BY position`, { sourceId })
      return read(`SELECT position ${fromSource} ORDER BY position`, { sourceId }).filter(
        (_, at) => found[(places[at] as number) - first] === 1,
      )
    },

    /** How many have which facets, whatever facets the filter names: a number and its count by turns. */
    classes(filter: PersonaFilter): Float64Array {
      const { sourceId } = filter
      const ids = sourceId === undefined ? idsOf(filter) : inSource(idsOf(filter), sourceId)
      const facets = facetsById()
      const counts = new Uint32Array(facetSpan)
      for (const id of ids) counts[facets[id] as number] = (counts[facets[id] as number] ?? 0) + 1
      return Float64Array.from(Array.from(counts.keys()).flatMap((each) => (counts[each] ? [each, counts[each]] : [])))
    },

    /** How many of each source fit, whatever source the filter names: a source and its count by turns. */
    sources(filter: PersonaFilter): Float64Array {
      const ids = fittingIds(filter)
      const sources = read('SELECT id FROM source ORDER BY id', {})
      return Float64Array.from(Array.from(sources).flatMap((sourceId) => [sourceId, inSource(ids, sourceId).length]))
    },
  }
}

/** Whether a filter takes what only a gatherer counts fast. */
export function needsGathering(filter: PersonaFilter): boolean {
  return hasQuery(filter) || filter.selectionId !== undefined
}
