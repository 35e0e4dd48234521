import type { Database } from 'better-sqlite3'
import type { PersonaFilter } from '#contract/personas'
import { markedIn } from './marked-in.ts'
import { matchQuery } from './match-query.ts'

/** Of a source's personas: where more have the words, going through all of them is faster than looking each of these up. */
const manyShare = 1 / 8

/** The numbers of all personas that have some words and fit besides, in their order. Takes its time: for a thread. */
export function gatherPersonas(db: Database, { query = '', sourceId, selectionId }: PersonaFilter): Float64Array {
  const values = { match: matchQuery(query), sourceId, selectionId }
  const read = (sql: string) => new Float64Array(db.prepare<object, number>(sql).pluck().all(values))
  const isSelected =
    selectionId === undefined
      ? ''
      : 'AND EXISTS (SELECT 1 FROM selection_persona WHERE selection_id = @selectionId AND persona_id = persona_text.rowid)'
  const found = `FROM persona_text WHERE persona_text MATCH @match ${isSelected}`
  if (sourceId === undefined) return read(`SELECT rowid ${found}`)

  const ids = read(`SELECT rowid ${found}`)
  const source = 'FROM source_persona WHERE source_id = @sourceId'
  const count = read(`SELECT count(*) ${source}`)[0] ?? 0
  if (ids.length < count * manyShare) {
    const places = `FROM json_each(@ids) CROSS JOIN source_persona ON source_id = @sourceId AND persona_id = value`
    const positions = db
      .prepare<object, number>(`SELECT position ${places}`)
      .pluck()
      .all({ sourceId, ids: JSON.stringify(Array.from(ids)) })
    return new Float64Array(positions).sort()
  }
  const hasWords = markedIn(ids, ids[0] ?? 0, ids.at(-1) ?? -1)
  const places = read(`SELECT persona_id ${source} ORDER BY position`)
  return read(`SELECT position ${source} ORDER BY position`).filter(
    (_, at) => hasWords[(places[at] as number) - (ids[0] as number)] === 1,
  )
}
