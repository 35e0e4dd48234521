import type { Database } from 'better-sqlite3'

/** All different facets that personas have: some dozens, each found by one step in the index. */
export function createFacetClasses(db: Database): () => number[] {
  const select = db
    .prepare<[], number>(`
      WITH RECURSIVE class (facets) AS (
        SELECT min(facets) FROM persona
        UNION ALL
        SELECT (SELECT min(facets) FROM persona WHERE persona.facets > class.facets) FROM class
        WHERE class.facets IS NOT NULL
      )
      SELECT facets FROM class WHERE facets IS NOT NULL`)
    .pluck()
  return () => select.all()
}

/** The facets of every persona by its id: two megabytes for a million, and faster than looking up each of many. */
export function createFacetsById(db: Database): () => Uint16Array {
  const classes = createFacetClasses(db)
  const selectIds = db.prepare<[number], number>('SELECT id FROM persona WHERE facets = ?').pluck()
  const lastId = createLastId(db)

  return untilWritten(db, () => {
    const facets = new Uint16Array(lastId() + 1)
    for (const each of classes()) for (const id of selectIds.all(each)) facets[id] = each
    return facets
  })
}

/** A one for each persona of a source, by its id: a megabyte for a million. */
export function createMembers(db: Database): (sourceId: number) => Uint8Array {
  const selectIds = db.prepare<[number], number>('SELECT persona_id FROM source_persona WHERE source_id = ?').pluck()
  const lastId = createLastId(db)
  const known = untilWritten(db, () => new Map<number, Uint8Array>())

  return (sourceId) => {
    const members = known().get(sourceId) ?? new Uint8Array(lastId() + 1)
    if (!known().has(sourceId)) for (const id of selectIds.all(sourceId)) members[id] = 1
    known().set(sourceId, members)
    return members
  }
}

function createLastId(db: Database): () => number {
  const select = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM persona').pluck()
  return () => select.get() ?? 0
}

/** Makes something anew after whatever was written, by this connection or by others. */
function untilWritten<T>(db: Database, make: () => T): () => T {
  const selectChanges = db.prepare<[], number>('SELECT total_changes()').pluck()
  let kept: { tag: string; made: T } | undefined
  return () => {
    const tag = `${selectChanges.get()} ${db.pragma('data_version', { simple: true })}`
    if (kept?.tag !== tag) kept = { tag, made: make() }
    return kept.made
  }
}
