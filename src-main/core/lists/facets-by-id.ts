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

/**
 * The facets of every persona by its id, read again after whatever was written: two megabytes for a million, and faster
 * than looking up each of many.
 */
export function createFacetsById(db: Database): () => Uint16Array {
  const classes = createFacetClasses(db)
  const selectLast = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM persona').pluck()
  const selectIds = db.prepare<[number], number>('SELECT id FROM persona WHERE facets = ?').pluck()
  const selectChanges = db.prepare<[], number>('SELECT total_changes()').pluck()
  let known: { tag: string; facets: Uint16Array } | undefined

  return () => {
    const tag = `${selectChanges.get()} ${db.pragma('data_version', { simple: true })}`
    if (known?.tag !== tag) {
      const facets = new Uint16Array((selectLast.get() ?? 0) + 1)
      for (const each of classes()) for (const id of selectIds.all(each)) facets[id] = each
      known = { tag, facets }
    }
    return known.facets
  }
}
