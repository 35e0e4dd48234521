import type { RowFilter, RowSort } from '#contract/rows'

/** A filter without words. */
export type RowFacets = Omit<RowFilter, 'query' | 'persona'> & { query?: undefined; persona?: undefined }

/** Characters of a text as it stands; spelt as in the indexes of migration 17, else the rows themselves would be read. */
export const shownLength = 'length(coalesce(item.edited_text, item.text))'
export const isEdited = '(item.edited_text IS NOT NULL)'
const isNoted = '(item.note IS NOT NULL)'
/** Rows by length, those of one length by their id. */
export const lengthKey = `(min(${shownLength}, 1048575) << 33 | item.id)`

type Order = {
  sort?: RowSort | undefined
  /** A further condition, in SQL. */
  only?: string | undefined
}

/** Rows in their order, as SQL. All of it is read from an index alone. */
export type RowList = {
  /** What comes after the number `@after`, up to and with `@to` unless it goes on to the end. */
  select: (columns: string, reading: { toEnd?: boolean; rest?: string }) => string
  /** The same of the rows `@ids`, a list in JSON. */
  selectAmong: (columns: string) => string
  /** A number that orders the rows, no two alike. */
  key: string
  order: string
  isByLength: boolean
  isDescending: boolean
  values: Record<string, unknown>
}

/** The rows of a run that fit a filter; words are looked for elsewhere (`gather-rows.ts`). */
export function rowList(filter: RowFacets, { sort = 'planned', only }: Order = {}): RowList {
  const isByLength = sort === 'longest' || sort === 'shortest'
  const isDescending = sort === 'newest' || sort === 'longest'
  const key = isByLength ? lengthKey : 'item.id'
  const item = `item INDEXED BY ${isByLength ? 'item_by_length' : 'item_facets'}`
  const clauses = ['run_id = @runId', ...facetClauses(filter, isByLength), ...(only ? [`(${only})`] : [])]

  return {
    select: (columns, { toEnd = false, rest = '' }) => {
      const after = `${key} ${isDescending ? '<' : '>'} @after`
      const to = `${key} ${isDescending ? '>=' : '<='} @to`
      const where = [...clauses, after, ...(toEnd ? [] : [to])]
      return `SELECT ${columns} FROM ${item} WHERE ${where.join(' AND ')} ${rest}`
    },
    selectAmong: (columns) => `
      SELECT ${columns} FROM json_each(@ids) AS wanted CROSS JOIN item INDEXED BY item_facets ON item.id = wanted.value
      WHERE ${clauses.join(' AND ')}`,
    ...{ key, isByLength, isDescending },
    order: `ORDER BY ${key} ${isDescending ? 'DESC' : ''}`,
    values: {
      ...Object.fromEntries((filter.states ?? []).map((state, at) => [`state${at}`, state])),
      runId: filter.runId,
      reason: `"${filter.reason}"`,
      verdict: filter.verdict,
      edited: filter.edited ? 1 : 0,
      noted: filter.noted ? 1 : 0,
      minLength: filter.minLength,
      maxLength: filter.maxLength,
    },
  }
}

/** Whether words narrow. */
export function hasWords({ query, persona }: RowFilter): boolean {
  return Boolean(query?.trim() || persona?.trim())
}

export function withoutWords({ query: _, persona: __, ...facets }: RowFilter): RowFacets {
  return facets
}

/** Whether anything but words narrows. */
export function hasFacets(filter: RowFilter): boolean {
  const { runId: _, ...facets } = withoutWords(filter)
  return Object.values(facets).some((value) => value !== undefined)
}

function facetClauses(filter: RowFacets, isByLength: boolean): string[] {
  const { states, reason, verdict, edited, noted, minLength, maxLength } = filter
  // By length the bounds of the page lead; the plus keeps these from taking their place.
  const longer = isByLength ? `+${lengthKey} >= @minLength << 33` : `${shownLength} >= @minLength`
  const shorter = isByLength ? `+${lengthKey} < @maxLength + 1 << 33` : `${shownLength} <= @maxLength`
  return [
    ...(states ? [`state IN (${states.map((_, at) => `@state${at}`).join(', ') || 'NULL'})`] : []),
    ...(reason ? ['instr(reasons, @reason) > 0'] : []),
    ...(verdict ? [verdict === 'none' ? 'verdict IS NULL' : 'verdict = @verdict'] : []),
    ...(edited === undefined ? [] : [`${isEdited} = @edited`]),
    ...(noted === undefined ? [] : [`${isNoted} = @noted`]),
    ...(minLength === undefined ? [] : [longer]),
    ...(maxLength === undefined ? [] : [shorter]),
  ]
}
